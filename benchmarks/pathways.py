"""How many questions the finder needs until no answer changes any route: simulated people who answer everything truly.

`python -m benchmarks.pathways` asks 1,000 of them; the median may be 8 at most. It also compares what the finder found with what the rules
say of the whole profile: a question that was not asked must not have mattered.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from knowledge.pathways.asking import next_question
from knowledge.pathways.catalogue import base, pathways
from knowledge.pathways.judging import assess_all
from knowledge.pathways.profile import LEVELS, NO_OFFER, Education, Offer, OfferKind, Profile, Recognition

TODAY = date(2026, 11, 22)
AT_MOST = 8
_JOBS = (
    "it_specialist",
    "engineer",
    "nurse",
    "doctor",
    "teacher",
    "electrician",
    "caregiver",
    "cook",
    "mason",
    "driver",
    "waiter",
    "accountant",
)
_ROUTES = (("MA", "DE"), ("TN", "DE"), ("EG", "DE"), ("MA", "FR"), ("TN", "FR"), ("EG", "FR"), ("MA", "IT"), ("TN", "IT"), ("EG", "IT"))
_RARER = (("MA", "BE"), ("TN", "BE"), ("EG", "BE"), ("MA", "TN"), ("TN", "MA"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One simulated conversation."""

    questions: int
    is_same: bool  # the states are those of the whole profile


def person(chance: random.Random) -> Profile:
    """Somebody who knows everything about themselves; half have an offer of some kind."""
    origin, destination = chance.choice(_ROUTES * 2 + _RARER)
    return Profile(
        origin=origin,
        destination=destination,
        age=Decimal(chance.randint(18, 52)),
        education=chance.choice(list(Education)),
        recognised=chance.choices(list(Recognition), (6, 2, 2))[0],
        experience_years=Decimal(chance.randint(0, 15)),
        languages={code: chance.choices(LEVELS, (5, 3, 3, 2, 1, 1, 1))[0] for code in ("de", "en", "fr")},
        offer=_offer(chance),
        funds_eur_month=Decimal(chance.choice((0, 300, 600, 900, 1000, 1100, 1500))),
    )


def _offer(chance: random.Random) -> Offer:
    kinds = (OfferKind.NONE, OfferKind.JOB, OfferKind.TRAINING, OfferKind.SEASONAL, OfferKind.STUDY)
    kind = chance.choices(kinds, (50, 30, 8, 6, 6))[0]
    if kind is OfferKind.NONE:
        return NO_OFFER
    pay = Decimal(chance.randrange(9_000, 75_000, 500))
    return Offer(kind=kind, occupations=frozenset({chance.choice(_JOBS)}), salary_eur_year=pay)


def tell(told: Profile, known: Profile, field: str) -> Profile:
    """One true answer more. Whoever is asked about the offer says what kind it is."""
    offer, real = told.offer or Offer(), known.offer or NO_OFFER
    match field.split("."):
        case ["from"]:
            return replace(told, origin=known.origin)
        case ["to"]:
            return replace(told, destination=known.destination)
        case ["offer"] | ["offer", "kind"]:
            return replace(told, offer=NO_OFFER if real.is_none else replace(offer, kind=real.kind))
        case ["offer", "occupation"]:
            return replace(told, offer=replace(offer, occupations=real.occupations))
        case ["offer", name]:
            return replace(told, offer=replace(offer, **{name: getattr(real, name)}))
        case ["languages", code]:
            return replace(told, languages={**told.languages, code: known.languages[code]})
        case _:
            return replace(told, **{field: getattr(known, field)})


def talk(known: Profile) -> Talk:
    """Ask until nothing matters any more."""
    told, questions = Profile(), 0
    while question := next_question(assess_all(pathways(), told, base().figures, TODAY)):
        told = tell(told, known, question.field)
        questions += 1
    states = [{found.pathway.id: found.state for found in assess_all(pathways(), each, base().figures, TODAY)} for each in (told, known)]
    return Talk(questions=questions, is_same=states[0] == states[1])


def measure(people: int, seed: int = 1) -> dict[str, float]:
    """Median, mean and most questions, and how many conversations found something else than the whole profile gives."""
    chance = random.Random(seed)
    talks = [talk(person(chance)) for _ in range(people)]
    asked = [each.questions for each in talks]
    return {
        "people": people,
        "median_questions": statistics.median(asked),
        "mean_questions": round(statistics.fmean(asked), 2),
        "most_questions": max(asked),
        "different": sum(not each.is_same for each in talks),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    print(json.dumps(measure(parser.parse_args().people)))


if __name__ == "__main__":
    main()
