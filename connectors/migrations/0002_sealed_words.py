"""Words, addresses and memory under a key of each conversation; what was in the clear is sealed, and its bytes go.

Backwards, what can still be opened is written in the clear again; what was erased meanwhile stays erased.
"""

import secrets

from django.db import migrations, models

import connectors.sealed_columns
from connectors import sealing
from connectors.errors import Unreadable
from connectors.vault import WrappedKey, vault

MEMORY = ("origin", "destination", "present_in", "occupation", "last_question", "last_article", "care_turns")


def seal(apps, schema_editor):
    """Conversation by conversation: one key each, all of its rows."""
    tables = {name: apps.get_model("connectors", name) for name in ("Conversation", "Inbox", "Outbox")}
    for row in tables["Conversation"].objects.iterator(chunk_size=500):
        held, box = vault().make(row.id)
        row.key_slot, row.key_version, row.wrapped_key = held.slot, held.version, held.wrapped
        row.sealed_address = _sealed(box, sealing.place("sealed_address", row.id), {"address": row.address})
        row.sealed_memory = _sealed(box, sealing.place("sealed_memory", row.id), {name: getattr(row, name) for name in MEMORY})
        row.save()
        for message in tables["Inbox"].objects.filter(conversation=row).iterator(chunk_size=500):
            place = sealing.place("inbox", row.id, message.channel, message.account, message.external_id)
            message.sealed = _sealed(box, place, {"text": message.text, "language_hint": message.language_hint})
            message.save(update_fields=["sealed"])
        for reply in tables["Outbox"].objects.filter(conversation=row).iterator(chunk_size=500):
            reply.sealed = _sealed(box, sealing.place("outbox", row.id, reply.seq), {"reply": reply.reply})
            reply.save(update_fields=["sealed"])


def _sealed(box, place, said):
    kept = {name: value for name, value in said.items() if value}
    return box.seal(place, kept, secrets.token_bytes(sealing.NONCE_BYTES)) if kept else b""


def unseal(apps, schema_editor):
    tables = {name: apps.get_model("connectors", name) for name in ("Conversation", "Inbox", "Outbox")}
    for row in tables["Conversation"].objects.exclude(wrapped_key=None).iterator(chunk_size=500):
        box = _opened_box(row)
        _open_into(row, box, sealing.place("sealed_address", row.id), row.sealed_address)
        _open_into(row, box, sealing.place("sealed_memory", row.id), row.sealed_memory)
        row.save()
        for message in tables["Inbox"].objects.filter(conversation=row).iterator(chunk_size=500):
            _open_into(message, box, sealing.place("inbox", row.id, message.channel, message.account, message.external_id), message.sealed)
            message.save()
        for reply in tables["Outbox"].objects.filter(conversation=row).iterator(chunk_size=500):
            if not _open_into(reply, box, sealing.place("outbox", row.id, reply.seq), reply.sealed):
                reply.delete()
                continue
            reply.save()


def _opened_box(row):
    try:
        return vault().open(row.id, WrappedKey(slot=row.key_slot, version=row.key_version, wrapped=bytes(row.wrapped_key)))
    except Unreadable:
        return None


def _open_into(row, box, place, sealed):
    if box is None or not sealed:
        return False
    try:
        opened = box.open(place, bytes(sealed))
    except Unreadable:
        return False
    for name, value in opened.items():
        setattr(row, name, value)
    return True


# PostgreSQL leaves dropped columns and dead rows in its files. Only a changed type makes it write a table anew, without both.
REWRITTEN = [
    ("connectors_conversation", "account", "varchar(64)"),
    ("connectors_inbox", "kind", "varchar(20)"),
    ("connectors_outbox", "error", "varchar(40)"),
]


class Migration(migrations.Migration):
    dependencies = [("connectors", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE connectors_key_slot", "DROP SEQUENCE connectors_key_slot"),
        migrations.CreateModel(
            name="ErasedKey",
            fields=[("slot", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="UnansweredQuestion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text_redacted", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("variety", models.CharField(max_length=8)),
                ("countries", models.JSONField(default=list)),
                ("at", models.DateField()),
            ],
        ),
        migrations.AddField("conversation", "key_slot", models.BigIntegerField(null=True)),
        migrations.AddField("conversation", "key_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("conversation", "wrapped_key", models.BinaryField(null=True)),
        migrations.AddField("conversation", "sealed_address", connectors.sealed_columns.SealedColumn()),
        migrations.AddField("conversation", "sealed_memory", connectors.sealed_columns.SealedColumn()),
        migrations.AddField("inbox", "sealed", connectors.sealed_columns.SealedColumn()),
        migrations.AddField("outbox", "sealed", connectors.sealed_columns.SealedColumn()),
        # Backwards the columns come back empty, before they are filled.
        migrations.AlterField("outbox", "reply", models.JSONField(default=dict)),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("conversation", "address"),
        *(migrations.RemoveField("conversation", name) for name in MEMORY),
        migrations.RemoveField("inbox", "text"),
        migrations.RemoveField("inbox", "language_hint"),
        migrations.RemoveField("outbox", "reply"),
        *(
            migrations.RunSQL(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind} USING {column} || ''", migrations.RunSQL.noop)
            for table, column, kind in REWRITTEN
        ),
        migrations.AddIndex("conversation", models.Index(fields=["key_version"], name="conversation_key_version")),
    ]
