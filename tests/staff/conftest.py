"""An article in Arabic and English, one person for each role, and a client for each."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from wagtail.models import Locale

from connectors import cases
from connectors.message import Reply
from connectors.models import Conversation, Inbox, Outbox
from knowledge import models
from knowledge.article import Language
from staff.articles import today
from staff.asking import _searcher as kept_searcher

PASSWORD = "four words that stay"
EDITED = (
    *("knowledge_article", "knowledge_figure", "knowledge_helpline", "knowledge_contentchange"),
    *("wagtailcore_revision", "wagtailcore_workflowstate", "wagtailcore_modellogentry", "wagtailcore_referenceindex"),
    *("auth_user", "django_session"),
)
SignIn = Callable[[str], Client]


@pytest.fixture(scope="session", autouse=True)
def test_environment() -> Iterator[None]:
    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture
def base(database: str) -> Iterator[str]:
    """The store without articles and people, for one test: afterwards everything is as it was."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(EDITED)} RESTART IDENTITY CASCADE")
        for language in Language:
            Locale.objects.get_or_create(language_code=language.value)
        yield database
        transaction.set_rollback(True)


@pytest.fixture
def sign_in(base: str) -> SignIn:
    """A client of somebody in the group of that name; 'administrator' may do everything, '' is in no group."""

    def signed_in(role: str) -> Client:
        user, created = User.objects.get_or_create(username=role or "nobody", is_superuser=role == "administrator")
        if created and role not in {"administrator", ""}:
            user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def write_article(language: str = "en", *, live: bool = True, slug: str = "de-minimum-wage", **fields: object) -> models.Article:
    """An article as an import leaves it: without revisions."""
    row = models.Article(
        slug=slug,
        locale=Locale.objects.get(language_code=language),
        translation_key=uuid.uuid5(uuid.NAMESPACE_URL, slug),
        title={"ar": "كم الحد الأدنى للأجور؟"}.get(language, "What is the minimum wage?"),
        short_answer={"ar": "هو {wage} يورو."}.get(language, "It is {wage} EUR."),
        body={"ar": "## كم؟ {#cost}\n- {wage} يورو"}.get(language, "## How much? {#cost}\n- {wage} EUR"),
        topic="money",
        destination=["DE"],
        official_page="https://www.zoll.de",
        confidence="high",
        reviewed_on=today() - timedelta(days=10),
        review_by=today() + timedelta(days=100),
        live=live,
    )
    row.sources = [
        ("source", {"url": "https://www.zoll.de", "publisher": "Zoll", "title": "Mindestlohn", "date": date(2026, 1, 1), "official": True})
    ]
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    models.ContentChange.objects.all().delete()
    return row


@pytest.fixture
def article(base: str) -> models.Article:
    models.Figure.objects.create(key="wage", value=Decimal("13.90"), unit="EUR/hour", year=2026, article="de-minimum-wage", source=1)
    return write_article()


def want_person(row: Conversation, at: datetime | None = None) -> None:
    """The person asked for somebody, and was told when somebody is there."""
    cases.ask(row, at or datetime.now(UTC), told=True)
    row.save(update_fields=["holder"])


@pytest.fixture
def asking(base: str) -> Conversation:
    """Somebody on Telegram who asked for a person."""
    row = Conversation.objects.create(
        channel="telegram",
        account="1",
        key="a",
        address="7",
        language="fr",
        origin="MA",
        destination="FR",
        next_seq=2,
    )
    want_person(row)
    asked = Inbox.objects.create(channel="telegram", account="1", external_id="1", conversation=row, kind="text", text="<b>aidez-moi</b>")
    Outbox.objects.create(inbox=asked, conversation=row, seq=1, reply=Reply(text="Une **personne** arrive.", language="fr").as_json())
    return row


@pytest.fixture
def studio(article: models.Article) -> Iterator[models.Article]:
    """The studio with a base of two articles; it forgets the base of the test before."""
    write_article("ar")
    write_article(
        slug="passport-taken",
        title="My employer keeps my passport: what can I do?",
        short_answer="Nobody may keep your passport. Ask a trade union.",
        body="",
        topic="rights-at-work",
        destination=["IT"],
    )
    kept_searcher.cache_clear()
    yield article
    kept_searcher.cache_clear()
