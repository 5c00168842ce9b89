"""pywa, an independent client and reader of the Cloud API, believes our fake Graph API and the webhooks it signs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pywa.errors import MessageUndeliverable, RateLimitHit, ReEngagementMessage, TooManyMessages, WhatsAppError
from pywa_async.client import WhatsApp
from pywa_async.handlers import CallbackButtonHandler, MessageHandler, MessageStatusHandler
from pywa_async.types.callback import Button, Section, SectionList, SectionRow
from pywa_async.types.templates import TemplateLanguage

from connectors.channels.whatsapp import render
from connectors.channels.whatsapp.signature import is_signed
from connectors.message import Button as Choice
from connectors.message import Reply
from tests.connectors.speaking import say
from tests.fakes import whatsapp
from tests.fakes.whatsapp import (
    APP_SECRET,
    BSUID,
    PHONE,
    PHONE_NUMBER_ID,
    TOKEN,
    FakeWhatsApp,
    Trouble,
    batch,
    fake_whatsapp,
    signature,
    webhook,
)

pytestmark = pytest.mark.anyio


class _Redirected(httpx.AsyncHTTPTransport):
    """pywa knows one host only; this takes its requests to the fake."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.target = httpx.URL(target)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == "graph.facebook.com"
        request.url = request.url.copy_with(scheme="http", host=self.target.host, port=self.target.port)
        return await super().handle_async_request(request)


@pytest.fixture
async def fake() -> AsyncIterator[FakeWhatsApp]:
    async with fake_whatsapp() as server:
        yield server


@pytest.fixture
async def client(fake: FakeWhatsApp) -> AsyncIterator[WhatsApp]:
    async with httpx.AsyncClient(transport=_Redirected(fake.url)) as session:
        yield WhatsApp(PHONE_NUMBER_ID, TOKEN, session=session, server=None, verify_token="v", app_secret=APP_SECRET)


async def test_text_buttons_and_lists_are_taken(fake: FakeWhatsApp, client: WhatsApp) -> None:
    sent = await client.send_message(PHONE, "سلام", tracker="17")
    assert sent.id.startswith("wamid.")
    await client.send_message(PHONE, "Which?", buttons=[Button(title="Yes", callback_data="/yes"), Button(title="No", callback_data="/no")])
    rows = [SectionRow(title=f"Row {number}", callback_data=f"/{number}") for number in range(10)]
    await client.send_message(PHONE, "Which?", buttons=SectionList(button_title="Choose", sections=[Section(title="All", rows=rows)]))
    assert [message["type"] for message in fake.sent] == ["text", "interactive", "interactive"]
    assert fake.sent[0]["biz_opaque_callback_data"] == "17"


async def test_a_message_to_a_business_scoped_id_is_taken(fake: FakeWhatsApp, client: WhatsApp) -> None:
    await client.send_message(BSUID, "hello")
    assert fake.sent[0]["recipient"] == BSUID


async def test_what_we_render_has_the_shape_that_pywa_sends(fake: FakeWhatsApp, client: WhatsApp) -> None:
    await client.send_message(PHONE, "Which?", buttons=[Button(title="Yes", callback_data="/yes")], tracker="5")
    [ours] = render.render(Reply(text="Which?", language="en", buttons=(Choice(label="Yes", payload="/yes"),)), 5, PHONE, say)
    theirs = {name: value for name, value in fake.sent[0].items() if name != "wamid"}
    assert ours == theirs


@pytest.mark.parametrize(
    ("code", "error"),
    [(131047, ReEngagementMessage), (131056, TooManyMessages), (130429, RateLimitHit), (131026, MessageUndeliverable)],
)
async def test_errors_are_understood(fake: FakeWhatsApp, client: WhatsApp, code: int, error: type[WhatsAppError]) -> None:
    fake.expect(Trouble(code=code))
    with pytest.raises(error):
        await client.send_message(PHONE, "x")
    assert fake.sent == []


async def test_a_cut_call_was_taken_all_the_same(fake: FakeWhatsApp, client: WhatsApp) -> None:
    fake.expect(Trouble(cut=True))
    with pytest.raises(httpx.HTTPError):
        await client.send_message(PHONE, "x")
    assert len(fake.sent) == 1


async def test_marking_as_read_with_a_typing_sign(fake: FakeWhatsApp, client: WhatsApp) -> None:
    await client.indicate_typing("wamid.x")
    assert fake.read_marks[0]["typing_indicator"] == {"type": "text"}


async def test_signed_webhooks_are_valid_and_readable(fake: FakeWhatsApp, client: WhatsApp) -> None:
    heard: list[Any] = []

    async def hear(_: Any, update: Any) -> None:
        heard.append(update)

    client.add_handlers(MessageHandler(hear), CallbackButtonHandler(hear), MessageStatusHandler(hear))
    await client.send_message(PHONE, "x", tracker="5")
    bodies = [
        webhook(batch([fake.text("سلام عليكم / ça va?")])),
        webhook(batch([fake.press("/menu", "Menu", context={"from": PHONE, "id": "wamid.y"})])),
        webhook(batch(statuses=[fake.status("delivered", fake.sent[0])])),
    ]
    for raw in bodies:
        assert await client.webhook_update_validator(raw, signature(raw)) is None
        assert await client.webhook_update_validator(raw, signature(raw, "other")) is not None
        assert await client.webhook_update_handler(raw) == ("ok", 200)
    assert heard[0].text == "سلام عليكم / ça va?"
    assert heard[0].from_user.bsuid == BSUID
    assert heard[1].data == "/menu"
    assert heard[2].tracker == "5"


async def test_our_signature_is_that_of_the_fake() -> None:
    raw = webhook(batch([whatsapp.FakeWhatsApp().text("سلام")]))
    assert is_signed(raw, signature(raw), APP_SECRET)


async def test_pywa_sends_the_same_template_that_we_do_and_only_that_passes_a_closed_window(client: WhatsApp, fake: FakeWhatsApp) -> None:
    fake.window_closed = True
    with pytest.raises(ReEngagementMessage):
        await client.send_message(PHONE, "too late")
    await client.send_template(PHONE, "answer_waits", TemplateLanguage.FRENCH, [])
    (ours,) = render.remind("answer_waits", ["ar", "fr"], "fr", 7, PHONE)
    theirs = fake.sent[-1]
    assert theirs["type"] == ours["type"] == "template"
    assert (theirs["template"]["name"], theirs["template"]["language"]["code"]) == (
        ours["template"]["name"],
        ours["template"]["language"]["code"],
    )
    assert whatsapp.refusal(dict(ours)) is None
