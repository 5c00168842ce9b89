"""A report on its way through the store and over Telegram: nothing on the desk before a yes, nothing anywhere after a no."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from connectors import case_reports, conversation, holdings, own_copy, retention
from connectors.models import Case, CaseReport, Conversation, Holder, Inbox, Outbox
from connectors.notice import Terms
from connectors.wiring import Mind
from knowledge import phrases
from knowledge.article import Language
from tests.connectors.house import House, house, stored, until
from tests.connectors.reporting import ALL, NO, TOLD, YES, Teller, answers

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.anyio]


def own_mind() -> Mind:
    """The product's own conversation, with the engine played and search scripted."""
    steps = replace(Teller()._steps(), say=phrases.say)
    return Mind(say=phrases.say, open_respond=lambda: nullcontext(partial(conversation.respond, do=steps)))


async def tell(at: House, *messages: str) -> None:
    """One message after the other, each answered."""
    for message in messages:
        before = len(at.telegram.sent)
        update = at.telegram.press(message) if message.startswith("/report") and len(message) <= 64 else at.telegram.text_update(message)
        await at.telegram_gets(update)
        await until(lambda before=before: len(at.telegram.sent) > before)


async def test_a_yes_puts_it_on_the_desk_sealed_and_in_the_persons_own_copy() -> None:
    async with house(own_mind=own_mind()) as at:
        await tell(at, *ALL)
        assert await stored(CaseReport.objects.count) == 0 and await stored(Case.objects.count) == 0
        await tell(at, YES)
        (kept,) = await stored(lambda: case_reports.of_conversation(Conversation.objects.get().id))
        assert kept.report.as_json() == TOLD
        row = await stored(CaseReport.objects.get)
        assert b"Napoli" not in bytes(row.sealed)
        case = await stored(Case.objects.get)
        assert (case.category, case.since is not None) == ("unpaid_wages", True)
        held = await stored(lambda: holdings.of(Conversation.objects.get().id))
        copy = own_copy.write(held, Language.EN, Terms(), phrases.say)
        assert "since March" in copy and "Bella Napoli" in copy
        await stored(lambda: retention.tidy(datetime.now(UTC) + timedelta(days=29), retention.Rules(words=28, idle=99)))
        assert await stored(CaseReport.objects.count) == 0


async def test_a_no_leaves_no_case_and_no_words() -> None:
    async with house(own_mind=own_mind()) as at:
        await tell(at, *ALL, NO)
        assert await stored(Case.objects.count) == 0
        texts = await stored(lambda: [message.text for message in Inbox.objects.select_related("conversation")])
        assert "Bella Napoli" not in "".join(texts) and "since March" not in "".join(texts)
        replies = await stored(lambda: [str(reply.reply) for reply in Outbox.objects.select_related("conversation")])
        assert "Bella Napoli" not in "".join(replies)
        assert (await stored(Conversation.objects.get)).telling is None


async def test_only_written_down_asks_for_nobody_and_nobody_is_promised() -> None:
    async with house(own_mind=own_mind()) as at:
        await tell(at, *ALL[:-1], answers(wish="written"), YES)
        case = await stored(Case.objects.get)
        assert (case.stage, case.since) == (Holder.WAITING, None)
        held = await stored(lambda: holdings.of(Conversation.objects.get().id))
        assert phrases.say("copy_request_waits", Language.EN) not in own_copy.write(held, Language.EN, Terms(), phrases.say)


async def test_a_report_that_was_left_is_wiped_after_an_hour() -> None:
    async with house(own_mind=own_mind()) as at:
        await tell(at, *ALL)
        later = datetime.now(UTC) + timedelta(minutes=61)
        assert (await stored(lambda: retention.tidy(later, retention.Rules()))).drafts == 1
        row = await stored(Conversation.objects.get)
        assert row.telling is None and row.telling_until is None
        texts = await stored(lambda: [message.text for message in Inbox.objects.select_related("conversation")])
        assert "Bella Napoli" not in "".join(texts)
