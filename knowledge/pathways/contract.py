"""The JSON of `dalil paths --jsonl`: a profile in, routes with their states out (design.md, Contracts). Pure.

Values are read generously where they can mean only one thing ("Bachelor's degree", "b1", "oui" no); what cannot be read is refused,
and what is not there stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from knowledge.pathways.pathway import Assessment, Base
from knowledge.pathways.profile import NO_OFFER, Education, Level, Offer, OfferKind, Profile, Recognition

OLDEST = 120
_Value = TypeVar("_Value")


class BadProfile(ValueError):
    """The profile of a line cannot be read; the message names the field and what it may be. Answer with it, go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the name of an occupation says: which ones it is, and what kind of offer that makes it."""

    occupations: frozenset[str]
    kind: OfferKind | None


Reader = Callable[[str], Named]

_EDUCATION: Mapping[str, Education] = {
    **{member.value: member for member in Education},
    **dict.fromkeys(("no", "no diploma", "no_diploma", "nothing"), Education.NONE),
    **dict.fromkeys(("elementary", "primary school", "lower_secondary"), Education.PRIMARY),
    **dict.fromkeys(
        ("upper_secondary", "high_school", "high school", "secondary school", "baccalaureate", "bac", "abitur", "maturita"),
        Education.SECONDARY,
    ),
    **dict.fromkeys(
        ("vocational training", "vocational_training", "apprenticeship", "technician", "bts", "professional"), Education.VOCATIONAL
    ),
    **dict.fromkeys(
        ("degree", "university", "university degree", "licence", "license", "tertiary", "higher", "academic"), Education.BACHELOR
    ),
    **dict.fromkeys(("masters", "postgraduate", "engineer"), Education.MASTER),
    **dict.fromkeys(("phd", "doctoral"), Education.DOCTORATE),
}
_RECOGNISED: Mapping[str, Recognition] = {
    **{member.value: member for member in Recognition},
    **dict.fromkeys(("true", "yes", "recognised", "recognized", "fully"), Recognition.FULL),
    **dict.fromkeys(("partly", "partially"), Recognition.PARTIAL),
    **dict.fromkeys(("false", "no"), Recognition.NONE),
}
_LEVELS: Mapping[str, Level] = {
    **{member.value.lower(): member for member in Level},
    **dict.fromkeys(("a0", "0", "no"), Level.NONE),
    **dict.fromkeys(("native", "mother tongue"), Level.C2),
}
_UNTOLD = ("", "unknown", "?")


def read_profile(row: object, occupation: Reader) -> Profile:
    """Raises BadProfile."""
    if not isinstance(row, dict):
        raise BadProfile("profile: must be an object")
    return Profile(
        origin=_country(row, "from"),
        destination=_country(row, "to"),
        age=_number(row, "age", most=OLDEST),
        education=_education(row.get("education")),
        recognised=_recognised(row.get("recognised")),
        experience_years=_number(row, "experience_years", most=OLDEST),
        languages=_languages(row.get("languages")),
        offer=_offer(row, occupation),
        funds_eur_month=_number(row, "funds_eur_month"),
    )


def _country(row: Mapping[str, Any], name: str) -> str | None:
    text = _text(row, name)
    if text is None:
        return None
    if len(text) != len("MA") or not (text.isascii() and text.isalpha()):
        raise BadProfile(f"{name}: must be the two letters of a country, such as MA")
    return text.upper()


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadProfile(f"{name}: must be a text or null")
    text = " ".join(value.split())
    return None if text.lower() in _UNTOLD else text


def _number(row: Mapping[str, Any], name: str, most: int | None = None) -> Decimal | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        number = Decimal(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or (most is not None and number > most):
        raise BadProfile(f"{name}: must be a number of 0 or more{f', at most {most}' if most else ''}, or null")
    return number


def _word(name: str, value: object, words: Mapping[str, _Value]) -> _Value | None:
    """The meaning of a word; None when it was not told."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadProfile(f"{name}: must be a word or null")
    word = " ".join(value.lower().replace("-", " ").replace("'s degree", "").split())
    if word in _UNTOLD:
        return None
    found = words.get(word, words.get(word.replace(" ", "_")))
    if found is None:
        raise BadProfile(f"{name}: '{value[:40]}' is not one of {' '.join(dict.fromkeys(str(known) for known in words.values()))}")
    return found


def _education(value: object) -> Education | None:
    return _word("education", value, _EDUCATION)


def _recognised(value: object) -> Recognition | None:
    return _word("recognised", str(value).lower() if isinstance(value, bool) else value, _RECOGNISED)


def _languages(value: object) -> Mapping[str, Level]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadProfile('languages: must be an object such as {"de": "B1"}')
    told = {str(code).lower(): _word(f"languages.{code}", level, _LEVELS) for code, level in value.items()}
    return {code: level for code, level in told.items() if level is not None}


def _offer(row: Mapping[str, Any], occupation: Reader) -> Offer | None:
    """Not there: not told. null: there is none, as the contract writes it. A name of an occupation says what kind of offer it is."""
    if "offer" not in row:
        return None
    value = row["offer"]
    if value is None or value is False:
        return NO_OFFER
    if not isinstance(value, dict):
        raise BadProfile("offer: must be an object or null")
    name = _text(value, "occupation")
    read = occupation(name) if name is not None else None
    told = _word("offer.kind", value.get("kind"), {kind.value: kind for kind in OfferKind})
    if told is OfferKind.NONE:
        return NO_OFFER
    return Offer(
        kind=told or (read.kind if read else None),
        occupations=read.occupations if read else None,
        salary_eur_year=_number(value, "salary_eur_year"),
    )


def render(assessments: Iterable[Assessment], base: Base) -> list[dict[str, Any]]:
    """The `routes` of the contract."""
    return [
        {
            "route": found.pathway.id,
            "state": found.state.value,
            "missing": [str(missing) for missing in found.missing],
            "sources": cited(found, base),
        }
        for found in assessments
    ]


def cited(found: Assessment, base: Base) -> list[dict[str, str]]:
    """Where a route's rules come from: the official page first, then each source once; shaped as citations are."""
    path = found.pathway
    checked = path.reviewed_on.isoformat()
    rows = [{"article": path.articles[0], "title": path.law, "url": path.official_page, "checked_on": checked}]
    for reference in path.sources:
        if source := base.sources.get((reference.article, reference.number)):
            rows.append({"article": reference.article, "title": source.title, "url": source.url, "checked_on": checked})
    return list({row["url"]: row for row in reversed(rows)}.values())[::-1]
