"""Put one answer of a conversation into a profile; answering the same question again corrects it. Pure.

Works on the profile as JSON (`contract.read_profile` reads it), so that a channel can keep the answers as they are.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from knowledge.pathways.contract import Reader, read_profile
from knowledge.pathways.profile import OfferKind

_KINDS = frozenset(kind.value for kind in OfferKind)


def answered(told: Mapping[str, Any], field: str, answer: object, occupation: Reader) -> dict[str, Any]:
    """The answers with one more. Raises BadProfile, and nothing changes, when it is none that the field can take."""
    row = copy.deepcopy(dict(told))
    first, _, rest = field.partition(".")
    if field in ("offer", "offer.kind"):
        _set_offer(row, answer)
    elif rest:
        inner = row.get(first)
        row[first] = {**(inner if isinstance(inner, dict) else {}), rest: answer}
    else:
        row[first] = answer
    read_profile(row, occupation)
    return row


def _set_offer(row: dict[str, Any], answer: object) -> None:
    """No offer is told as null; another kind of offer is another offer, so what was told about the old one goes."""
    if answer is None or answer == OfferKind.NONE.value:
        row["offer"] = None
        return
    old = row.get("offer")
    same = isinstance(old, dict) and (old.get("kind") in (None, answer) or answer not in _KINDS)
    row["offer"] = {**old, "kind": answer} if same and isinstance(old, dict) else {"kind": answer}
