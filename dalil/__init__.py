"""The command line and the root that wires the rooms together. Nothing imports this package."""
