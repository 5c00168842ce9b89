"""`dalil bench understanding`: one table of everything between a message and the article that answers it."""
