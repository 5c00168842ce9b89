"""What people send besides words: fetched from known hosts, bounded, read by content, decoded behind walls, and gone at once."""
