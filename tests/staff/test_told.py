"""What a person handed over stands on the desk as a table, in the language of the interface, until it is erased."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from connectors import case_reports, cases, erasure
from connectors.errors import KeysUnavailable
from connectors.models import CaseReport, Conversation
from connectors.report import Question, Report
from connectors.vault import vault
from staff import desk, told
from tests.staff.conftest import SignIn

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REPORT = Report(
    answers={
        Question.KIND: "papers_withheld",
        Question.SINCE: "depuis <mars>",
        Question.WHERE: "IT",
        Question.EMPLOYER: "yes",
        Question.NAME: "skipped",
        Question.WISH: "advice",
    }
)


def page(row: Conversation) -> str:
    return reverse("staff_desk:conversation", args=[row.pk])


@pytest.fixture
def reported(asking: Conversation) -> Conversation:
    case_reports.keep(asking, REPORT, NOW)
    asking.save()
    return asking


def test_the_caseworker_reads_it_as_a_table(reported: Conversation, sign_in: SignIn) -> None:
    html = sign_in("Caseworkers").get(page(reported)).content.decode()
    rows = [
        'What happened</th><td dir="auto">Papers withheld',
        'Country</th><td dir="auto">Italy',
        'Name given</th><td dir="auto">Not said',
    ]
    assert all(row in html for row in rows)
    assert "depuis &lt;mars&gt;" in html and "<mars>" not in html


def test_it_gives_the_case_its_subject_when_no_call_for_help_did(reported: Conversation) -> None:
    case = desk.case_of(reported)
    assert case is not None and (case.category, case.urgency) == ("papers_withheld", "support")


def test_its_words_are_sealed_in_the_database(reported: Conversation) -> None:
    (row,) = CaseReport.objects.all()
    assert b"mars" not in bytes(row.sealed)
    assert told.tables(row.case)[0].rows[1][1] == "depuis <mars>"


def test_it_goes_with_everything_else_when_the_person_erases_their_data(reported: Conversation) -> None:
    erasure.erase(reported, upto=10_000, now=NOW)
    assert not CaseReport.objects.exists()


def test_what_is_only_written_down_waits_for_nobody(base: str) -> None:
    row = Conversation.objects.create(channel="web", account="site", key="w")
    case_reports.keep(row, REPORT, NOW)
    row.save()
    case = cases.of(row.id)
    assert case is not None and case.since is None
    cases.hear(row, NOW, None)
    assert cases.of(row.id) == case
    cases.ask(row, NOW, told=True)
    asked = cases.of(row.id)
    assert asked is not None and asked.since == NOW


def test_a_missing_master_key_is_a_page_that_says_what_to_do(
    reported: Conversation, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("Caseworkers")

    def gone(*_: object) -> None:
        raise KeysUnavailable("no master key")

    monkeypatch.setattr(type(vault()), "open", gone)
    response = client.get(page(reported))
    assert response.status_code == 503
    assert "dalil keys status" in response.content.decode()
