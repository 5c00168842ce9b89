"""How a message is written: its characters, its sounds, its language and variety."""
