"""How fast webhooks are kept and messages answered: `dalil bench load`."""
