"""The public edge: channels, inbox and outbox, and the conversation that answers one message."""
