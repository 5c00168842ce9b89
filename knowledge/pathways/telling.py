"""The result in the person's language: routes open, nearly open with what is missing, unsure, closed and why, next steps, sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge import figures as written
from knowledge.article import Language
from knowledge.pathways.checking import key
from knowledge.pathways.conditions import Amount, Ask, Condition, Experience, Funds, Livelihood, Occupation, Salary, Speaks
from knowledge.pathways.judging import Figures, value_of, yearly
from knowledge.pathways.pathway import Assessment, Missing, Pathway, Priced, State, Why
from knowledge.phrases import Say

STEPS = 3
_ORDER = (State.OPEN, State.NEARLY, State.UNKNOWN, State.CLOSED)
_LISTED = {State.OPEN: 5, State.NEARLY: 5, State.UNKNOWN: 4, State.CLOSED: 4}  # a longer list is not read on a phone


def question(field: str, language: Language, say: Say) -> str:
    """A question with the reason why it is asked."""
    return f"{say(f'path_tell_{key(field)}', language)}\n{say(f'path_why_{key(field)}', language)}"


def result(found: Sequence[Assessment], figures: Figures, language: Language, say: Say) -> list[str]:
    """One text a message: what the routes are, then the best one in detail. Each fits every channel."""
    useful = [each for each in found if each.state is not State.CLOSED]
    if not useful:
        return ["\n".join([say("path_none", language), *_listed(found, State.CLOSED, figures, language, say)])]
    overview = [say("path_intro", language)]
    for state in _ORDER:
        overview += _listed(found, state, figures, language, say)
    best = min(useful, key=lambda each: _ORDER.index(each.state))
    return ["\n".join(overview), detail(best, figures, language, say)]


def _listed(found: Sequence[Assessment], state: State, figures: Figures, language: Language, say: Say) -> Iterator[str]:
    rows = [each for each in found if each.state is state][: _LISTED[state]]
    if not rows:
        return
    yield ""
    yield f"*{say(f'path_state_{state.value}', language)}*"
    for each in rows:
        why = "; ".join(said(missing, figures, language, say) for missing in each.missing[:STEPS])
        yield f"• {each.pathway.names[language]}" + (f": {why}" if why else "")


def said(missing: Missing, figures: Figures, language: Language, say: Say) -> str:
    """One thing that is missing, in words."""
    kind = "missing" if missing.why in (Why.LACKS, Why.BARS) else missing.why.value
    return say(f"path_{kind}_{key(missing.code)}", language, **_values(missing.condition, figures, language))


def _values(condition: Condition | None, figures: Figures, language: Language) -> dict[str, str]:
    """What a phrase may quote: the limit that was not reached."""
    match condition:
        case Speaks():
            return {"level": condition.level.value}
        case Experience() if condition.years is not None:
            return {"years": _number(value_of(condition.years, figures), condition.years, figures, language)}
        case Salary():
            return {"amount": _number(yearly(condition.at_least, figures), condition.at_least, figures, language)}
        case Funds() | Livelihood():
            return {"amount": _number(value_of(condition.at_least, figures), condition.at_least, figures, language)}
        case _:
            return {}


def _number(value: Decimal | None, amount: Amount, figures: Figures, language: Language) -> str:
    figure = figures.get(amount.figure) if amount.figure else None
    return "?" if value is None else written.number(value, figure.unit if figure else "", language)


def detail(found: Assessment, figures: Figures, language: Language, say: Say) -> str:
    """One route: its next three steps, where to ask, papers, cost, time, and where the rules come from."""
    path = found.pathway
    papers = ", ".join(say(f"path_doc_{code}", language) for code in path.documents)
    parts = [f"*{path.names[language]}*", say("path_steps", language)]
    parts += [f"{number}. {step}" for number, step in enumerate(steps(found, figures, language, say), 1)]
    parts += [say("path_documents", language, papers=papers)] if papers else []
    parts += [*_priced("cost", path.costs, figures, language, say), *_priced("time", path.times, figures, language, say)]
    parts.append(_source(path, language, say))
    return "\n".join(parts)


def steps(found: Assessment, figures: Figures, language: Language, say: Say) -> list[str]:
    """The three things to do first: what is missing, what to ask and where, what else to make sure of."""
    missing = [said(each, figures, language, say) + _where(each, language, say) for each in found.missing]
    return [*missing, *(say(f"path_confirm_{code}", language) for code in found.pathway.confirm)][:STEPS]


def _where(missing: Missing, language: Language, say: Say) -> str:
    """The page to ask, for what only an authority can say."""
    if missing.why is not Why.ASK or missing.condition is None:
        return ""
    match missing.condition:
        case Ask(url=str(url)) | Occupation(ask_at=str(url)):
            page: str | None = url
        case other:
            page = other.unverified
    return f". {say('path_ask_here', language, url=page)}" if page else ""


def _priced(word: str, rows: Sequence[Priced], figures: Figures, language: Language, say: Say) -> list[str]:
    """A figure that does not exist is left out: never a guess."""
    known = [(row, figures[row.figure]) for row in rows if row.figure in figures]
    return [say(f"path_{word}_{row.what}", language, amount=written.number(figure.value, figure.unit, language)) for row, figure in known]


def _source(path: Pathway, language: Language, say: Say) -> str:
    return say("path_checked", language, date=path.reviewed_on.isoformat(), year=str(path.year), url=path.official_page)
