"""Telegram from update to reply: the webhook, the store, the worker and the Bot API are real; the conversation echoes."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest

from connectors.message import Button
from connectors.models import Conversation, Holder, Inbox, InboxState, Outbox, OutboxState
from connectors.turn import Effect
from tests.connectors.house import House, house, stays, stored, until
from tests.connectors.speaking import Echo, answer
from tests.fakes.telegram import SECRET, TOKEN, Trouble

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]


def _texts(at: House) -> list[str]:
    return [message["plain"] for message in at.telegram.sent]


async def test_a_message_is_answered() -> None:
    async with house() as at:
        assert await at.telegram_gets(at.telegram.text_update("كيف أحصل على تأشيرة؟")) == HTTPStatus.OK
        await until(lambda: bool(at.telegram.sent))
        assert _texts(at) == ["echo: كيف أحصل على تأشيرة؟"]


async def test_ten_messages_of_one_person_are_answered_in_their_order() -> None:
    async with house() as at:
        for number in range(10):
            await at.telegram_gets(at.telegram.text_update(f"question {number}"))
        await until(lambda: len(at.telegram.sent) == 10)
        assert _texts(at) == [f"echo: question {number}" for number in range(10)]


async def test_a_repeated_update_is_answered_once() -> None:
    async with house() as at:
        update = at.telegram.text_update("hello")
        codes = await asyncio.gather(*(at.telegram_gets(update) for _ in range(8)))
        assert set(codes) == {HTTPStatus.OK}
        await until(lambda: bool(at.telegram.sent))
        await stays(lambda: len(at.telegram.sent) == 1)
        assert await stored(Inbox.objects.count) == 1


async def test_without_the_secret_nothing_is_taken() -> None:
    async with house() as at:
        for secret in ("", "wrong", f"{SECRET}x", "بسم"):
            headers = {b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
            response = await at.client.post("/webhooks/telegram", json=at.telegram.text_update("hi"), headers=headers)
            assert response.status_code == HTTPStatus.UNAUTHORIZED
        assert await stored(Inbox.objects.count) == 0


@pytest.mark.parametrize(
    ("command", "payload"), [("/start", "/greet"), ("/person@dalil_test_bot", "/handoff"), ("/delete", "/delete_data")]
)
async def test_a_command_becomes_a_payload(command: str, payload: str) -> None:
    async with house() as at:
        await at.telegram_gets(at.telegram.text_update(command))
        await until(lambda: bool(at.echo.heard))
        assert at.echo.heard == [payload]


async def test_a_button_is_shown_pressed_and_its_spinner_stopped() -> None:
    long_payload = '/show{"article": "a-very-long-article-name-that-does-not-fit-into-sixty-four-bytes"}'
    buttons = [Button(label="ألمانيا", payload='/pick{"destination":"DE"}'), Button(label="More", payload=long_payload)]
    buttons.append(Button(label="Official page", url="https://www.example.org/visa"))
    async with house(Echo(buttons=buttons)) as at:
        await at.telegram_gets(at.telegram.text_update("visa"))
        await until(lambda: bool(at.telegram.sent))
        keys = [key for row in at.telegram.sent[0]["reply_markup"]["inline_keyboard"] for key in row]
        assert [key["text"] for key in keys] == ["ألمانيا", "More", "Official page"]
        assert keys[2]["url"] == "https://www.example.org/visa"
        for key in keys[:2]:
            await at.telegram_gets(at.telegram.press(key["callback_data"]))
        await until(lambda: len(at.echo.heard) == 3 and len(at.telegram.asked("answerCallbackQuery")) == 2)
        assert at.echo.heard[1:] == ['/pick{"destination":"DE"}', long_payload]


async def test_a_button_of_somebody_else_opens_nothing() -> None:
    long_payload = '/show{"article": "a-very-long-article-name-that-does-not-fit-into-sixty-four-bytes"}'
    async with house(Echo(buttons=[Button(label="More", payload=long_payload)])) as at:
        await at.telegram_gets(at.telegram.text_update("visa", person=1))
        await until(lambda: bool(at.telegram.sent))
        await at.telegram_gets(at.telegram.press("~1:0", person=2))
        await until(lambda: len(at.echo.heard) == 2)
        assert at.echo.heard[1] == "/menu"


@pytest.mark.parametrize("kind", ["sticker", "location", "contact"])
async def test_what_cannot_be_read_gets_a_kind_sentence(kind: str) -> None:
    content = {
        "sticker": {
            "file_id": "f",
            "file_unique_id": "u",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        },
        "location": {"latitude": 33.5, "longitude": -7.6},
        "contact": {"phone_number": "+212600000000", "first_name": "x"},
    }[kind]
    async with house() as at:
        await at.telegram_gets(at.telegram.kind_update(kind, content))
        await until(lambda: bool(at.telegram.sent))
        assert _texts(at) == ["\u2066unsupported_message\u2069[\u2066ar\u2069]"]
        assert at.echo.heard == []


async def test_an_edited_message_is_heard_for_calls_for_help_but_not_answered_again() -> None:
    async with house() as at:
        await at.telegram_gets(at.telegram.edited_update("my corrected question"))
        await until(lambda: bool(at.telegram.sent))
        assert at.echo.heard == ["my corrected question"]
        assert "edited_message" in _texts(at)[0]


async def test_groups_and_bots_are_ignored() -> None:
    async with house() as at:
        group = at.telegram.text_update("hi", chat={"id": -100, "type": "group", "title": "g"})
        bot = at.telegram.text_update("hi")
        bot["message"]["from"]["is_bot"] = True
        channel = {"update_id": 5, "channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "c"}}}
        unknown = {"update_id": 6, "something_new": {"a": 1}}
        for update in (group, bot, channel, unknown):
            assert await at.telegram_gets(update) == HTTPStatus.OK
        assert await stored(Inbox.objects.count) == 0


async def test_flood_control_is_obeyed_and_the_order_kept() -> None:
    async with house() as at:
        at.telegram.expect("sendMessage", Trouble(status=429, description="Too Many Requests: retry after 1", retry_after=1))
        for number in range(3):
            await at.telegram_gets(at.telegram.text_update(f"q{number}"))
        await until(lambda: len(at.telegram.asked("sendMessage")) == 1)
        await stays(lambda: len(at.telegram.asked("sendMessage")) == 1, 0.5)
        await until(lambda: len(at.telegram.sent) == 3, 12)
        assert _texts(at) == ["echo: q0", "echo: q1", "echo: q2"]


@pytest.mark.parametrize("trouble", [Trouble(status=502, description="Bad Gateway"), Trouble(status=500, description="oops")])
async def test_a_server_error_is_tried_again_and_not_called_uncertain(trouble: Trouble) -> None:
    async with house() as at:
        at.telegram.expect("sendMessage", trouble)
        await at.telegram_gets(at.telegram.text_update("q"))
        await until(lambda: len(at.telegram.sent) == 1, 12)
        await until(lambda: bool(at.telegram.sent))
        row = await stored(Outbox.objects.get)
        assert (row.attempts, row.uncertain) == (2, False)


async def test_a_refused_format_is_sent_again_as_plain_text() -> None:
    async with house(Echo(outcomes=[answer("**bold** & <tag>")])) as at:
        at.telegram.expect("sendMessage", Trouble(status=400, description="Bad Request: can't parse entities: …"))
        await at.telegram_gets(at.telegram.text_update("q"))
        await until(lambda: bool(at.telegram.sent))
        assert at.telegram.sent[0]["text"] == "bold & <tag>"
        assert "parse_mode" not in at.telegram.sent[0]


async def test_a_person_who_blocks_us_is_left_alone_until_they_write_again() -> None:
    async with house() as at:
        await at.telegram_gets(at.telegram.text_update("q"))
        await until(lambda: bool(at.telegram.sent))
        await at.telegram_gets(at.telegram.block())
        assert (await stored(Conversation.objects.get)).stopped
        at.telegram.blocked_by.clear()
        await at.telegram_gets(at.telegram.text_update("again"))
        await until(lambda: len(at.telegram.sent) == 2)


async def test_a_reply_to_somebody_who_blocked_us_dies_with_its_reason() -> None:
    async with house() as at:
        at.telegram.blocked_by.add(501)
        await at.telegram_gets(at.telegram.text_update("q"))
        await until(lambda: bool(at.telegram.asked("sendMessage")))

        rows = Outbox.objects.filter(state=OutboxState.DEAD, error="403")
        async with asyncio.timeout(5):
            while not await stored(rows.exists):
                await asyncio.sleep(0.02)


async def test_a_failing_turn_is_tried_again() -> None:
    async with house(Echo(outcomes=[RuntimeError("boom")])) as at:
        await at.telegram_gets(at.telegram.text_update("q"))
        await until(lambda: bool(at.telegram.sent), 12)
        assert _texts(at) == ["echo: q"]


async def test_the_sixth_claim_of_a_message_ends_in_a_kind_sentence_and_the_conversation_goes_on() -> None:
    async with house(Echo(outcomes=[RuntimeError("boom")])) as at:
        await at.telegram_gets(at.telegram.text_update("poison"))
        await until(lambda: at.echo.heard == ["poison"])
        await stored(lambda: Inbox.objects.update(attempts=5, next_try_at=None))
        await at.telegram_gets(at.telegram.text_update("next"))
        await until(lambda: len(at.telegram.sent) == 2, 12)
        assert "technical_problem" in _texts(at)[0]
        assert _texts(at)[1] == "echo: next"
        assert await stored(lambda: Inbox.objects.filter(state=InboxState.DEAD).count()) == 1


async def test_asking_for_a_person_is_noted_and_the_bot_is_silent_once_one_took_over() -> None:
    wish = answer("noted")
    wish = type(wish)(**{name: getattr(wish, name) for name in wish.__slots__} | {"effects": (Effect.REQUEST_PERSON,)})
    async with house(Echo(outcomes=[wish])) as at:
        await at.telegram_gets(at.telegram.text_update("a person please"))
        await until(lambda: bool(at.telegram.sent))
        assert (await stored(Conversation.objects.get)).holder == Holder.REQUESTED
        await stored(lambda: Conversation.objects.update(holder=Holder.PERSON))
        await at.telegram_gets(at.telegram.kind_update("voice", {"file_id": "f", "file_unique_id": "u", "duration": 3}))
        await stays(lambda: len(at.telegram.sent) == 1)


async def test_deleting_erases_both_sides_words_and_still_confirms() -> None:
    goodbye = answer("deleted")
    goodbye = type(goodbye)(**{name: getattr(goodbye, name) for name in goodbye.__slots__} | {"effects": (Effect.DELETE_DATA,)})
    async with house() as at:
        await at.telegram_gets(at.telegram.text_update("my secret question"))
        await until(lambda: bool(at.telegram.sent))
        at.echo.outcomes.append(goodbye)
        update = at.telegram.text_update("/delete")
        await at.telegram_gets(update)
        await until(lambda: len(at.telegram.sent) == 2)
        assert _texts(at)[1] == "deleted"
        assert await stored(lambda: {row.text for row in Inbox.objects.all()}) == {""}
        assert await stored(lambda: [row.reply["text"] for row in Outbox.objects.all()]) == ["deleted"]
        conversation = await stored(Conversation.objects.get)
        assert (conversation.last_question, conversation.language) == ("", "")
        await at.telegram_gets(update)
        await stays(lambda: len(at.telegram.sent) == 2)


async def test_commands_and_webhook_are_registered_in_every_language() -> None:
    async with house(public_url="https://dalil.example.org") as at:
        await until(lambda: at.telegram.webhook is not None)
        assert at.telegram.webhook is not None
        assert at.telegram.webhook["url"] == "https://dalil.example.org/webhooks/telegram"
        assert at.telegram.webhook["secret_token"] == SECRET
        asked = at.telegram.asked("setMyCommands")
        assert {call.get("language_code") for call in asked} == {"ar", "fr", "en", "it", "de", None}
        offered = {command["command"] for command in asked[0]["commands"]}
        assert offered == {"menu", "language", "profile", "person", "status", "help", "listen", "mydata", "delete"}


async def test_polling_confirms_an_update_only_after_it_is_kept() -> None:
    async with house(telegram_mode="polling") as at:
        at.telegram.queue(at.telegram.text_update("from a laptop"), at.telegram.press("/menu"))
        await until(lambda: len(at.telegram.sent) == 2)
        assert at.echo.heard == ["from a laptop", "/menu"]
        await until(lambda: at.telegram.updates == [])
        assert len(at.telegram.asked("answerCallbackQuery")) == 1


async def test_without_a_token_the_route_does_not_exist() -> None:
    async with house(telegram_token=None, whatsapp_app_secret=None) as at:
        assert await at.telegram_gets(at.telegram.text_update("hi")) == HTTPStatus.NOT_FOUND
        assert await at.whatsapp_gets(at.whatsapp.text("hi")) == HTTPStatus.NOT_FOUND


async def test_the_token_is_not_written_to_the_logs(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    async with house() as at:
        at.telegram.expect("sendMessage", Trouble(status=404, description="Not Found"), Trouble(status=500, description="x"))
        await at.telegram_gets(at.telegram.text_update("a secret question"))
        await until(lambda: bool(at.telegram.asked("sendMessage")))
    out, err = capfd.readouterr()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("dalil")]
    for secret in (TOKEN, "secret question", "501"):
        assert secret not in out + err + "".join(ours)
