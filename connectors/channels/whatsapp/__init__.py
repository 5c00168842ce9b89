"""WhatsApp Cloud API: `signature` and `parse` read webhooks, `render` draws replies, `graph` is the one edge that sends."""
