"""One turn in the store: claimed, then answered in one transaction, or put back. Blocking: runs on a store thread.

The number of claims of a message is its fence: whoever lost the claim, by a crash or by being slow, saves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from connectors import case_reports, cases, doorbell, erasure, questions
from connectors.errors import Unreadable
from connectors.handover import Call, Stage, Voice, may_speak
from connectors.hearing.transcript import Heard, Unheard
from connectors.memory import recall, remember
from connectors.message import Kind, Reply
from connectors.models import Channel, Conversation, Feedback, Holder, Inbox, InboxState, Outbox, OutboxState
from connectors.report import KEPT
from connectors.turn import Effect, Outcome, Triaged, TurnState
from knowledge.triage.alarm import Category, Urgency

CLAIM = timedelta(seconds=15)  # longer than the longest turn; a crash blocks a conversation no longer than this
MINUTE = timedelta(minutes=1)
_LOOK_BACK = 10  # replies
BEFORE_SWEEP = timedelta(seconds=2)  # younger messages have their doorbell


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A claimed message with what the conversation remembers."""

    inbox: int
    attempt: int
    conversation: UUID
    channel: str
    kind: Kind
    text: str
    language_hint: str | None
    state: TurnState
    last_reply: Reply | None  # what the person sees last: a bare number may choose from it
    sender: str  # the conversation's name towards the dialogue engine: another one after every erasure
    recent: int = 1  # messages of this person in the minute that ends with this one, itself included
    heard: Heard | Unheard | None = None  # of a voice message, once it was listened to; then `text` holds its words
    readable: bool = True  # False: the key of these words is lost, and the message must be sent again


def claim(conversation: UUID) -> Turn | None:
    """Take the oldest unanswered message; None when there is none, or another worker has it, or it pauses."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {Inbox._meta.db_table} SET attempts = attempts + 1, next_try_at = now() + make_interval(secs => %(claim)s)
                WHERE id = (SELECT id FROM {Inbox._meta.db_table}
                            WHERE conversation_id = %(conversation)s AND state = 'new' ORDER BY id LIMIT 1)
                  AND state = 'new' AND (next_try_at IS NULL OR next_try_at <= now())
                RETURNING id""",
            {"claim": CLAIM.total_seconds(), "conversation": conversation},
        )
        row = cursor.fetchone()
    if row is None:
        return None
    inbox = Inbox.objects.select_related("conversation").get(id=row[0])
    case = cases.of(conversation) if inbox.conversation.holder not in (Holder.BOT, Holder.CLOSED) else None
    try:
        state = recall(inbox.conversation, case)
        if case_reports.is_over(inbox.conversation, datetime.now(UTC)):  # the sweep wipes it; it no longer counts
            state = replace(state, telling=None)
        return _turn(inbox, text=inbox.text, hint=inbox.language_hint, state=state)
    except Unreadable:
        inbox.conversation = erasure.mend(conversation)
        # Nothing is remembered any more, except who holds it: nobody is spoken over because a key was lost.
        state = TurnState(held_by_person=inbox.conversation.holder == Holder.PERSON, case=case)
        return replace(_turn(inbox, text="", hint="", state=state), readable=False)


def _turn(inbox: Inbox, *, text: str, hint: str, state: TurnState) -> Turn:
    conversation = inbox.conversation
    return Turn(
        inbox=inbox.id,
        attempt=inbox.attempts,
        conversation=conversation.id,
        channel=inbox.channel,
        kind=Kind(inbox.kind),
        text=text,
        language_hint=hint or None,
        state=state,
        last_reply=_last_reply(conversation),
        sender=conversation.box().engine_sender(),
        recent=_recent(inbox),
    )


def _recent(inbox: Inbox) -> int:
    """Counted again the same number comes out: a second claim of the message finds no other limit than the first."""
    span = (inbox.received_at - MINUTE, inbox.received_at)
    return Inbox.objects.filter(conversation=inbox.conversation_id, id__lte=inbox.id, received_at__range=span).count()


def find_button(conversation: UUID, reply: int, index: int) -> str | None:
    """The payload of a button we sent in this conversation; None when the reply is gone."""
    stored = Outbox.objects.select_related("conversation").filter(id=reply, conversation=conversation).first()
    shown = _read(stored)
    buttons = shown.buttons if shown else ()
    return buttons[index].payload if 0 <= index < len(buttons) else None


def find_reply(conversation: UUID, reply: int) -> Reply | None:
    """A reply of this conversation; None when it is gone."""
    return _read(Outbox.objects.select_related("conversation").filter(id=reply, conversation=conversation).first())


def last_answer(conversation: UUID) -> Reply | None:
    """The newest reply of the assistant with a source or a number in it: what one would want read aloud."""
    rows = Outbox.objects.select_related("conversation").filter(conversation=conversation).exclude(inbox=None).order_by("-seq")
    for row in rows[:_LOOK_BACK]:
        reply = _read(row)
        if reply is not None and (reply.citations or reply.helplines):
            return reply
    return None


def hold(turn: Turn, span: timedelta) -> bool:
    """Claim the message for longer: False when the claim was lost meanwhile."""
    held = Inbox.objects.filter(id=turn.inbox, attempts=turn.attempt, state=InboxState.NEW)
    return bool(held.update(next_try_at=Now() + span))


