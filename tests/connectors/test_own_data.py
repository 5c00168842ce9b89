"""A person's hold on their data, on every channel: erase it, see it, wipe it in a bad moment, be told about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import pytest
from django.contrib.auth.models import User

from connectors import cards, case_notes, cases, conversation, erasure, holdings, inbox, own_copy, turns
from connectors.errors import Unreadable
from connectors.handover import Outcome as Ended
from connectors.inbox import Intake
from connectors.message import Incoming, Kind, Reply
from connectors.models import Case, CaseNote, Conversation, ErasedKey, Holder, Inbox, InboxState, Outbox, UnansweredQuestion
from connectors.notice import Terms, is_due
from connectors.turn import Effect, Outcome, Triaged, TurnAct, TurnState
from connectors.turns import Turn
from connectors.vault import vault
from connectors.wiring import Mind
from knowledge import panic, phrases
from knowledge.article import Corridor, Country, Language
from staff import desk
from tests.connectors.house import IDENTITY_KEY, House, house, stays, stored, until
from tests.connectors.speaking import answer
from tests.connectors.talking import NOTHING, Talk
from tests.connectors.web.chatting import chatting

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.anyio]

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RULES = Intake(secret=IDENTITY_KEY, text_limit=4000)
VIOLENCE = Triaged(category="violence", urgency="immediate")
SECRET = "le patron Rachid garde mon passeport"


def accept(text: str, number: int, *, channel: str = "telegram", person: str = "501") -> UUID:
    message = Incoming(channel=channel, account="7", external_id=str(number), sender=person, address=person, kind=Kind.TEXT, text=text)
    return inbox.accept([message], RULES, NOW)[0].conversation


def take(conversation: UUID) -> Turn:
    turn = turns.claim(conversation)
    assert turn is not None
    return turn


def real_mind(talk: Talk) -> Mind:
    """The product's own conversation, with scripted search and engine."""
    steps = replace(talk._steps(), say=phrases.say)
    return Mind(say=phrases.say, open_respond=lambda: nullcontext(partial(conversation.respond, do=steps)))


def own_house(talk: Talk, **changes: object) -> AbstractAsyncContextManager[House]:
    return house(own_mind=real_mind(talk), **changes)


@pytest.fixture
def leila(database: str) -> Iterator[User]:
    """A caseworker."""
    user = User.objects.create(username="leila")
    yield user
    user.delete()


def held(conversation: UUID, by: User) -> Case:
    """The person asks for somebody, and a caseworker takes it."""
    row = Conversation.objects.get(id=conversation)
    cases.ask(row, NOW, told=True)
    row.save(update_fields=["holder"])
    desk.take_over(conversation, by)
    return Case.objects.get(conversation=conversation)


def said(at: House) -> list[str]:
    return [message["text"] for message in at.telegram.sent]


async def ask(at: House, text: str, replies: int = 1) -> list[str]:
    """Send, and wait for so many more messages."""
    before = len(at.telegram.sent)
    await at.telegram_gets(at.telegram.text_update(text, language="fr"))
    await until(lambda: len(at.telegram.sent) == before + replies)
    return said(at)[before:]


# --- Panic word ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"), [("Effacer TOUT !!", "fr"), ("mse7 kolchiii", "ar"), ("امسح كل شي", "ar"), ("cancella tutto", "it")]
)
def test_a_panic_word_wipes_when_it_arrives_before_anything_is_answered(text: str, language: str) -> None:
    conversation = accept(SECRET, 1)
    old = Conversation.objects.get().held_key()
    accept(text, 2)
    row = Conversation.objects.get()
    assert old is not None and row.held_key() != old
    with pytest.raises(Unreadable):
        vault().open(conversation, old)
    waiting = Inbox.objects.filter(state=InboxState.NEW)
    assert [message.text for message in waiting] == [f'/wipe{{"language":"{language}"}}']
    assert Inbox.objects.get(state=InboxState.DONE).text == ""


def test_a_panic_word_reaches_a_turn_that_is_being_answered() -> None:
    turn = take(accept(SECRET, 1))
    accept("tout effacer", 2)
    assert not turns.save(turn, answer(SECRET))
    assert Outbox.objects.count() == 0 and Conversation.objects.get().last_question == ""


