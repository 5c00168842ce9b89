"""What a person is told about an offer, in each language, and when a message is taken as one."""

from __future__ import annotations

import pytest

from connectors.composing import Composer
from connectors.offer_reply import HOW_TO_CHECK, is_offer, told
from knowledge.article import Language
from knowledge.offers import Checked, Finding, Indicator, Level
from knowledge.phrases import say
from tests.knowledge.samples import TODAY, article

LONG = "We are hiring for a farm in Italy and you pay two thousand euros for the contract before you travel, half now and half after the visa is ready."
FEE = Finding(indicator=Indicator.FEE, level=Level.DANGER, because="pay #money for the contract")
MAIL = Finding(indicator=Indicator.DOMAIN, level=Level.CAUTION, because="x@gmail.com")


def composer(language: Language) -> Composer:
    return Composer(language, say, {}, TODAY)


@pytest.mark.parametrize("language", Language)
def test_every_finding_is_told_with_its_reason_in_every_language(language: Language) -> None:
    findings = tuple(Finding(indicator=code, level=Level.DANGER, because="60 h") for code in Indicator)
    reply = told(composer(language), Checked(findings=findings), {})[0]
    assert reply.text.count("•") == len(Indicator)
    assert len(reply.text) < 4000
    assert reply.buttons[-1].payload == "/handoff"


@pytest.mark.parametrize("language", Language)
def test_a_text_without_signs_is_never_called_safe(language: Language) -> None:
    reply = told(composer(language), Checked(findings=()), {})[0]
    assert say("offer_no_signs", language) in reply.text
    assert say("offer_verify", language) in reply.text


def test_free_mail_is_called_doubtful_not_an_imitation() -> None:
    text = told(composer(Language.EN), Checked(findings=(MAIL,)), {})[0].text
    assert "free address" in text
    assert "imitate" not in text


def test_the_articles_behind_the_findings_are_cited_and_say_how_to_check() -> None:
    articles = {name: article(name, Language.EN) for name in ("fees-for-a-job", HOW_TO_CHECK)}
    result, how = told(composer(Language.EN), Checked(findings=(FEE,)), articles)
    assert {citation.article for citation in result.citations} == {"fees-for-a-job", HOW_TO_CHECK}
    assert how.citations
    assert articles[HOW_TO_CHECK].short_answer.split()[0] in how.text


@pytest.mark.parametrize(
    ("text", "checked", "awaited", "expected"),
    [
        (LONG, Checked(findings=(FEE,), claims=True), False, True),
        (LONG, Checked(findings=(FEE,), claims=False), False, False),
        (LONG, Checked(findings=(), claims=True), False, False),
        ("they ask me for 300 euros", Checked(findings=(FEE,), claims=True), False, False),
        ("they ask me for 300 euros", Checked(findings=(FEE,)), True, True),
        ("no thanks", Checked(findings=()), True, False),
        (LONG, Checked(findings=()), True, True),
    ],
)
def test_a_message_is_an_offer_when_it_was_asked_for_or_is_plainly_pasted(
    text: str, checked: Checked, awaited: bool, expected: bool
) -> None:
    assert is_offer(text, checked, awaited=awaited) is expected