def save(turn: Turn, outcome: Outcome) -> bool:
    """Write the whole outcome, or nothing: False when the claim was lost meanwhile."""
    with transaction.atomic():
        if (conversation := _fenced(turn)) is None:
            return False
        _write_down(turn, conversation)
        article = conversation.last_article
        if case_reports.is_over(conversation, datetime.now(UTC)):
            case_reports.wipe_draft(conversation)
        remember(conversation, outcome.state)
        if outcome.state.telling != turn.state.telling:
            conversation.telling_until = datetime.now(UTC) + KEPT if outcome.state.telling else None
        replies = _allowed(conversation, turn, outcome)
        _hand_over(conversation, outcome)
        if Effect.STORE_FEEDBACK in outcome.effects:
            Feedback.objects.create(conversation=conversation, article=article, language=outcome.language, helpful=outcome.helpful)
        if Effect.STORE_QUESTION in outcome.effects:
            questions.store(outcome, datetime.now(UTC).date())
        if Effect.KEEP_REPORT in outcome.effects and outcome.report:
            case_reports.keep(conversation, outcome.report, datetime.now(UTC))
        if Effect.DROP_REPORT in outcome.effects:
            case_reports.drop_words(conversation, outcome.forget)
        if Effect.DELETE_DATA in outcome.effects:
            erasure.erase(conversation, upto=turn.inbox, now=datetime.now(UTC))
        _close(turn, conversation, replies, InboxState.DONE)
    return True


def _write_down(turn: Turn, conversation: Conversation) -> None:
    """The words of a voice message in the place of the note: nothing points to the sound any more."""
    if turn.kind is Kind.VOICE and turn.readable:
        row = Inbox.objects.get(id=turn.inbox)
        row.conversation = conversation
        row.text = turn.text if isinstance(turn.heard, Heard) else ""
        row.save(update_fields=["sealed"])


def put_back(turn: Turn, pause: timedelta) -> None:
    """Try again after a pause; the messages behind it wait, for answers keep their order."""
    Inbox.objects.filter(id=turn.inbox, attempts=turn.attempt, state=InboxState.NEW).update(next_try_at=Now() + pause)


def bury(turn: Turn, reply: Reply) -> bool:
    """Give up on a message with a kind sentence, so that the conversation goes on."""
    with transaction.atomic():
        if (conversation := _fenced(turn)) is None:
            return False
        cases.hear(conversation, datetime.now(UTC), None)
        replies = [reply] if may_speak(Stage(conversation.holder), Voice.CHATTER) else []
        _close(turn, conversation, replies, InboxState.DEAD)
    return True


def left_behind(limit: int) -> list[UUID]:
    """Conversations with a message whose doorbell was lost, whose worker died, or whose pause is over."""
    unheard = Q(next_try_at=None, received_at__lt=Now() - BEFORE_SWEEP)
    due = Inbox.objects.filter(unheard | Q(next_try_at__lte=Now()), state=InboxState.NEW)
    return list(due.order_by("conversation").values_list("conversation", flat=True).distinct()[:limit])


def _fenced(turn: Turn) -> Conversation | None:
    """Lock the conversation, if the claim still holds."""
    conversation = Conversation.objects.select_for_update().get(id=turn.conversation)
    held = Inbox.objects.filter(id=turn.inbox, attempts=turn.attempt, state=InboxState.NEW)
    return conversation if held.exists() else None


def _allowed(conversation: Conversation, turn: Turn, outcome: Outcome) -> Sequence[Reply]:
    """What may still be said: somebody of the team may have taken over while the bot was thinking."""
    if not may_speak(Stage(conversation.holder), outcome.voice):
        return ()
    overtaken = conversation.holder == Holder.PERSON and not turn.state.held_by_person
    return outcome.replies[:1] if overtaken and outcome.voice is Voice.PROTECTIVE else outcome.replies


def _hand_over(conversation: Conversation, outcome: Outcome) -> None:
    """What the turn means for who speaks; the conversation is locked, so that the desk's steps come before or after it."""
    now = datetime.now(UTC)
    cases.hear(conversation, now, _call(outcome.triage, now))
    if Effect.REQUEST_PERSON in outcome.effects:
        cases.ask(conversation, now, told=outcome.told_hours)
    elif outcome.told_hours:
        cases.tell(conversation, now)
    if Effect.WITHDRAW_REQUEST in outcome.effects:
        cases.withdraw(conversation, now)


def _call(triaged: Triaged | None, now: datetime) -> Call | None:
    return Call(category=Category(triaged.category), urgency=Urgency(triaged.urgency), at=now) if triaged else None


def _close(turn: Turn, conversation: Conversation, replies: Sequence[Reply], state: InboxState) -> None:
    """Mark the message, and queue the replies. On the web a row is the event itself: nothing is sent."""
    web = conversation.channel == Channel.WEB
    state_out = OutboxState.SENT if web else OutboxState.QUEUED
    rows = [
        Outbox(inbox_id=turn.inbox, part=part, conversation=conversation, seq=conversation.next_seq + part, state=state_out)
        for part in range(len(replies))
    ]
    for row, reply in zip(rows, replies, strict=True):
        row.reply = reply.as_json()
    Outbox.objects.bulk_create(rows)
    conversation.next_seq += len(replies)
    conversation.save()
    Inbox.objects.filter(id=turn.inbox).update(state=state, next_try_at=None)
    if web:
        doorbell.tell_web_listeners(conversation.id)
    elif replies:
        doorbell.ring(doorbell.DELIVER, conversation.id)


def _last_reply(conversation: Conversation) -> Reply | None:
    return _read(conversation.outbox.order_by("-seq").first())


def _read(stored: Outbox | None) -> Reply | None:
    """None for a reply that is gone, or was erased while we looked."""
    try:
        return Reply.from_json(stored.reply) if stored else None
    except Unreadable:
        return None
