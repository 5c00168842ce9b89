"""Inbox, outbox and conversations: the truth about every message. A job is only a nudge.

Words, address and memory are sealed (`connectors.sealed_columns`): they are read and set like any attribute of a row, but the
database cannot filter by them.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from connectors import sealing
from connectors.errors import Unreadable
from connectors.sealed_columns import SealedColumn, sealed_flag, sealed_json, sealed_number, sealed_text
from connectors.sealing import Box
from connectors.vault import WrappedKey, vault


class Channel(models.TextChoices):
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    WEB = "web"


class Holder(models.TextChoices):
    """Who speaks (`connectors.handover.Stage`): the bot is silent while a person holds the conversation."""

    BOT = "bot"
    REQUESTED = "requested"  # a person was asked for; the bot still answers
    WAITING = "waiting"  # so too; the person knows when somebody is there
    PERSON = "person"
    CLOSED = "closed"  # by a person; the bot answers the next message


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=10, choices=Channel)
    account = models.CharField(max_length=64)  # our bot, phone number id or site
    key = models.CharField(max_length=64)  # keyed hash of the person's id on that channel
    key_slot = models.BigIntegerField(null=True)  # of the share of its key; all three empty: nothing is sealed here
    key_version = models.PositiveIntegerField(null=True)  # of the master key
    wrapped_key = models.BinaryField(null=True)
    sealed_address = SealedColumn()
    sealed_memory = SealedColumn()
    address = sealed_text("sealed_address")  # needed to answer; web sessions have none
    language = models.CharField(max_length=2, blank=True)
    language_chosen = models.BooleanField(default=False)  # by the person; identification no longer switches it
    variety = models.CharField(max_length=8, blank=True)
    origin = sealed_text("sealed_memory")
    destination = sealed_text("sealed_memory")
    present_in = sealed_text("sealed_memory")
    occupation = sealed_text("sealed_memory")
    last_question = sealed_text("sealed_memory")
    last_article = sealed_text("sealed_memory")
    last_found = sealed_text("sealed_memory")  # came first for the last question, shown or not
    failed = sealed_number("sealed_memory")  # questions in a row without an answer that helped
    care_turns = sealed_number("sealed_memory")  # after a call for help: no small talk, no menu
    noticed = sealed_flag("sealed_memory")  # the person was told what is kept
    may_learn = sealed_flag("sealed_memory")  # and agreed that the team reads questions without an answer
    awaits_offer = sealed_flag("sealed_memory")  # the next message is the offer to check
    alarm_category = sealed_text("sealed_memory")  # of the last call for help: a request for a person carries it
    alarm_urgency = sealed_text("sealed_memory")
    telling = sealed_json("sealed_memory")  # connectors.report.Draft: what happened, as far as it is told
    telling_until = models.DateTimeField(null=True)  # then an unfinished report is wiped
    holder = models.CharField(max_length=10, choices=Holder, default=Holder.BOT)  # the stage of its latest case
    window_expires_at = models.DateTimeField(null=True)  # WhatsApp: free text until then
    stopped = models.BooleanField(default=False)  # the person blocked our bot: nothing is sent until they write again
    next_seq = models.PositiveBigIntegerField(default=1)  # next number of an outgoing event, without gaps
    created_at = models.DateTimeField(auto_now_add=True)
    last_inbound_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "account", "key"], name="conversation_once")]
        indexes = [
            models.Index(fields=["key_version"], name="conversation_key_version"),  # rotation
            models.Index(fields=["telling_until"], condition=models.Q(telling_until__isnull=False), name="conversation_telling"),
        ]

    def box(self) -> Box:
        """Its key, for as long as this row is held in memory. Raises Unreadable, KeysUnavailable."""
        if self.wrapped_key is None:
            self._take_key()
        held = self.held_key()
        assert held is not None
        known: tuple[WrappedKey, Box] | None = self.__dict__.get("_box")
        if known is None or known[0] != held:
            known = self.__dict__["_box"] = (held, vault().open(self.id, held))
        return known[1]

    def held_key(self) -> WrappedKey | None:
        if self.wrapped_key is None or self.key_slot is None or self.key_version is None:
            return None
        return WrappedKey(slot=self.key_slot, version=self.key_version, wrapped=bytes(self.wrapped_key))

    def hold(self, held: WrappedKey, box: Box) -> None:
        """Seal with this key from now on; what other rows hold is not changed."""
        self.key_slot, self.key_version, self.wrapped_key = held.slot, held.version, held.wrapped
        self.__dict__["_box"] = (held, box)

    def _take_key(self) -> None:
        """A first key; in the database at once when the row is there, so that no caller can forget to save it."""
        held, box = vault().make(self.id)
        if not self._state.adding:
            ours = Conversation.objects.filter(id=self.id, wrapped_key=None)
            if not ours.update(key_slot=held.slot, key_version=held.version, wrapped_key=held.wrapped):
                self.refresh_from_db(fields=["key_slot", "key_version", "wrapped_key"])  # somebody was faster
                return
        self.hold(held, box)

    def place_of(self, column: str) -> bytes:
        return sealing.place(column, self.id)


class InboxState(models.TextChoices):
    NEW = "new"
    DONE = "done"
    DEAD = "dead"  # answered with the kind fallback after too many failures


class Inbox(models.Model):
    """One message from a person, written before the provider is told 200."""

    id = models.BigAutoField(primary_key=True)
    channel = models.CharField(max_length=10, choices=Channel)
    account = models.CharField(max_length=64)
    external_id = models.CharField(max_length=64)  # keyed hash of the provider's id (WhatsApp's ids hold the phone number)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="inbox")
    kind = models.CharField(max_length=20)  # connectors.message.Kind
    sealed = SealedColumn()  # empty: erased
    text = sealed_text("sealed")
    language_hint = sealed_text("sealed")  # of the app, a hint only
    sent_at = models.DateTimeField(null=True)  # the provider's clock
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=4, choices=InboxState, default=InboxState.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)  # claims so far: the fence of `connectors.turns`
    next_try_at = models.DateTimeField(null=True)  # end of a claim or of a pause

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "account", "external_id"], name="message_once")]
        indexes = [models.Index(fields=["conversation", "id"], condition=models.Q(state="new"), name="inbox_waiting")]

    def box(self) -> Box:
        return self.conversation.box()

    def place_of(self, column: str) -> bytes:
        """By the keyed id, which is unique and known before the row is: the database numbers rows only as it writes them."""
        return sealing.place("inbox", self.conversation_id, self.channel, self.account, self.external_id)


class OutboxState(models.TextChoices):
    """In the order a provider reports them: a state only ever moves forward."""

    QUEUED = "queued"
    SENDING = "sending"  # written before the call: after a crash it is uncertain
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    DEAD = "dead"


class Outbox(models.Model):
    """One outgoing reply of one turn; on the web it is the event itself."""

    id = models.BigAutoField(primary_key=True)
    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, null=True, related_name="outbox")
    part = models.PositiveSmallIntegerField(default=0)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="outbox")
    seq = models.PositiveBigIntegerField()
    sealed = SealedColumn()
    reply = sealed_json("sealed")  # connectors.message.Reply
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)  # end of a call in progress or of a pause
    uncertain = models.BooleanField(default=False)  # may have arrived twice
    pieces_sent = models.PositiveSmallIntegerField(default=0)  # a long reply goes out in several messages
    provider_id = models.CharField(max_length=64, blank=True)  # keyed hash, of the last piece
    error = models.CharField(max_length=40, blank=True)  # a code, never a text
    template = models.BooleanField(default=False)  # WhatsApp: says outside the window that an answer waits, and nothing else
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")  # a caseworker
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "part"], name="reply_once"),
            models.UniqueConstraint(fields=["conversation", "seq"], name="sequence_without_doubles"),
        ]
        indexes = [
            models.Index(fields=["conversation", "seq"], condition=models.Q(state__in=["queued", "sending"]), name="outbox_waiting"),
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="outbox_provider_id"),
        ]

    def box(self) -> Box:
        return self.conversation.box()

    def place_of(self, column: str) -> bytes:
        return sealing.place("outbox", self.conversation_id, self.seq)


class RateBucket(models.Model):
    """What may still be sent through one of a provider's limits (`connectors.rates`). Unlogged: after a crash all are full."""

    key = models.CharField(max_length=150, primary_key=True)  # channel, account, and for one person the conversation's id
    tokens = models.FloatField()
    at = models.DateTimeField()


