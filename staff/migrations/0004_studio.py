"""Golden questions, what became of unanswered ones, who may do what with them, and two approvals for crisis content."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MAY = {
    "Authors": tuple(("staff", "goldenquestion", f"{verb}_goldenquestion") for verb in ("view", "add", "change")),
    "Reviewers": tuple(("staff", "goldenquestion", f"{verb}_goldenquestion") for verb in ("view", "add", "change", "delete")),
}


def allow(apps, schema_editor):
    """Django makes permissions after the last migration; the ones needed here are made now, under the same name."""
    content_types, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for name, allowed in MAY.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            for app, model, codename in allowed:
                content_type, _ = content_types.objects.get_or_create(app_label=app, model=model)
                verb = codename.partition("_")[0]
                found, _ = permissions.objects.get_or_create(
                    content_type=content_type, codename=codename, defaults={"name": f"Can {verb} {model}"}
                )
                group.permissions.add(found)


def make_crisis_review(apps, schema_editor):
    """Two steps, both for reviewers; nobody passes both (`staff.models.ApprovalByAnother`)."""
    task_type = apps.get_model("contenttypes", "ContentType").objects.get(app_label="staff", model="approvalbyanother")
    reviewers = apps.get_model("auth", "Group").objects.filter(name="Reviewers")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="Crisis review", active=True)
    for order, name in enumerate(("First approval", "Second approval")):
        task = apps.get_model("staff", "ApprovalByAnother").objects.create(name=name, active=True, content_type=task_type)
        task.groups.set(reviewers)
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=order)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("staff", "0003_ready_replies"),
        ("connectors", "0003_handover"),
    ]
    operations = [
        migrations.CreateModel(
            name="GoldenQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=500, verbose_name="question")),
                ("variety", models.CharField(max_length=8, verbose_name="variety", choices=[("ary", "Moroccan Arabic"), ("ary-Latn", "Moroccan Arabic in Latin letters"), ("aeb", "Tunisian Arabic"), ("aeb-Latn", "Tunisian Arabic in Latin letters"), ("arz", "Egyptian Arabic"), ("arz-Latn", "Egyptian Arabic in Latin letters"), ("ar", "Standard Arabic"), ("fr", "French"), ("en", "English"), ("it", "Italian"), ("de", "German"), ("mixed", "Two languages mixed")])),
                ("expected", models.CharField(blank=True, max_length=80, verbose_name="expected article")),
                ("origin", models.CharField(blank=True, max_length=2, verbose_name="from")),
                ("destination", models.CharField(blank=True, max_length=2, verbose_name="to")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("added_by", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "golden question", "verbose_name_plural": "golden questions", "ordering": ("expected", "pk")},
        ),
        migrations.AddConstraint(
            model_name="goldenquestion",
            constraint=models.UniqueConstraint(
                fields=["text", "origin", "destination"], name="golden_once", violation_error_message="It is already there."
            ),
        ),
        migrations.CreateModel(
            name="SettledQuestion",
            fields=[
                ("question", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="settled", serialize=False, to="connectors.unansweredquestion")),
                ("outcome", models.CharField(choices=[("phrasing", "Added to an article as a phrasing"), ("draft", "An article is being written"), ("not_for_us", "Not for us")], max_length=12)),
                ("article", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
        migrations.RunPython(make_crisis_review, migrations.RunPython.noop),
    ]