def test_a_repeated_webhook_of_a_panic_word_does_not_wipe_what_came_after_it() -> None:
    accept("efface tout", 1)
    accept("et maintenant une question", 2)
    accept("efface tout", 1)
    assert [message.text for message in Inbox.objects.order_by("id")][1] == "et maintenant une question"


def test_a_panic_word_inside_a_sentence_is_only_words() -> None:
    accept("comment effacer tout mon casier judiciaire ?", 1)
    assert Inbox.objects.get().kind == Kind.TEXT


@pytest.mark.parametrize("holder", Holder)
async def test_whoever_holds_the_conversation_a_panic_word_gets_one_neutral_line(holder: Holder) -> None:
    async with own_house(Talk(alarm=Triaged(category="violence", urgency="immediate"))) as at:
        await ask(at, SECRET, 2)
        await stored(lambda: Conversation.objects.update(holder=holder))
        (line,) = await ask(at, "mse7 kolchi")
        assert line == phrases.say("wiped", Language.AR)
        assert (await stored(Conversation.objects.get)).holder == Holder.BOT
        await stays(lambda: len(at.telegram.sent) == 3)


async def test_on_the_web_a_panic_word_ends_the_chat_and_the_page_leaves() -> None:
    async with chatting() as browser:
        await browser.start()
        await browser.say(SECRET)
        await browser.answers(1)
        await browser.say("effacer tout")
        assert (await browser.streamed(0, 99))[-1][0] == "over"
        assert (await browser.say("encore")).status_code == 401
        assert await stored(lambda: {message.text for message in Inbox.objects.all()}) == {""}


@pytest.mark.parametrize("language", Language)
def test_every_language_has_panic_words_and_none_is_a_question_of_ours(language: Language) -> None:
    assert language in panic.words().values()
    line = phrases.say("wiped", language)
    assert not any(telling in line.casefold() for telling in ("erase", "effac", "cancell", "lösch", "مسح", "dalil", "دليل"))


# --- Erasing ------------------------------------------------------------------------------------------------------


def erased(turn: Turn, said: str = "deleted") -> Outcome:
    return replace(answer(said), effects=(Effect.DELETE_DATA,), state=TurnState())


def test_after_erasing_not_even_a_backup_can_be_read_and_the_engine_knows_nobody() -> None:
    conversation = accept(SECRET, 1)
    turn = take(conversation)
    turns.save(turn, answer(SECRET))
    backup = [Conversation.objects.get(), *Inbox.objects.select_related("conversation"), *Outbox.objects.select_related("conversation")]
    accept("/delete", 2)
    last = take(conversation)
    assert last.sender == turn.sender
    assert turns.save(last, erased(last))
    for row in backup:
        with pytest.raises(Unreadable):
            row.box()
    accept("salam", 3)
    assert take(conversation).sender != turn.sender


def test_a_panic_word_beside_a_caseworker_leaves_a_tombstone_without_what_it_was_about(leila: User) -> None:
    conversation = accept(SECRET, 1)
    turns.save(take(conversation), replace(answer("echo"), state=TurnState(alarm=VIOLENCE, care_turns=4)))
    case = held(conversation, leila)
    assert (case.category, case.urgency) == ("violence", "immediate")  # out of the sealed memory
    case_notes.write(case, leila.pk, SECRET)
    accept("effacer tout", 2)
    stone = Case.objects.get()
    assert (stone.conversation, stone.ending, stone.category, stone.held_by, stone.helped) == (None, "erased", "", None, [])
    assert not stone.notes.exists() and Conversation.objects.get().holder == Holder.BOT


def test_a_note_is_sealed_and_goes_with_the_key(leila: User) -> None:
    conversation = accept(SECRET, 1)
    turns.save(take(conversation), replace(answer("echo"), effects=(Effect.REQUEST_PERSON,)))
    case = held(conversation, leila)
    case_notes.write(case, leila.pk, SECRET)
    backup = CaseNote.objects.select_related("case__conversation").get()
    assert SECRET.encode() not in bytes(backup.sealed)
    assert [note.text for note in case_notes.read(Case.objects.get())] == [SECRET]
    vault().shares.destroy([backup.case.conversation.key_slot])
    assert case_notes.read(Case.objects.get()) == []
    with pytest.raises(Unreadable):
        backup.text  # noqa: B018


