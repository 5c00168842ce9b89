"""Errors of this room; each type tells the caller what to do.

ConnectorError
├── DeliveryFailed       a reply did not arrive: try again, wait, or give up, as its fields say
├── EngineUnavailable    the dialogue engine did not answer: go on with knowledge alone
├── StoreUnavailable     the database is away: answer 503, the provider will come again
│   ├── KeysUnavailable  the master keys are not there: the same, for nothing is ever kept in the clear
│   └── Overloaded       more comes in than can be written: the same, and sooner than memory ends
├── Unreadable           sealed words cannot be opened, now or ever: go on as if they had been erased
├── DoesNotFit           a step of the hand-over that no longer fits: show how it stands now
├── BadRequest           the caller's bytes cannot be read: answer 400
└── NotAuthentic         signature or secret is wrong: answer 401
"""

from __future__ import annotations

from enum import StrEnum


class ConnectorError(Exception):
    """Root of the tree."""


class EngineUnavailable(ConnectorError):
    """The dialogue engine is down, slow, empty or unreadable."""


class StoreUnavailable(ConnectorError):
    """PostgreSQL did not answer."""


class KeysUnavailable(StoreUnavailable):
    """The master key that is needed is not there, or the folder of the keys cannot be read or written."""


class Overloaded(StoreUnavailable):
    """Too many messages wait for the store already."""


class Unreadable(ConnectorError):
    """The key of these words was destroyed, or the bytes were changed or come from another row."""


class DoesNotFit(ConnectorError):
    """The conversation changed hands or went on meanwhile: the step is not taken."""


class BadRequest(ConnectorError):
    """The body is not what the channel's protocol says."""


class NotAuthentic(ConnectorError):
    """The request does not prove that it comes from the provider."""


class Remedy(StrEnum):
    """What to do with a reply that did not arrive."""

    RETRY = "retry"
    WAIT_FOR_PERSON = "wait_for_person"  # WhatsApp's window is closed: send when the person writes again
    STOP = "stop"  # the person blocked us: nothing more to this conversation
    GIVE_UP = "give_up"


class DeliveryFailed(ConnectorError):
    """The reply did not arrive, or nobody can say (`uncertain`).

    `code` is the provider's number or the kind of network failure; never a text, for it is logged.
    """

    def __init__(
        self,
        channel: str,
        code: str,
        remedy: Remedy,
        *,
        retry_after_s: float = 0.0,
        uncertain: bool = False,
    ) -> None:
        super().__init__(f"{channel}: delivery failed ({code})")
        self.channel = channel
        self.code = code
        self.remedy = remedy
        self.retry_after_s = retry_after_s
        self.uncertain = uncertain
        self.retryable = remedy is Remedy.RETRY
