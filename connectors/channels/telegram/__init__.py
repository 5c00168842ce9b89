"""Telegram: `parse` reads updates, `render` draws replies, `bot` is the one edge that talks to the Bot API."""
