"""Does this webhook come from Meta? Pure."""

from __future__ import annotations

import hashlib
import hmac


def is_signed(raw: bytes, header: str, app_secret: str) -> bool:
    """`X-Hub-Signature-256` over the RAW bytes.

    Meta signs the body with its non-ASCII characters escaped; a body parsed and written again differs
    for exactly the people who write Arabic.
    """
    expected = f"sha256={sign(raw, app_secret)}"
    return hmac.compare_digest(header.encode("utf-8", "replace"), expected.encode())


def sign(raw: bytes, app_secret: str) -> str:
    """Hex digits, without the prefix."""
    return hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()
