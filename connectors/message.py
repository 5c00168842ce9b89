"""What comes in and what goes out, on every channel. Pure data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a person sent. Of those from `edited` on, except voice, only triage reads the text; the answer is one kind sentence."""

    TEXT = "text"
    BUTTON = "button"
    COMMAND = "command"
    EDITED = "edited"  # a changed message: never answered twice
    TOO_LONG = "too_long"
    EMPTY = "empty"
    VOICE = "voice"  # `text` is a connectors.media.note.Note until it was heard
    UNSUPPORTED = "unsupported"  # a sticker, a file, a picture without words


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message of one person, as a channel's `parse` reads it."""

    channel: str  # telegram | whatsapp | web
    account: str  # bot id, phone number id, or site
    external_id: str  # unique per channel and account: the dedupe key
    sender: str  # the person's id on that channel; only its keyed hash is stored as identity
    address: str  # where to send the answer; "" on the web
    kind: Kind
    text: str  # the words; for buttons and commands the engine payload, e.g. '/feedback{"helpful": true}'
    sent_at: datetime | None = None
    language_hint: str | None = None  # BCP 47 of the app, a hint only


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice. `payload` is what comes back; `url` opens a page instead."""

    label: str
    payload: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    article: str
    title: str
    url: str  # of the source
    checked_on: str  # ISO date
    confirmed: bool = True  # False: a caseworker has not confirmed the article yet


@dataclass(frozen=True, slots=True, kw_only=True)
class HelplineCard:
    """A number to call. Words are in the language of the reply already."""

    name: str
    phone: str  # in the form that works where the person is
    country: str
    via: str = "call"  # call | whatsapp | sms: a number that only takes messages says so
    about: str = ""  # what it is for, or for whom
    hours: str = ""
    languages: str = ""
    cost: str = ""
    warning: str = ""
    check_first: bool = False  # medium confidence: "please check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One outgoing message before a channel renders it. Text may hold **bold** and links as Markdown."""

    text: str
    language: str
    citations: tuple[Citation, ...] = ()
    helplines: tuple[HelplineCard, ...] = ()
    buttons: tuple[Button, ...] = field(default=())
    aloud: str = ""  # what is said in a voice message after the text, already written for the ear

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reply:
        return cls(
            text=data["text"],
            language=data["language"],
            citations=tuple(Citation(**c) for c in data["citations"]),
            helplines=tuple(HelplineCard(**h) for h in data["helplines"]),
            buttons=tuple(Button(**b) for b in data["buttons"]),
            aloud=data.get("aloud", ""),  # replies from before there was a voice have none
        )
