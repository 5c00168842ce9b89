"""One folder a channel: `parse` and `render` are pure, one edge sends, one route receives."""
