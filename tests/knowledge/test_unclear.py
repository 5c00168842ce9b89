from __future__ import annotations

import pytest

from knowledge.unclear import is_unclear


@pytest.mark.parametrize(
    "text",
    [
        "ما فهمتش",
        "mafhemtch walo",
        "Ma fhamtch!!",
        "مش فاهمة",
        "msh fahem",
        "لم أفهم",
        "j'ai pas compris",
        "I dont understand",
        "non ho capito",
        "Das verstehe ich nicht",
    ],
)
def test_people_say_in_every_variety_that_they_did_not_understand(text: str) -> None:
    assert is_unclear(text)


@pytest.mark.parametrize(
    "text",
    ["شنو هي الفيزا؟", "Je ne comprends pas pourquoi mon visa pour la France a été refusé", "quanto costa?", "w Italia?", "ok fhemt", ""],
)
def test_a_question_is_not_taken_for_it(text: str) -> None:
    assert not is_unclear(text)
