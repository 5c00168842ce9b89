"""The knowledge base as pages to read, search and print without a server."""