def test_whose_key_was_lost_goes_on_waiting_for_a_person_and_is_not_spoken_over(leila: User) -> None:
    conversation = accept(SECRET, 1)
    turns.save(take(conversation), replace(answer("echo"), effects=(Effect.REQUEST_PERSON,)))
    held(conversation, leila)
    vault().shares.destroy([Conversation.objects.get().key_slot])
    accept("encore", 2)
    turn = take(conversation)
    assert turn.state.held_by_person and Case.objects.get().stage == Holder.PERSON
    desk.reply(conversation, "Bonjour", Conversation.objects.get().next_seq, leila)
    assert Reply.from_json(Outbox.objects.get(inbox=None).reply).text == "Bonjour"


def test_what_was_written_after_the_wish_to_erase_is_still_answered() -> None:
    conversation = accept(SECRET, 1)
    turn = take(conversation)
    accept("une autre question", 2)
    assert turns.save(turn, erased(turn))
    assert take(conversation).text == "une autre question"


def test_when_the_process_dies_before_the_share_is_destroyed_the_next_sweep_does_it() -> None:
    conversation = accept(SECRET, 1)
    held = Conversation.objects.get().held_key()
    assert held is not None
    ErasedKey.objects.create(slot=held.slot)  # committed with the erasure; then the power went
    assert vault().open(conversation, held)
    assert erasure.destroy_shares() == 1
    with pytest.raises(Unreadable):
        vault().open(conversation, held)
    assert erasure.destroy_shares() == 0


def test_a_conversation_whose_key_is_lost_begins_anew_and_asks_for_the_message_again() -> None:
    conversation = accept(SECRET, 1)
    vault().shares.destroy([Conversation.objects.get().key_slot])
    turn = take(conversation)
    assert (turn.readable, turn.text, turn.state) == (False, "", TurnState())
    assert turns.save(turn, answer("sorry"))
    assert [Reply.from_json(row.reply).text for row in Outbox.objects.all()] == ["sorry"]
    accept("salam", 2)
    assert take(conversation).text == "salam"


def test_one_changed_message_costs_only_itself() -> None:
    conversation = accept("first", 1)
    turns.save(take(conversation), answer("echo"))
    accept("second", 2)
    Inbox.objects.filter(state=InboxState.NEW).update(sealed=Inbox.objects.get(state=InboxState.DONE).sealed)
    assert not take(conversation).readable
    assert [row.text for row in Inbox.objects.filter(state=InboxState.DONE)] == ["first"]


# --- A copy -------------------------------------------------------------------------------------------------------


async def test_mydata_sends_a_copy_of_both_sides_words_and_the_profile_in_the_persons_language() -> None:
    async with own_house(Talk(decision=NOTHING, named=Corridor(origin=Country.MA, destination=Country.IT))) as at:
        await ask(at, "je suis caissière et je cherche du travail")
        first = "\n".join(await ask(at, "/mydata"))
        assert phrases.say("copy_title", Language.EN) in first
        assert "je suis caissière et je cherche du travail" in first
        assert phrases.say("dont_know", Language.EN)[:30] in first
        assert "Morocco → Italy" in first and "Telegram" in first and "30" in first
        again = "\n".join(await ask(at, "/mydata"))
        assert again.count("je suis caissière") == 1


async def test_a_long_copy_is_split_as_any_long_reply_and_nothing_is_left_out() -> None:
    async with own_house(Talk(decision=NOTHING)) as at:
        for number in range(6):
            await ask(at, f"question-{number} " + "mot " * 400)
        before = len(at.telegram.sent)
        await at.telegram_gets(at.telegram.text_update("/mydata"))
        await until(lambda: "question-5" in "".join(said(at)[before:]))
        copy = said(at)[before:]
        assert len(copy) >= 3
        assert [number for number in range(6) if f"question-{number}" not in "".join(copy)] == []


