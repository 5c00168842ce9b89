"""What the studio calls acts, varieties and outcomes of a golden question, in the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from connectors.turn import TurnAct
from knowledge.article import Variety
from knowledge.models import VARIETIES

Label = Any  # a lazy translation

ACTS: Mapping[TurnAct, Label] = {
    TurnAct.ANSWER: _("Answers"),
    TurnAct.CLARIFY: _("Asks which one is meant"),
    TurnAct.ABSTAIN: _("Says honestly that it does not know"),
    TurnAct.REFUSE: _("Says that this is not ours"),
    TurnAct.PROTECT: _("Gives numbers of people who help"),
    TurnAct.HANDOFF: _("Offers a person"),
    TurnAct.SMALLTALK: _("Greets or thanks"),
    TurnAct.COMMAND: _("Does what was asked"),
    TurnAct.RUN: _("Does what was asked"),
    TurnAct.SILENT: _("Is silent"),
}
_VARIETY_NAMES: Mapping[str, Label] = {**{variety.value: name for variety, name in VARIETIES.items()}, Variety.OTHER: _("None of ours")}


def variety(code: str) -> str:
    """The name of a variety; the code itself for one that has none."""
    return str(_VARIETY_NAMES.get(code, code))
