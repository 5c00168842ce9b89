"""What `dalil kb check` says about the helpline sheet: errors that refuse, warnings that are told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from knowledge import phones
from knowledge.article import Language
from knowledge.checks import Finding, Severity
from knowledge.helpline import Caution, Helpline, HelplineTopic
from knowledge.language.characters import western_digits

TITLE_AT_MOST = 140
CALLED_AGAIN_WITHIN = timedelta(days=365)
_WRONG = {
    "phone_international": "is no number of this country in international form",
    "whatsapp": "is no number of this country in international form",
    "phone_local": "cannot be dialled in this country",
    "sms": "cannot be dialled in this country",
}


def check_lines(lines: Sequence[Helpline], today: date) -> list[Finding]:
    """Everything wrong or doubtful in a sheet, errors first."""
    found = [finding for line in lines for finding in check_line(line, today)]
    return sorted(found, key=lambda finding: (finding.severity, finding.where))


def check_line(line: Helpline, today: date) -> Iterator[Finding]:
    """One line: its source, its numbers, its names, its warning."""
    where = f"helpline {line.country.value} {line.title(Language.EN)}"
    for reason in (*_sources(line), *_numbers(line), *_names(line)):
        yield Finding(severity=Severity.ERROR, where=where, reason=reason)
    if lacks_warning(line):
        yield Finding(severity=Severity.ERROR, where=where, reason="a police line must warn that papers may be checked")
    if line.last_test_call and line.last_test_call > today:
        yield Finding(severity=Severity.ERROR, where=where, reason=f"its last test call, {line.last_test_call}, has not been made yet")
    elif line.last_test_call and line.is_served and today - line.last_test_call > CALLED_AGAIN_WITHIN:
        yield Finding(severity=Severity.WARNING, where=where, reason=f"nobody has called it since {line.last_test_call}")


def lacks_warning(line: Helpline) -> bool:
    """Whoever has no papers must know before calling the police."""
    return line.topics[:1] == (HelplineTopic.POLICE,) and line.warning is not Caution.POLICE_MAY_CHECK_PAPERS


def wrong_numbers(line: Helpline) -> Iterator[str]:
    """The fields that hold what nobody can dial."""
    for name in ("phone_international", "whatsapp"):
        text = getattr(line, name)
        if text and not phones.is_international(text, line.country.value):
            yield name
    for name in ("phone_local", "sms"):
        text = getattr(line, name)
        if text and not phones.is_local(text, line.country.value):
            yield name


def without_test_call(lines: Iterable[Helpline]) -> int:
    """How many served lines nobody has called yet."""
    return sum(line.is_served and line.last_test_call is None for line in lines)


def _sources(line: Helpline) -> Iterator[str]:
    if line.is_served and not line.source_url:
        yield "a number that is given out has no source"
    for name in ("source_url", "url"):
        address = getattr(line, name)
        if address and not _is_page(address):
            yield f"{name} '{address}' is no address of a page"


def _numbers(line: Helpline) -> Iterator[str]:
    yield from (f"{name} '{getattr(line, name)}' {_WRONG[name]}" for name in wrong_numbers(line))
    both = line.phone_international and line.phone_local
    if both and not phones.same(line.phone_international, line.phone_local, line.country.value):
        yield f"'{line.phone_international}' and '{line.phone_local}' are two different numbers"


def _names(line: Helpline) -> Iterator[str]:
    for language in Language:
        title = line.title(language)
        if len(title) > TITLE_AT_MOST:
            yield f"its {language.value} name has {len(title)} characters, at most {TITLE_AT_MOST}"
        if western_digits(title) != title:
            yield f"digits of its {language.value} name must be 0-9"


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in address
