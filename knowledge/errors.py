"""What can go wrong in the knowledge base, and what to do about it.

`knowledge.encoder.EncoderUnavailable` (degrade: search lexically) stands in its own room.

KnowledgeError
├── BadContent           refuse: a content file is wrong; carries file, line and reason
└── IndexEmpty           retry: nothing has been imported or indexed yet
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Root of this package's errors."""


class BadContent(KnowledgeError):
    """A content file is wrong; nothing of its folder is imported, the rest is."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {reason}")
        self.file, self.line, self.reason = file, line, reason


class IndexEmpty(KnowledgeError):
    """There is no passage to search yet."""
