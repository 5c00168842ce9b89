"""Voice notes as words: fetched, decoded, transcribed on this machine, judged, and deleted."""
