"""Reading a webhook's body as JSON. Pure."""

from __future__ import annotations

import json
from typing import Any

from connectors.errors import BadRequest


def read_object(raw: bytes) -> dict[str, Any]:
    """A JSON object. Raises BadRequest for anything else, nesting without end included."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as exc:
        raise BadRequest("not JSON") from exc
    if not isinstance(data, dict):
        raise BadRequest("not a JSON object")
    return data
