"""Inbox, outbox and conversations: the truth about every message. A job is only a nudge."""

from __future__ import annotations

import uuid

from django.db import models


class Channel(models.TextChoices):
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    WEB = "web"


class Holder(models.TextChoices):
    """Who speaks: the bot is silent unless it holds the conversation."""

    BOT = "bot"
    REQUESTED = "requested"  # a person was asked for; the bot still answers
    PERSON = "person"


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
    holder = models.CharField(max_length=10, choices=Holder, default=Holder.BOT)
    window_expires_at = models.DateTimeField(null=True)  # WhatsApp: free text until then
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
    external_id = models.CharField(max_length=200)  # the provider's id, or the client's on the web
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="inbox")
    kind = models.CharField(max_length=20)  # text, button, command, or the provider's type we cannot read
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)  # the provider's clock
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=4, choices=InboxState, default=InboxState.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)

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
    next_try_at = models.DateTimeField(null=True)
    uncertain = models.BooleanField(default=False)  # may have arrived twice
    provider_id = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=200, blank=True)
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
