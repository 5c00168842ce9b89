"""How fast the providers let us send, as data: token buckets, kept by `connectors.buckets`. Pure.

WhatsApp: 80 messages a second a number (Meta raises it to 1,000), and to one person one every 6 seconds with a burst of 45
(error 131056 says when it was too much). Telegram: about 30 a second for the whole bot, and one a second to a chat, where short
bursts pass (core.telegram.org/bots/faq, "My bot is hitting limits").
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A bucket that holds `burst` messages and fills by `per_s` of them a second."""

    burst: float
    per_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One bucket by name."""

    key: str
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one channel: for all that one account sends, and for what one person gets."""

    account: Rate
    person: Rate

    def bounds(self, channel: str, account: str, conversation: UUID) -> tuple[Bound, ...]:
        """The buckets a message passes through."""
        everybody = f"{channel}:{account}"
        return Bound(key=everybody, rate=self.account), Bound(key=f"{everybody}:{conversation}", rate=self.person)


def whatsapp(per_s: float) -> Limits:
    return Limits(account=Rate(burst=max(1.0, per_s), per_s=per_s), person=Rate(burst=45.0, per_s=1 / 6))


def telegram(per_s: float) -> Limits:
    return Limits(account=Rate(burst=max(1.0, per_s), per_s=per_s), person=Rate(burst=5.0, per_s=1.0))