@pytest.mark.parametrize("language", Language)
def test_a_copy_says_that_a_person_was_asked_for_and_how_it_ended(language: Language, leila: User) -> None:
    conversation = accept("bonjour", 1)
    turns.save(take(conversation), replace(answer("echo"), effects=(Effect.REQUEST_PERSON,)))

    def copy() -> str:
        return own_copy.write(holdings.of(conversation), language, Terms(), phrases.say)

    def says(key: str) -> str:
        day = cards.day(datetime.now(UTC).date().isoformat(), language)
        return phrases.say("copy_request", language, date=day, how=phrases.say(f"copy_request_{key}", language, date=day))

    assert says("waits") in copy()
    held(conversation, leila)
    assert says("person") in copy()
    desk.close(conversation, Ended.REFERRED, leila)
    assert says("closed") in copy() and says("person") not in copy()
    for ending in ("handed_back", "withdrawn"):
        Case.objects.update(ending=ending)
        assert says(ending) in copy()


async def test_while_a_person_holds_it_the_copy_and_the_erasure_work_and_chatter_does_not(leila: User) -> None:
    async with own_house(Talk(decision=NOTHING)) as at:
        await ask(at, SECRET)
        await stored(lambda: held(Conversation.objects.get().id, leila))
        await at.telegram_gets(at.telegram.text_update("et maintenant ?"))
        copy = "\n".join(await ask(at, "/mydata"))
        assert SECRET in copy and "et maintenant ?" in copy
        await ask(at, "/delete")
        await at.telegram_gets(at.telegram.press('/delete_data{"sure": true}'))
        await until(lambda: phrases.say("delete_done", Language.EN) in said(at))
        assert (await stored(Conversation.objects.get)).holder == Holder.BOT
        assert (await stored(Case.objects.get)).conversation_id is None


def test_a_copy_names_who_spoke() -> None:
    conversation = accept("bonjour", 1)
    turns.save(take(conversation), answer("echo"))
    row = Conversation.objects.get()
    by_staff = Outbox(conversation=row, seq=row.next_seq)
    by_staff.reply = Reply(text="Je suis Anna.", language="fr").as_json()
    by_staff.save()
    assert [line.speaker.value for line in holdings.of(conversation).said] == ["you", "dalil", "person"]


# --- Being told ---------------------------------------------------------------------------------------------------


async def test_a_first_answer_is_followed_by_the_notice_once_and_an_agreement_is_remembered() -> None:
    talk = Talk(decision=NOTHING)
    async with own_house(talk, notice=True) as at:
        _, notice = await ask(at, "appelle-moi, je m'appelle Karim Alaoui, 0661234567", 2)
        assert phrases.say("notice_app", Language.EN, app="Telegram") in notice and "30" in notice and "/delete" in notice
        await ask(at, "une autre question")
        assert await stored(UnansweredQuestion.objects.count) == 0  # nobody agreed yet
        await at.telegram_gets(at.telegram.press('/consent{"learn":true}'))
        await until(lambda: phrases.say("learn_yes", Language.EN) in said(at))
        await ask(at, "je m'appelle Karim Alaoui, 0661234567, quel visa ?")
        (question,) = await stored(lambda: list(UnansweredQuestion.objects.all()))
        assert question.text_redacted == "je m'appelle [name], [phone], quel visa ?"
        assert {field.name for field in question._meta.fields} == {"id", "text_redacted", "language", "variety", "countries", "at"}


async def test_a_call_for_help_gets_help_and_the_notice_waits() -> None:
    talk = Talk(decision=NOTHING, alarm=Triaged(category="violence", urgency="immediate"))
    async with own_house(talk, notice=True) as at:
        replies = await ask(at, "il me frappe", 2)
        talk.alarm = None
        replies += await ask(at, "merci")
        assert not any("/mydata" in reply for reply in replies)


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        (TurnState(noticed=True), {}),
        (TurnState(held_by_person=True), {}),
        (TurnState(care_turns=1), {}),
        (TurnState(), {"act": TurnAct.PROTECT}),
        (TurnState(), {"act": TurnAct.SILENT}),
        (TurnState(), {"replies": ()}),
        (TurnState(), {"effects": (Effect.DELETE_DATA,)}),
        (TurnState(), {"triage": Triaged(category="violence", urgency="support")}),
    ],
)
def test_the_notice_keeps_quiet_when_it_would_disturb(before: TurnState, changes: dict[str, object]) -> None:
    plain = answer("x")
    assert is_due(TurnState(), plain)
    assert not is_due(before, replace(plain, **changes))
