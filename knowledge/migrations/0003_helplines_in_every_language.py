"""Helplines as data that every language can show: closed sets and small notations instead of English words."""

import django.contrib.postgres.fields
from django.db import migrations, models

AREAS = [(code, code) for code in "EG MA TN DE BE FR IT EU INT".split()]
TOPICS = [
    (topic, topic)
    for topic in "emergency police ambulance fire sea suicide violence trafficking labour children asylum migrant_help iom consular".split()
]
COSTS = [(cost, cost) for cost in "free local paid unknown".split()]
FOR_WHOM = [
    (who, who)
    for who in (
        "anyone women men children families workers migrants refugees trafficking-victims violence-victims own-nationals homeless "
        "cannot-speak at-sea"
    ).split()
]
WARNINGS = [(key, key) for key in "none police-may-check-papers not-for-emergencies not-a-rescue-service".split()]
CONFIDENCES = [(word, word) for word in "high medium low unverified".split()]
LANGUAGES = "ar fr en it de".split()
_COST_OF = {"yes": "free", "no": "paid"}


def convert(apps, schema_editor):
    """Rows that nobody edited come again from the sheet; those of staff are kept, their English words in the note."""
    helplines = apps.get_model("knowledge", "Helpline").objects
    edited = set(
        apps.get_model("wagtailcore", "ModelLogEntry")
        .objects.filter(content_type__app_label="knowledge", content_type__model="helpline")
        .values_list("object_id", flat=True)
    )
    for row in helplines.all():
        if str(row.pk) not in edited:
            row.delete()
            continue
        said = {"Hours": row.hours, "Languages": row.languages, "Free of charge": row.free_of_charge, "Date of the source": row.source_date}
        row.note = "\n".join(f"{name}: {words}" for name, words in said.items() if words)
        known = dict(TOPICS)
        row.topics = [row.topic if row.topic in known else "migrant_help"]
        row.country = row.country if row.country in dict(AREAS) else "INT"
        row.phone_international, row.phone_local = (row.phone, "") if row.phone.startswith("+") else ("", row.phone)
        row.hours, row.languages, row.source_date = "unknown", "", ""
        row.cost = _COST_OF.get(row.free_of_charge, "unknown")
        row.warning = "police-may-check-papers" if row.topic == "police" else "none"
        row.confidence = row.confidence if row.confidence in dict(CONFIDENCES) else "unverified"
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0002_prepared_texts"),
        ("wagtailcore", "0063_modellogentry"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="helpline",
            options={"ordering": ["country", "topics", "name", "name_en"], "verbose_name": "helpline", "verbose_name_plural": "helplines"},
        ),
        migrations.RemoveConstraint(model_name="helpline", name="helpline_once"),
        migrations.AddField(
            model_name="helpline",
            name="topics",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=TOPICS, max_length=20), default=list, size=None
            ),
            preserve_default=False,
        ),
        *(
            migrations.AddField(model_name="helpline", name=f"name_{code}", field=models.CharField(blank=True, default="", max_length=200))
            for code in LANGUAGES
        ),
        *(
            migrations.AddField(model_name="helpline", name=name, field=models.CharField(blank=True, default="", max_length=60))
            for name in ("phone_international", "phone_local", "whatsapp", "sms")
        ),
        migrations.AddField(
            model_name="helpline", name="cost", field=models.CharField(choices=COSTS, default="unknown", max_length=10)
        ),
        migrations.AddField(
            model_name="helpline", name="for_whom", field=models.CharField(choices=FOR_WHOM, default="anyone", max_length=30)
        ),
        migrations.AddField(
            model_name="helpline", name="warning", field=models.CharField(choices=WARNINGS, default="none", max_length=40)
        ),
        migrations.AddField(model_name="helpline", name="last_test_call", field=models.DateField(blank=True, null=True)),
        migrations.AddField(model_name="helpline", name="note", field=models.TextField(blank=True, default="")),
        migrations.RunPython(convert, migrations.RunPython.noop),
        *(migrations.RemoveField(model_name="helpline", name=name) for name in ("topic", "phone", "free_of_charge")),
        migrations.AlterField(model_name="helpline", name="country", field=models.CharField(choices=AREAS, max_length=3)),
        migrations.AlterField(model_name="helpline", name="name", field=models.CharField(blank=True, default="", max_length=200)),
        migrations.AlterField(model_name="helpline", name="hours", field=models.CharField(default="unknown", max_length=200)),
        migrations.AlterField(model_name="helpline", name="languages", field=models.CharField(blank=True, default="", max_length=200)),
        migrations.AlterField(model_name="helpline", name="source_date", field=models.CharField(blank=True, default="", max_length=10)),
        migrations.AlterField(model_name="helpline", name="confidence", field=models.CharField(choices=CONFIDENCES, max_length=12)),
        migrations.AddConstraint(
            model_name="helpline",
            constraint=models.UniqueConstraint(
                fields=["country", "phone_local", "phone_international", "whatsapp", "sms", "name", "name_en"], name="helpline_once"
            ),
        ),
    ]
