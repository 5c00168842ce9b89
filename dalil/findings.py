"""What `dalil doctor` found: one line each, how bad it is, and what to do. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    WELL = "ok"
    WATCH = "watch"  # works, but somebody should look
    BAD = "bad"  # people are not answered, or not safely


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    about: str
    level: Level
    seen: str
    do: str = ""  # empty when all is well

    @property
    def is_bad(self) -> bool:
        return self.level is Level.BAD


def well(about: str, seen: str) -> Finding:
    return Finding(about=about, level=Level.WELL, seen=seen)


def watch(about: str, seen: str, do: str) -> Finding:
    return Finding(about=about, level=Level.WATCH, seen=seen, do=do)


def bad(about: str, seen: str, do: str) -> Finding:
    return Finding(about=about, level=Level.BAD, seen=seen, do=do)


def report(findings: Sequence[Finding], *, as_json: bool) -> str:
    """A line each with what to do below it, or a JSON list."""
    if as_json:
        return json.dumps([asdict(finding) for finding in findings])
    lines = [line for finding in findings for line in _lines(finding)]
    worst = sum(finding.is_bad for finding in findings)
    return "\n".join([*lines, "", f"{worst} to repair" if worst else "Nothing keeps Dalil from working."])


def _lines(finding: Finding) -> Iterable[str]:
    yield f"{finding.level:6}{finding.about}: {finding.seen}"
    if finding.do:
        yield f"      -> {finding.do}"


# What follows is judged from numbers that an edge has read.

_LATE_HEARTBEAT_S = 30.0
_CLOCK_OFF_S = 5.0
_CERTIFICATE_DAYS = 14
_OLDEST_POSTGRES = 150000


def of_clock(difference_s: float) -> Finding:
    """Between this machine and the database."""
    seen = f"{abs(difference_s):.1f} s apart from the database's"
    if abs(difference_s) <= _CLOCK_OFF_S:
        return well("clock", seen)
    return bad("clock", seen, "Set the clocks by NTP: WhatsApp's 24 hours and web sessions are counted by them.")


def of_database_version(number: int) -> Finding:
    seen = f"PostgreSQL {number // 10000}"
    return well("database", seen) if number >= _OLDEST_POSTGRES else bad("database", seen, "Move to PostgreSQL 15 or newer.")


def of_migrations(missing: Sequence[str]) -> Finding:
    if not missing:
        return well("schema", "up to date")
    return bad("schema", f"{len(missing)} steps behind ({', '.join(missing[:3])})", "Run `dalil migrate`.")


def of_articles(count: int) -> Finding:
    return well("articles", f"{count} published") if count else bad("articles", "none published", "Run `dalil migrate`, or publish some.")


def of_workers(seconds: Sequence[float]) -> Finding:
    """Seconds since each worker's last heartbeat."""
    fresh = sum(age <= _LATE_HEARTBEAT_S for age in seconds)
    if fresh:
        return well("workers", f"{fresh} at work")
    return bad("workers", "none at work", "Start `dalil worker`, or a gateway with GATEWAY_RUN_WORKER=true, and read its log.")


def of_waiting(oldest_s: float | None) -> Finding:
    """Seconds that the oldest message has waited for its answer; None when none waits."""
    if oldest_s is None or oldest_s <= _LATE_HEARTBEAT_S:
        return well("waiting messages", "none for long")
    return bad("waiting messages", f"the oldest for {oldest_s:.0f} s", "Workers are too few, or fail: look for `turn_failed` in their log.")


def of_dead_letters(count: int) -> Finding:
    if not count:
        return well("dead letters", "none")
    return watch("dead letters", str(count), "See `dalil dead-letters list`; when the cause is gone, `dalil dead-letters replay`.")


def of_certificate(days_left: float) -> Finding:
    seen = f"{days_left:.0f} days left"
    if days_left > _CERTIFICATE_DAYS:
        return well("certificate", seen)
    return bad("certificate", seen, "Renew it: providers refuse an expired one. Caddy does so by itself when ports 80 and 443 are open.")
