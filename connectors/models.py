"""Inbox, outbox and conversations: the truth about every message. A job is only a nudge."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


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
    address = models.CharField(max_length=200, blank=True)  # needed to answer; web sessions have none
    language = models.CharField(max_length=2, blank=True)
    language_chosen = models.BooleanField(default=False)  # by the person; identification no longer switches it
    variety = models.CharField(max_length=8, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    destination = models.CharField(max_length=2, blank=True)
    present_in = models.CharField(max_length=2, blank=True)
    occupation = models.CharField(max_length=60, blank=True)
    last_question = models.TextField(blank=True)
    last_article = models.CharField(max_length=80, blank=True)
    care_turns = models.PositiveSmallIntegerField(default=0)  # after a call for help: no small talk, no menu
    holder = models.CharField(max_length=10, choices=Holder, default=Holder.BOT)  # the stage of its latest case
    alarm_category = models.CharField(max_length=30, blank=True)  # of the last call for help: a request for a person carries it
    alarm_urgency = models.CharField(max_length=10, blank=True)
    window_expires_at = models.DateTimeField(null=True)  # WhatsApp: free text until then
    stopped = models.BooleanField(default=False)  # the person blocked our bot: nothing is sent until they write again
    next_seq = models.PositiveBigIntegerField(default=1)  # next number of an outgoing event, without gaps
    created_at = models.DateTimeField(auto_now_add=True)
    last_inbound_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "account", "key"], name="conversation_once")]


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
    text = models.TextField(blank=True)
    language_hint = models.CharField(max_length=16, blank=True)  # of the app, a hint only
    sent_at = models.DateTimeField(null=True)  # the provider's clock
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=4, choices=InboxState, default=InboxState.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)  # claims so far: the fence of `connectors.turns`
    next_try_at = models.DateTimeField(null=True)  # end of a claim or of a pause

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "account", "external_id"], name="message_once")]
        indexes = [models.Index(fields=["conversation", "id"], condition=models.Q(state="new"), name="inbox_waiting")]


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
    reply = models.JSONField()  # connectors.message.Reply
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


class Feedback(models.Model):
    """Whether an answer helped. It outlives the conversation, without a link to it."""

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, related_name="feedback")
    article = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2)
    helpful = models.BooleanField(null=True)
    at = models.DateTimeField(auto_now_add=True)


class Case(models.Model):
    """One wish for a person (`connectors.handover.Case`). It outlives what was said: then it tells only that and when."""

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

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)


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
