"""Golden questions are asked again before anything is published, and who publishes sees what would change."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from connectors.turn import TurnAct
from knowledge.models import Article
from staff import asking, golden
from staff.before_publishing import SEEN
from staff.golden import Change, Effect, Given
from staff.models import GoldenQuestion
from tests.staff.conftest import SignIn
from tests.staff.forms import article_form
from tests.staff.test_publishing import edit_page
from tests.staff.test_review import submit

WAGE = "What is the minimum wage?"
OTHER = {"title": "How do I learn German?", "short_answer": "In an integration course.", "body": ""}


def keep(text: str = WAGE, expected: str = "de-minimum-wage") -> None:
    GoldenQuestion.objects.create(text=text, variety="en", expected=expected)


def publish(client: Client, row: Article, **changed: object) -> object:
    return client.post(edit_page(row), {**article_form(row, **changed), "action-publish": "on"})


def test_right_is_the_expected_article_or_none_at_all() -> None:
    answered = Given(act=TurnAct.ANSWER, article="a")
    assert answered.is_right("a") and not answered.is_right("b") and not answered.is_right(golden.NO_ANSWER)
    assert Given(act=TurnAct.ABSTAIN).is_right(golden.NO_ANSWER) and not Given(act=TurnAct.CLARIFY).is_right("a")


def test_a_change_is_named_by_what_it_does() -> None:
    question = golden.Asked(id=1, text="q", variety="en", expected="a", known=golden.Corridor())
    right, wrong, silent = Given(act=TurnAct.ANSWER, article="a"), Given(act=TurnAct.ANSWER, article="b"), Given(act=TurnAct.ABSTAIN)
    effects = [
        Change(asked=question, before=before, after=after).effect for before, after in ((right, wrong), (wrong, right), (wrong, silent))
    ]
    assert effects == [Effect.BROKEN, Effect.MENDED, Effect.MOVED]


def test_a_rehearsal_publishes_nothing_and_leaves_the_searcher_as_it_was(studio: Article) -> None:
    keep()
    for name, value in OTHER.items():
        setattr(studio, name, value)
    found = golden.rehearse(studio)
    assert [(change.effect, change.before.article) for change in found.changes] == [(Effect.BROKEN, "de-minimum-wage")]
    assert golden.run(asking.searcher(), golden.questions()) == [Given(act=TurnAct.ANSWER, article="de-minimum-wage")]
    assert Article.objects.get(pk=studio.pk).title == WAGE


def test_a_draft_that_changes_no_golden_answer_is_published_at_once(studio: Article, sign_in: SignIn) -> None:
    keep()
    response = publish(sign_in("Reviewers"), studio, short_answer="It is {wage} EUR an hour.")
    studio.refresh_from_db()
    assert response.status_code == 302 and studio.short_answer == "It is {wage} EUR an hour."


def test_a_draft_that_breaks_one_is_published_only_after_somebody_has_seen_it(studio: Article, sign_in: SignIn) -> None:
    Article.objects.filter(slug=studio.slug, locale__language_code="ar").delete()
    keep()
    client = sign_in("Reviewers")
    shown = publish(client, studio, **OTHER)
    studio.refresh_from_db()
    assert "No longer right" in shown.content.decode() and studio.title == WAGE
    again = {name: value for name, value in shown.context["fields"]} | dict(shown.context["wish"])
    assert client.post(edit_page(studio), {**article_form(studio, **OTHER), **again}).status_code == 302
    studio.refresh_from_db()
    assert studio.title == OTHER["title"]


def test_having_seen_one_draft_does_not_publish_another(studio: Article, sign_in: SignIn) -> None:
    Article.objects.filter(slug=studio.slug, locale__language_code="ar").delete()
    keep()
    client = sign_in("Reviewers")
    seen = dict(publish(client, studio, **OTHER).context["wish"])[SEEN]
    changed = publish(client, studio, **{**OTHER, "title": "How do I find a course?", SEEN: seen})
    studio.refresh_from_db()
    assert changed.status_code == 200 and studio.title == WAGE


def test_going_back_keeps_the_words_as_a_draft(studio: Article, sign_in: SignIn) -> None:
    Article.objects.filter(slug=studio.slug, locale__language_code="ar").delete()
    keep()
    client = sign_in("Reviewers")
    fields = publish(client, studio, **OTHER).context["fields"]
    assert "action-publish" not in dict(fields)
    assert client.post(edit_page(studio), dict(fields) | {"destination": ["DE"]}).status_code == 302
    studio.refresh_from_db()
    assert studio.title == WAGE
    assert studio.get_latest_revision_as_object().title == OTHER["title"]


def test_a_new_article_that_takes_another_s_answer_is_seen_first(studio: Article, sign_in: SignIn) -> None:
    keep("How do I open a bank account?", golden.NO_ANSWER)
    new = {"slug": "bank-account", "title": "How do I open a bank account?", "short_answer": "Bring your passport to a bank.", "body": ""}
    page = reverse("wagtailsnippets_knowledge_article:add") + "?locale=en"
    shown = sign_in("Reviewers").post(page, {**article_form(None, **new), "action-publish": "on"})
    assert "No longer right" in shown.content.decode()
    assert not Article.objects.filter(slug="bank-account").exists()


def test_an_approval_from_the_home_page_shows_what_would_change(studio: Article, sign_in: SignIn) -> None:
    Article.objects.filter(slug=studio.slug, locale__language_code="ar").delete()
    keep()
    author = sign_in("Authors")
    assert author.post(edit_page(studio), {**article_form(studio, **OTHER), "action-submit": "on"}).status_code == 302
    studio.refresh_from_db()
    state = studio.current_workflow_task_state
    page = reverse("wagtailsnippets_knowledge_article:workflow_action", args=[studio.pk, "approve", state.pk])
    client = sign_in("Reviewers")
    shown = client.post(page)
    studio.refresh_from_db()
    assert "No longer right" in shown.content.decode() and studio.title == WAGE
    assert client.post(page, dict(shown.context["wish"])).status_code == 302
    studio.refresh_from_db()
    assert studio.title == OTHER["title"]


def test_an_approval_on_the_form_is_of_the_words_as_they_are(studio: Article, sign_in: SignIn) -> None:
    submit(sign_in("Authors"), studio)
    wish = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    assert sign_in("Reviewers").post(edit_page(studio), {**article_form(studio, title="For review"), **wish}).status_code == 302
    studio.refresh_from_db()
    assert studio.title == "For review"
    assert studio.live_revision.user.username == "Authors"


def test_the_page_says_which_golden_questions_are_wrong(studio: Article, sign_in: SignIn) -> None:
    keep()
    keep("How do I open a bank account?", "de-minimum-wage")
    context = sign_in("Authors").get("/studio/golden/").context
    assert (context["right"], context["wrong"]) == (1, 1)
    assert [right for _asked, _got, right in context["rows"]] == [False, True]
