"""A person's own copy of what is kept about them, as a readable text in their language. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors import telling
from connectors.cards import day
from connectors.handover import Case, Stage, is_for_the_record
from connectors.notice import APPS, Terms
from connectors.phrasing import Say
from connectors.report import Report
from connectors.turn import TurnState
from knowledge.article import Language


class Speaker(StrEnum):
    PERSON = "you"
    ASSISTANT = "dalil"
    STAFF = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    at: datetime
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    channel: str
    since: datetime
    has_address: bool
    state: TurnState
    said: tuple[Said, ...]  # oldest first
    requests: tuple[Case, ...] = ()  # for a person, oldest first
    reports: tuple[tuple[datetime, Report], ...] = ()  # handed over, oldest first


def write(held: Holdings, language: Language, terms: Terms, say: Say) -> str:
    """What is held, until when, and both sides' words. Earlier copies are left out: they hold the same words again."""
    title = say("copy_title", language)
    titles = tuple(say("copy_title", code) for code in Language)
    said = [line for line in held.said if not line.text.startswith(titles)]
    lines = [
        f"**{title}**",
        say("copy_since", language, date=_date(held.since, language), language_name=say(f"language_{language.value}", language)),
        *_profile(held.state, language, say),
        *([say("copy_address", language, app=APPS.get(held.channel, held.channel))] if held.has_address else []),
        *(_request(case, language, say) for case in held.requests if not is_for_the_record(case)),
        *(
            line
            for at, report in held.reports
            for line in _report(say("copy_report", language, date=_date(at, language)), report, language, say)
        ),
        *(_report(say("copy_draft", language), held.state.telling.report(), language, say) if held.state.telling else ()),
        say("copy_erased", language, days=str(terms.words_days), idle=str(terms.idle_days)),
        say("copy_how_to_erase", language),
    ]
    words = [_line(line, language, say) for line in said] or [say("copy_nothing", language)]
    return "\n".join(lines) + "\n\n" + "\n\n".join(words)


def _date(at: datetime, language: Language) -> str:
    return day(at.date().isoformat(), language)


def _profile(state: TurnState, language: Language, say: Say) -> list[str]:
    corridor = state.corridor
    way = " → ".join(say(f"country_{country.value}", language) for country in (corridor.origin, corridor.destination) if country)
    here = [say(f"country_{corridor.present_in.value}", language)] if corridor.present_in else []
    parts = [part for part in (way, *here, state.occupation) if part]
    return [say("copy_profile", language, profile=" · ".join(parts))] if parts else []


def _request(case: Case, language: Language, say: Say) -> str:
    """That a person was asked for, and how it ended or stands."""
    key = case.ending or ("person" if case.stage is Stage.PERSON else "waits")
    ended = _date(case.ended_at, language) if case.ended_at else ""
    return say("copy_request", language, date=_date(case.asked_at, language), how=say(f"copy_request_{key}", language, date=ended))


def _report(title: str, report: Report, language: Language, say: Say) -> list[str]:
    return [title, *telling.lines(report.answers, language, say)]


def _line(line: Said, language: Language, say: Say) -> str:
    when = f"{_date(line.at, language)} {line.at:%H:%M}"
    return f"{when} · {say(f'copy_{line.speaker.value}', language)}:\n{line.text}"