class Feedback(models.Model):
    """Whether an answer helped. It outlives the conversation, without a link to it."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, related_name="feedback")
    article = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2)
    helpful = models.BooleanField(null=True)
    at = models.DateTimeField(auto_now_add=True)


class ErasedKey(models.Model):
    """The slot of a share that is to be destroyed: written with the erasure, gone when the share is."""

    slot = models.BigIntegerField(primary_key=True)


class UnansweredQuestion(models.Model):
    """A question without an answer, redacted, of a person who agreed. Nothing leads back to the conversation."""

    id = models.BigAutoField(primary_key=True)
    text_redacted = models.TextField()
    language = models.CharField(max_length=2)
    variety = models.CharField(max_length=8)
    countries = models.JSONField(default=list)  # codes, sorted
    at = models.DateField()  # a day: an hour would lead back to the conversation


class Case(models.Model):
    """One wish for a person (`connectors.handover.Case`). It outlives what was said: then it tells only that and when.

    Kind and urgency are not sealed: the queue is sorted by them, and the alarm looks for them. They go with the words.
    """

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, related_name="cases")
    channel = models.CharField(max_length=10, choices=Channel)
    stage = models.CharField(max_length=10, choices=Holder)  # never bot
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    urgency = models.CharField(max_length=10, blank=True)
    category = models.CharField(max_length=30, blank=True)
    told_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    call_category = models.CharField(max_length=30, blank=True)  # heard while open, and not yet answered
    call_urgency = models.CharField(max_length=10, blank=True)
    call_at = models.DateTimeField(null=True)
    helped = ArrayField(models.CharField(max_length=42), default=list)  # "category:urgency"
    overdue_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(stage__in=["requested", "waiting", "person"]), name="one_open_case"
            )
        ]
        indexes = [models.Index(fields=["stage", "asked_at"], name="case_stage")]


class CaseNote(models.Model):
    """What caseworkers tell each other about a case; never sent. Read and written by `connectors.case_notes` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # known before the row is, to seal by
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sealed = SealedColumn()  # under the conversation's key: who erases it erases what was noted about them
    text = sealed_text("sealed")
    at = models.DateTimeField(auto_now_add=True)

    def box(self) -> Box:
        if self.case.conversation is None:
            raise Unreadable
        return self.case.conversation.box()

    def place_of(self, column: str) -> bytes:
        return sealing.place("case_note", self.case_id, self.id)


