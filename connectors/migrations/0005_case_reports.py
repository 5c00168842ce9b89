"""What a person tells step by step: reports that were handed over, and until when an unfinished one is kept."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import connectors.sealed_columns


class Migration(migrations.Migration):
    dependencies = [
        ("connectors", "0004_rate_buckets"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="telling_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(condition=models.Q(("telling_until__isnull", False)), fields=["telling_until"], name="conversation_telling"),
        ),
        migrations.CreateModel(
            name="CaseReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", connectors.sealed_columns.SealedColumn()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="connectors.case"),
                ),
            ],
        ),
    ]
