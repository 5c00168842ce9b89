"""What `dalil kb check` says about the routes: errors that refuse, warnings that are told. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from knowledge.article import Source
from knowledge.checks import DIRECTION_MARKS, SOON, Finding, Severity
from knowledge.language.characters import western_digits
from knowledge.pathways.asking import FIELDS
from knowledge.pathways.conditions import (
    Age,
    All,
    Amount,
    AnyOf,
    Ask,
    Condition,
    Experience,
    Funds,
    HasOffer,
    Livelihood,
    Occupation,
    Points,
    Reference,
    Salary,
)
from knowledge.pathways.pathway import Base, Pathway

NAME_AT_MOST = 60
_PHRASED = ("confirm", "doc", "cost", "time")


def check_pathways(
    pathways: Iterable[Pathway], base: Base, phrases: Collection[str], occupations: Collection[str], today: date
) -> list[Finding]:
    """Everything wrong or doubtful in the routes; `phrases` are the keys there are, `occupations` the ids."""
    found = [finding for path in pathways for finding in _check(path, base, phrases, occupations, today)]
    found += [
        _error("pathways", f"no words 'path_{word}_{key(field)}'")
        for field in FIELDS
        for word in ("tell", "why")
        if f"path_{word}_{key(field)}" not in phrases
    ]
    return found


def key(code: str) -> str:
    """A code as part of a phrase's key.

    >>> key("offer.salary_eur_year")
    'offer_salary_eur_year'
    """
    return code.replace(".", "_")


def _check(path: Pathway, base: Base, phrases: Collection[str], occupations: Collection[str], today: date) -> Iterator[Finding]:
    where = f"pathways/{path.id}"
    yield from (_error(where, reason) for reason in _broken(path, base))
    yield from (_error(where, f"no words '{missing}'") for missing in sorted(_phrases(path) - set(phrases)))
    known = {
        name for leaf, _ in leaves(path.conditions) if isinstance(leaf, Occupation) for name in leaf.one_of | leaf.none_of | leaf.ask_for
    }
    yield from (_error(where, f"no occupation is called '{name}'") for name in sorted(known - set(occupations)))
    for language, name in path.names.items():
        if len(name) > NAME_AT_MOST:
            yield _error(where, f"the {language.value} name has {len(name)} characters, at most {NAME_AT_MOST}")
        if western_digits(name) != name or DIRECTION_MARKS.search(name):
            yield _error(where, f"the {language.value} name: digits must be 0-9, direction marks are added by the channels")
    if path.is_overdue(today):
        yield _warning(where, f"its review was due on {path.review_by}: it calls nothing open")
    elif path.review_by - today <= SOON:
        yield _warning(where, f"its review is due on {path.review_by}")


def _broken(path: Pathway, base: Base) -> Iterator[str]:
    """What the route refers to and is not there, and conditions that nothing supports."""
    if path.review_by < path.reviewed_on:
        yield "its review is due before it was reviewed"
    if not path.sources:
        yield "no source"
    if not path.articles:
        yield "no article"
    yield from (f"its article '{name}' does not exist" for name in path.articles if name not in base.articles)
    for reference in path.sources:
        yield from _no_source(reference, base)
    for name in sorted({*_figures(path)} - base.figures.keys()):
        yield f"figure '{name}' does not exist"
    for condition, supported in leaves(path.conditions):
        at = f"line {condition.line}: " if condition.line else ""
        if condition.source is not None:
            yield from (at + reason for reason in _no_source(condition.source, base))
        elif not supported:
            yield f"{at}'{condition.code}' has no source: name one, or mark it unverified with the page to ask"


def _no_source(reference: Reference, base: Base) -> Iterator[str]:
    if (reference.article, reference.number) not in base.sources:
        yield f"source {reference.article}/{reference.number} does not exist"


def source_of(reference: Reference | None, base: Base) -> Source | None:
    """The source a condition names."""
    return base.sources.get((reference.article, reference.number)) if reference else None


def leaves(conditions: Iterable[Condition], supported: bool = False) -> Iterator[tuple[Condition, bool]]:
    """The conditions that are no combination, each with whether it may do without a source.

    It may when it asks the authority itself, stands beside one that does, or inside a rule that is marked unverified.
    """
    for condition in conditions:
        match condition:
            case All():
                yield from leaves(condition.of, supported or any(isinstance(each, Ask) for each in condition.of))
            case AnyOf():
                yield from leaves(condition.of, supported)
            case Points():
                yield condition, supported or condition.unverified is not None
                yield from leaves([row.when for row in condition.table], supported or condition.unverified is not None)
            case _:
                yield condition, supported or isinstance(condition, Ask) or condition.unverified is not None


def amounts(condition: Condition) -> tuple[Amount, ...]:
    """The numbers a condition compares with."""
    found: tuple[Amount | None, ...] = ()
    match condition:
        case Age():
            found = (condition.at_least, condition.at_most, condition.below)
        case Experience():
            found = (condition.years,)
        case Salary() | Funds() | Livelihood() | Points():
            found = (condition.at_least,)
        case _:
            pass
    return tuple(amount for amount in found if amount is not None)


def _figures(path: Pathway) -> Iterator[str]:
    for condition, _ in leaves(path.conditions):
        yield from (amount.figure for amount in amounts(condition) if amount.figure)
    yield from (priced.figure for priced in (*path.costs, *path.times))


def _phrases(path: Pathway) -> set[str]:
    """The keys of everything a route may say."""
    words = dict(
        zip(_PHRASED, (path.confirm, path.documents, [row.what for row in path.costs], [row.what for row in path.times]), strict=True)
    )
    found = {f"path_{word}_{code}" for word, codes in words.items() for code in codes}
    for condition, _ in leaves(path.conditions):
        asks = (
            isinstance(condition, Ask) or condition.unverified is not None or (isinstance(condition, Occupation) and not condition.one_of)
        )
        found |= {f"path_ask_{condition.code}"} if asks else set()
        found |= set() if isinstance(condition, Ask) or condition.unverified else {f"path_missing_{condition.code}"}
        found |= {"path_missing_offer"} if isinstance(condition, HasOffer | Salary | Occupation) else set()
    return found | {"path_ask_review", "path_ask_origin", "path_missing_origin"}


def _error(where: str, reason: str) -> Finding:
    return Finding(severity=Severity.ERROR, where=where, reason=reason)


def _warning(where: str, reason: str) -> Finding:
    return Finding(severity=Severity.WARNING, where=where, reason=reason)
