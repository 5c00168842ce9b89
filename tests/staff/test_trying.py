"""Try it: a question asked by the product's own code, and why it was answered so."""

from __future__ import annotations

import pytest

from connectors.models import Conversation, Inbox, UnansweredQuestion
from connectors.turn import TurnAct
from knowledge.article import Corridor, Country, Language
from knowledge.models import Article
from staff import asking
from staff.models import GoldenQuestion
from staff.trying import Trial, attempt
from tests.staff.conftest import SignIn

TRY = "/studio/try/"


def tried(question: str, known: Corridor | None = None) -> Trial:
    held = asking.searcher()
    return attempt(question, known or Corridor(), held, asking.steps(held))


def test_the_first_article_weighed_is_the_one_that_answers(studio: Article) -> None:
    trial = tried("What is the minimum wage?")
    assert trial.outcome.act is TurnAct.ANSWER
    assert trial.passages[0].reason.article == "de-minimum-wage"
    assert trial.passages[0].reason.fused.rank == 1
    assert trial.passages[0].text == "What is the minimum wage?"
    assert trial.look is not None and trial.look.decision.confidence >= trial.look.weights.answer_from


def test_the_answer_stands_in_every_language_the_person_s_own_first(studio: Article) -> None:
    trial = tried("كم الحد الأدنى للأجور؟")
    assert trial.answers[0].language is Language.AR
    assert {answer.language for answer in trial.answers} == set(Language)
    assert [answer.borrowed for answer in trial.answers if answer.language in {Language.AR, Language.EN}] == ["", ""]
    assert {answer.borrowed for answer in trial.answers if answer.language in {Language.FR, Language.IT, Language.DE}} == {"en"}


def test_each_channel_shows_what_it_would_be_sent_in_its_direction(studio: Article) -> None:
    arabic = tried("كم الحد الأدنى للأجور؟").answers[0].sent[0]
    for channel in (arabic.whatsapp, arabic.telegram, arabic.web):
        assert all(bubble.direction == "rtl" for bubble in channel)
        assert "13.90" in "".join(bubble.html for bubble in channel)
    assert arabic.whatsapp[-1].size <= arabic.whatsapp[-1].limit == 1024
    assert arabic.whatsapp[-1].opens and len(arabic.whatsapp[-1].buttons) == len(arabic.telegram[-1].buttons)


def test_what_stands_in_a_text_is_never_run(studio: Article) -> None:
    studio.short_answer = "It is <script>alert(1)</script> {wage}."
    studio.save()
    bubbles = [
        bubble for sent in tried("What is the minimum wage?").answers[0].sent for bubble in (*sent.whatsapp, *sent.telegram, *sent.web)
    ]
    assert bubbles and not any("<script" in bubble.html for bubble in bubbles)


def test_the_countries_of_a_person_move_articles_and_it_is_said_by_how_much(studio: Article) -> None:
    trial = tried("What can I do?", Corridor(destination=Country.IT))
    effects = {passage.reason.article: passage.reason.corridor for passage in trial.passages}
    assert effects["passport-taken"] > effects["de-minimum-wage"]


def test_a_call_for_help_is_shown_with_its_kind(studio: Article) -> None:
    trial = tried("My boss took my passport and does not let me leave the house, help me now")
    assert trial.heard.alarm is not None
    assert trial.outcome.act is TurnAct.PROTECT


def test_an_empty_base_is_tried_too(base: str) -> None:
    asking._searcher.cache_clear()
    trial = tried("What is the minimum wage?")
    assert (trial.outcome.act, trial.look, trial.passages) == (TurnAct.ABSTAIN, None, ())


def test_the_page_shows_it_and_keeps_nothing(studio: Article, sign_in: SignIn) -> None:
    page = sign_in("Authors").post(TRY, {"text": "What is the minimum wage?"})
    html = page.content.decode()
    assert "Articles that were weighed" in html and "13.90" in html
    assert page.headers["Cache-Control"].startswith("max-age=0")
    assert not Conversation.objects.exists() and not Inbox.objects.exists() and not UnansweredQuestion.objects.exists()


def test_this_is_wrong_makes_a_golden_question(studio: Article, sign_in: SignIn) -> None:
    client = sign_in("Authors")
    wrong = client.post(TRY, {"text": "chhal smig f almanya", "destination": "DE"}).context["wrong"]
    sent = {**wrong.initial, "expected": "de-minimum-wage"}
    assert client.post("/studio/golden/add/", sent).status_code == 302
    row = GoldenQuestion.objects.get()
    assert (row.text, row.expected, row.destination) == ("chhal smig f almanya", "de-minimum-wage", "DE")
    assert row.added_by is not None and row.added_by.username == "Authors"
    assert client.get("/studio/golden/").status_code == 200


@pytest.mark.parametrize("role", ["Caseworkers", ""])
def test_who_writes_no_articles_tries_nothing(studio: Article, sign_in: SignIn, role: str) -> None:
    assert sign_in(role).post(TRY, {"text": "What is the minimum wage?"}).status_code in {302, 403}
    assert sign_in(role).post("/studio/golden/add/", {"text": "a", "variety": "en"}).status_code in {302, 403}
    assert not GoldenQuestion.objects.exists()
