"""Whether anything is lost, doubled or disordered while processes are killed: `dalil bench faults`."""
