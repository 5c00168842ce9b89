"""Find my pathway: which regular routes a profile opens, nearly opens or closes, by rules that are data."""
