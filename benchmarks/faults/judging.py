"""What people received against what they asked: lost, doubled, out of order. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from benchmarks.faults.script import Conversation

Part = tuple[int, int]  # number of the message, part of its answer
PARTS_EACH = 2


@dataclass(slots=True)
class Witness:
    """What the harness saw of one conversation. Times are of one monotonic clock, in seconds."""

    begun: dict[int, float] = field(default_factory=dict)  # message -> its first delivery began
    kept: dict[int, float] = field(default_factory=dict)  # message -> the first 200 for it came back
    received: list[Part] = field(default_factory=list)  # in the order of arrival
    strange: int = 0  # answers that belong to no message: a fallback, for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`lost` counts messages without their whole answer; `duplicates` parts that came again where nothing excuses it."""

    messages: int
    kills: int
    lost: int
    duplicates: int
    out_of_order: int
    labelled_uncertain: int

    def is_clean(self) -> bool:
        return self.lost == self.duplicates == self.out_of_order == 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def judge(conversations: Sequence[Conversation], witnesses: Mapping[int, Witness], *, kills: int, labelled: Mapping[str, int]) -> Verdict:
    """`labelled`: by channel, the sends that the product itself marks as perhaps doubled. Only Telegram's excuse a double."""
    doubled: Counter[str] = Counter()
    lost = disordered = 0
    for conversation in conversations:
        seen = witnesses[conversation.person]
        numbers = [message.number for message in conversation.messages]
        lost += sum(not is_answered(seen, number) for number in numbers)
        doubled[conversation.channel] += _repeated(seen)
        disordered += _disordered(seen)
    unexcused = max(0, doubled["telegram"] - labelled.get("telegram", 0))
    return Verdict(
        messages=sum(len(conversation.messages) for conversation in conversations),
        kills=kills,
        lost=lost,
        duplicates=doubled["whatsapp"] + doubled["web"] + unexcused,
        out_of_order=disordered,
        labelled_uncertain=sum(labelled.values()),
    )


def is_answered(seen: Witness, number: int) -> bool:
    return all((number, part) in seen.received for part in range(PARTS_EACH))


def _repeated(seen: Witness) -> int:
    return sum(count - 1 for count in Counter(seen.received).values())


def _disordered(seen: Witness) -> int:
    """Parts that arrived before one that had to come first; the second arrival of a part disorders nothing."""
    first = {part: place for place, part in reversed(list(enumerate(seen.received)))}
    return sum(
        any(_must_precede(seen, other, part) and first[other] > place for other in first if other != part) for part, place in first.items()
    )


def _must_precede(seen: Witness, one: Part, other: Part) -> bool:
    """Parts of an answer in their order; answers in the order in which the messages were surely kept.

    Between the first delivery of a message and the 200 for it nobody outside can say when it was kept: two messages for
    which these spans overlap may be answered in either order.
    """
    if one[0] == other[0]:
        return one[1] < other[1]
    kept, begun = seen.kept.get(one[0]), seen.begun.get(other[0])
    return kept is not None and begun is not None and kept < begun
