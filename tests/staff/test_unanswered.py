"""What people ask: groups across languages, nothing told of a small one, and one step to an answer."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook

from connectors.models import UnansweredQuestion
from knowledge.models import Article
from staff import asked_export, unanswered
from staff.articles import today
from staff.models import SettledQuestion
from staff.unanswered import Cluster, K, Open, Week, cluster
from tests.staff.conftest import SignIn

PAGE = "/asked/"
DAY = date(2026, 11, 18)  # a Wednesday


def asked(number: int, language: str = "fr", at: date = DAY, text: str = "", country: str = "MA") -> Open:
    return Open(id=number, text=text or f"question {number}", language=language, variety=language, countries=(country,), at=at)


def several(count: int, language: str = "fr", first: int = 0, at: date = DAY) -> list[Open]:
    return [asked(first + number, language, at) for number in range(count)]


def kept(text: str, language: str = "fr", variety: str = "", days: int = 0) -> UnansweredQuestion:
    return UnansweredQuestion.objects.create(
        text_redacted=text, language=language, variety=variety or language, countries=["MA"], at=today() - timedelta(days=days)
    )


def step(client: Client, name: str, *rows: UnansweredQuestion, article: str = "") -> str:
    sent = {"step": name, "questions": ",".join(str(row.pk) for row in rows), "words": rows[0].pk, "article": article}
    return str(client.post(PAGE, sent).headers["Location"])


@pytest.mark.parametrize("count", [1, K - 1])
def test_nothing_but_its_words_is_told_of_a_small_group(count: int) -> None:
    small = cluster(several(count), DAY)
    assert small.small
    assert (small.languages, small.countries, small.weeks) == ((), (), ())


def test_a_group_of_ten_is_broken_down() -> None:
    found = cluster(several(K), DAY)
    assert [(part.code, part.count) for part in found.languages] == [("fr", K)]
    assert found.weeks[-1] == Week(first=date(2026, 11, 16), count=K)
    assert found.weeks[-2].count == 0


def test_a_part_of_fewer_than_ten_is_not_told_and_cannot_be_worked_out() -> None:
    rows = [*several(15, "ar"), *several(12, "fr", 100), *several(3, "it", 200)]
    assert [(part.code, part.count) for part in cluster(rows, DAY).languages] == [("ar", 15)]


def test_a_week_with_few_says_only_that_there_were_some() -> None:
    rows = [*several(12), *several(3, first=100, at=DAY - timedelta(weeks=1)), *several(8, first=200, at=DAY - timedelta(weeks=2))]
    assert [week.count for week in cluster(rows, DAY).weeks[-4:]] == [0, None, None, 12]


def test_the_same_words_on_one_day_count_once() -> None:
    assert cluster([asked(number, text="Combien ?") for number in range(30)], DAY).count == 1


def test_examples_show_every_variety_first() -> None:
    rows = [*several(6, "fr"), asked(50, "ar", text="كم؟"), asked(51, "fr", text="question 1")]
    assert [row.text for row in cluster(rows, DAY).examples][:2] == ["question 0", "كم؟"]
    assert len({row.text for row in cluster(rows, DAY).examples}) == unanswered.EXAMPLES


def test_one_question_in_several_languages_is_one_group(studio: Article) -> None:
    bank = ["Comment ouvrir un compte bancaire ?", "How can I open a bank account?", "كيف أفتح حسابا بنكيا؟"]
    dog = ["Puis-je emmener mon chien ?", "Can I bring my dog with me?"]
    for text, language in zip([*bank, *dog], ["fr", "en", "ar", "fr", "en"], strict=True):
        kept(text, language)
    found = unanswered.grouped(unanswered.open_questions(), today())
    assert {frozenset(question.text for question in group.questions) for group in found} == {frozenset(bank), frozenset(dog)}


def test_the_page_shows_the_words_and_hides_what_is_small(studio: Article, sign_in: SignIn) -> None:
    kept("Puis-je emmener mon chien ?")
    html = sign_in("Authors").get(PAGE).content.decode()
    assert "emmener mon chien" in html and "Asked fewer than 10 times." in html
    assert "By week" not in html and "Morocco" not in html


def test_words_become_a_phrasing_in_the_draft_and_nothing_is_published(studio: Article, sign_in: SignIn) -> None:
    row = kept("ch7al smig f almanya", "ar", "ary-Latn")
    where = step(sign_in("Authors"), "phrasing", row, article="de-minimum-wage")
    arabic = Article.objects.get(slug="de-minimum-wage", locale__language_code="ar")
    assert where == f"/snippets/knowledge/article/edit/{arabic.pk}/"
    draft = arabic.get_latest_revision_as_object()
    assert [(block.value["variety"], block.value["text"]) for block in draft.phrasings] == [("ary-Latn", "ch7al smig f almanya")]
    assert not arabic.phrasings
    assert SettledQuestion.objects.get().article == "de-minimum-wage"
    assert unanswered.open_questions() == []


def test_a_new_article_begins_with_the_words(studio: Article, sign_in: SignIn) -> None:
    row = kept("Puis-je emmener mon chien ?")
    client = sign_in("Authors")
    where = step(client, "draft", row)
    assert where == f"/snippets/knowledge/article/add/?locale=fr&asked={row.pk}"
    form = client.get(where).context["form"]
    assert form["title"].value() == "Puis-je emmener mon chien ?"
    assert [(block.value["variety"], block.value["text"]) for block in form["phrasings"].value()] == [("fr", "Puis-je emmener mon chien ?")]


def test_a_group_put_aside_comes_up_no_more(studio: Article, sign_in: SignIn) -> None:
    rows = [kept("Puis-je emmener mon chien ?"), kept("Mon chien peut venir ?")]
    assert step(sign_in("Authors"), "not_for_us", *rows) == PAGE
    assert unanswered.open_questions() == []
    assert {row.outcome for row in SettledQuestion.objects.all()} == {"not_for_us"}


def test_a_phrasing_needs_an_article_and_one_that_is_free(studio: Article, sign_in: SignIn) -> None:
    row = kept("ch7al smig", "en")
    client = sign_in("Authors")
    assert step(client, "phrasing", row) == PAGE
    Article.objects.filter(pk=studio.pk).update(locked=True, locked_by=User.objects.create_user("colleague"))
    assert step(client, "phrasing", row, article="de-minimum-wage") == PAGE
    assert not SettledQuestion.objects.exists()


@pytest.mark.parametrize("role", ["Caseworkers", ""])
def test_who_writes_no_articles_reads_no_questions(studio: Article, sign_in: SignIn, role: str) -> None:
    row, client = kept("Puis-je emmener mon chien ?"), sign_in(role)
    for address in (PAGE, f"{PAGE}export.csv", f"{PAGE}export.xlsx"):
        assert client.get(address).status_code in {302, 403}
    assert client.post(PAGE, {"step": "not_for_us", "questions": str(row.pk)}).status_code in {302, 403}
    assert not SettledQuestion.objects.exists()


def test_settled_questions_go_when_the_questions_expire(studio: Article, sign_in: SignIn) -> None:
    row = kept("Puis-je emmener mon chien ?")
    step(sign_in("Authors"), "not_for_us", row)
    UnansweredQuestion.objects.filter(pk=row.pk).delete()
    assert not SettledQuestion.objects.exists()


EVIL = ('=HYPERLINK("http://x")', "+1+1", "-1", "@SUM(A1)", "\t=1", "＝1+1")


@pytest.mark.parametrize("evil", EVIL)
def test_no_cell_is_a_formula(evil: str) -> None:
    table = asked_export.rows([cluster([asked(1, text=evil)], DAY)])
    read = list(csv.reader(io.StringIO(asked_export.csv(table).decode("utf-8-sig"))))
    assert read[1][2] == f"'{evil}"
    sheet = load_workbook(io.BytesIO(asked_export.xlsx(table))).worksheets[0]
    assert (sheet["C2"].data_type, str(sheet["C2"].value)) == ("s", f"'{evil}")


def test_a_small_group_is_exported_without_its_number() -> None:
    small, large = asked_export.rows([cluster(several(3), DAY)]), asked_export.rows([cluster(several(12), DAY)])
    assert {row[1:2] + row[3:] for row in small[1:]} == {("fewer than 10", "", "", "")}
    assert (large[1][1], large[1][3], large[1][4]) == ("12", "fr 12", "MA 12")
    assert asked_export.rows([Cluster(questions=(), count=0)]) == [asked_export.HEAD]


def test_the_tables_can_be_taken_away(studio: Article, sign_in: SignIn) -> None:
    kept("Puis-je emmener mon chien ?")
    client = sign_in("Authors")
    assert "emmener mon chien" in client.get(f"{PAGE}export.csv").content.decode("utf-8-sig")
    assert load_workbook(io.BytesIO(client.get(f"{PAGE}export.xlsx").content)).worksheets[0]["C2"].value == "Puis-je emmener mon chien ?"
