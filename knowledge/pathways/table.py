"""Every rule of every route as a Markdown table, with figure, year and source, for docs and reviewers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from knowledge import figures as written
from knowledge.article import Language
from knowledge.pathways.checking import amounts, source_of
from knowledge.pathways.conditions import (
    Age,
    All,
    Amount,
    AnyOf,
    Ask,
    Condition,
    Experience,
    Funds,
    HasEducation,
    HasOffer,
    IsRecognised,
    Livelihood,
    Occupation,
    Points,
    Salary,
    Speaks,
)
from knowledge.pathways.pathway import Base, Pathway

HEAD = "| Route | Condition | Year | Source | Review by |\n|---|---|---|---|---|"


def table(pathways: Iterable[Pathway], base: Base) -> str:
    """One row a condition, the routes in order."""
    return "\n".join([HEAD, *(row for path in pathways for row in _rows(path, base))])


def _rows(path: Pathway, base: Base) -> Iterator[str]:
    origins = " ".join(sorted(origin.value for origin in path.origins)) or "none of ours"
    first = f"`{path.id}`: {path.names[Language.EN]} (from {origins}; {path.law}; [official page]({path.official_page}))"
    for number, condition in enumerate(path.conditions):
        cells = (first if number == 0 else "", said(condition, base), _year(condition, path, base), _source(condition, base))
        yield "| " + " | ".join(cell.replace("|", "/") for cell in cells) + f" | {path.review_by if number == 0 else ''} |"


def said(condition: Condition, base: Base) -> str:
    """A condition in words.

    What nobody has confirmed says so, with the page to ask.
    """
    if condition.unverified is not None:
        return f"{_plain(condition, base)} (not confirmed: [ask here]({condition.unverified}))"
    return _plain(condition, base)


def _plain(condition: Condition, base: Base) -> str:
    match condition:
        case All():
            return " and ".join(said(each, base) for each in condition.of)
        case AnyOf():
            return "one of: " + "; ".join(f"({letter}) {said(each, base)}" for letter, each in zip("abcdefgh", condition.of, strict=False))
        case Ask():
            return f"{condition.code.replace('_', ' ')}: [ask here]({condition.url})"
        case Points():
            rows = "; ".join(f"{row.points} for {said(row.when, base)}" for row in condition.table)
            return f"at least {_amount(condition.at_least, base)} of these points: {rows}"
        case Age() | HasEducation() | IsRecognised() | Experience() | Speaks():
            return _of_person(condition, base)
        case HasOffer() | Occupation() | Salary() | Funds() | Livelihood():
            return _of_offer(condition, base)


def _of_person(condition: Age | HasEducation | IsRecognised | Experience | Speaks, base: Base) -> str:
    match condition:
        case Age():
            bounds = (("from", condition.at_least), ("up to", condition.at_most), ("under", condition.below))
            return "age " + " ".join(f"{word} {_amount(amount, base)}" for word, amount in bounds if amount is not None)
        case HasEducation():
            return f"education: {' or '.join(sorted(condition.one_of))}"
        case IsRecognised():
            return f"diploma recognised: {condition.level.value}"
        case Experience():
            return "experience" if condition.years is None else f"at least {_amount(condition.years, base)} years of experience"
        case Speaks():
            return f"language {condition.language}: {condition.level.value}"


def _of_offer(condition: HasOffer | Occupation | Salary | Funds | Livelihood, base: Base) -> str:
    match condition:
        case HasOffer():
            return f"offer: {condition.kind.value.replace('_', ' ')}"
        case Occupation():
            lists = (("", condition.one_of), ("none of ", condition.none_of), ("to be asked for: ", condition.ask_for))
            return "occupation: " + "; ".join(word + ", ".join(sorted(names)).replace("_", " ") for word, names in lists if names)
        case Salary():
            return f"pay of at least {_amount(condition.at_least, base)}"
        case Funds():
            return f"money of one's own: at least {_amount(condition.at_least, base)}"
        case Livelihood():
            return f"pay and money of one's own: at least {_amount(condition.at_least, base)}"


def _amount(amount: Amount, base: Base) -> str:
    figure = base.figures.get(amount.figure) if amount.figure else None
    if figure is None:
        return str(amount.value if amount.value is not None else Decimal("NaN"))
    unit = f" {figure.unit}" if figure.unit.startswith("EUR") else ""
    return f"{written.number(figure.value, figure.unit, Language.EN)}{unit} (`{figure.id}`)"


def _inner(condition: Condition) -> Iterator[Condition]:
    yield condition
    match condition:
        case All() | AnyOf():
            for each in condition.of:
                yield from _inner(each)
        case _:
            return


def _year(condition: Condition, path: Pathway, base: Base) -> str:
    """The years of the figures in a condition, else the year of the route's rules."""
    named = [amount.figure for each in _inner(condition) for amount in amounts(each) if amount.figure]
    years = {base.figures[name].year for name in named if name in base.figures} or {path.year}
    return ", ".join(str(year) for year in sorted(years))


def _source(condition: Condition, base: Base) -> str:
    found = {each.source: source for each in _inner(condition) if (source := source_of(each.source, base))}
    return "; ".join(f"[{source.publisher}]({source.url})" for source in found.values()) or "none yet: ask"
