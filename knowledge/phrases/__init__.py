"""Everything the assistant says: one catalogue a language, keys shared by all. Catalogues are data; read once."""

from __future__ import annotations

from knowledge.phrases.catalogue import Say, UnknownPhrase, keys, say

__all__ = ["Say", "UnknownPhrase", "keys", "say"]
