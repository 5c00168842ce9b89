"""Who may do what: authors, reviewers, caseworkers, and the review every article goes through."""

from django.db import migrations

ACCESS = ("wagtailadmin", "admin", "access_admin")
AUTHOR = (
    ACCESS,
    *(("knowledge", "article", f"{verb}_article") for verb in ("view", "add", "change")),
    *(("knowledge", "figure", f"{verb}_figure") for verb in ("view", "add")),  # changing one changes live answers
    ("knowledge", "helpline", "view_helpline"),
    ("wagtail_localize", "translation", "submit_translation"),
)
REVIEWER = (
    *AUTHOR,
    *(("knowledge", "article", f"{verb}_article") for verb in ("publish", "lock", "unlock")),
    ("knowledge", "figure", "change_figure"),
    *(("knowledge", "helpline", f"{verb}_helpline") for verb in ("add", "change", "delete")),
)
CASEWORKER = (ACCESS, ("connectors", "conversation", "view_conversation"), ("connectors", "conversation", "change_conversation"))
GROUPS = {"Authors": AUTHOR, "Reviewers": REVIEWER, "Caseworkers": CASEWORKER}
OF_WAGTAIL = ("Editors", "Moderators")  # for pages, which this site has none of


def make_roles(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    group_model.objects.filter(name__in=OF_WAGTAIL, user=None).delete()
    for name, permissions in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        group.permissions.set([permission(apps, *which) for which in permissions])


def permission(apps, app, model, codename):
    """Django makes permissions after the last migration; the ones needed here are made now, under the same name."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    verb = codename.partition("_")[0]
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {verb} {model}"}
    )
    return found


def make_review(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="staff", model="approvalbyanother")
    article_type, _ = content_types.get_or_create(app_label="knowledge", model="article")
    task = apps.get_model("staff", "ApprovalByAnother").objects.create(name="Review", active=True, content_type=task_type)
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name="Reviewers"))
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    workflows.exclude(name="Review").update(active=False)
    workflow = workflows.create(name="Review", active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(workflow=workflow, content_type=article_type)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("knowledge", "0001_initial"),
        ("connectors", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]
    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_review, migrations.RunPython.noop),
    ]