class CaseReport(models.Model):
    """What a person told step by step and handed over. Read and written by `connectors.case_reports` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # known before the row is, to seal by
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    sealed = SealedColumn()  # under the conversation's key
    told = sealed_json("sealed")  # connectors.report.Report
    at = models.DateTimeField(auto_now_add=True)

    def box(self) -> Box:
        if self.case.conversation is None:
            raise Unreadable
        return self.case.conversation.box()

    def place_of(self, column: str) -> bytes:
        return sealing.place("case_report", self.case_id, self.id)


class DeskHours(models.Model):
    """When people answer people, and what is promised: one row, edited by staff."""

    hours = models.CharField(max_length=200, default="mo-fr 09:00-17:00")  # knowledge.opening_hours
    zone = models.CharField(max_length=40, default="Europe/Berlin")  # IANA name
    holidays = ArrayField(models.DateField(), default=list, blank=True)  # closed all day
    promise_minutes = models.PositiveIntegerField(default=240)  # open time to a first answer, said while too few cases tell
    alarm_immediate_minutes = models.PositiveIntegerField(default=5)  # open time somebody in danger may wait unseen
    alarm_minutes = models.PositiveIntegerField(default=60)  # the same for anybody else

    class Meta:
        verbose_name = "opening hours"
        verbose_name_plural = "opening hours"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_desk_hours")]

    def __str__(self) -> str:
        return f"{self.hours} ({self.zone})"
