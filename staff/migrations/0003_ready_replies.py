"""Ready replies with the first ones, and what caseworkers may do with them and with the opening hours."""

from django.db import migrations, models

from knowledge.article import Language
from knowledge.phrases import keys, say

MAY = (
    *(("staff", "cannedreply", f"{verb}_cannedreply") for verb in ("view", "add", "change", "delete")),
    *(("connectors", "deskhours", f"{verb}_deskhours") for verb in ("view", "change")),
)


def first_replies(apps, schema_editor):
    """Whatever ready replies the catalogue has: later ones are staff's own."""
    replies = apps.get_model("staff", "CannedReply").objects
    for key in sorted(key for key in keys() if key.startswith("canned_")):
        name = key.removeprefix("canned_").replace("_", " ").capitalize()
        replies.get_or_create(name=name, defaults={f"text_{language.value}": say(key, language) for language in Language})


def allow(apps, schema_editor):
    """Django makes permissions after the last migration; the ones needed here are made now, under the same name."""
    content_types, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for group in apps.get_model("auth", "Group").objects.filter(name="Caseworkers"):
        for app, model, codename in MAY:
            content_type, _ = content_types.objects.get_or_create(app_label=app, model=model)
            verb = codename.partition("_")[0]
            found, _ = permissions.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {verb} {model}"}
            )
            group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_roles"), ("connectors", "0003_handover")]
    operations = [
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                *((f"text_{language}", models.TextField(max_length=1000)) for language in ("ar", "fr", "en", "it", "de")),
            ],
            options={"verbose_name": "ready reply", "verbose_name_plural": "ready replies", "ordering": ("name",)},
        ),
        migrations.RunPython(first_replies, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
