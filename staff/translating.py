"""What wagtail-localize allows and this site does not: serving a text that is still in its source's language."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import Translation
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from knowledge.models import Article


class SyncForm(UpdateTranslationsForm):
    """Without 'publish immediately': it would publish untranslated words, and ask for no permission to publish."""

    publish_translations = forms.BooleanField(required=False, disabled=True, initial=False, widget=forms.HiddenInput)


class SyncTranslations(UpdateTranslationsView):
    """Tells translators what changed in the source; what is served stays as it is."""

    def get_form(self) -> SyncForm:
        return SyncForm(self.request.POST if self.request.method == "POST" else None)


def refuse_unfinished(request: HttpRequest, instance: object) -> HttpResponse | None:
    """Send somebody who publishes an unfinished translation back to it; None when there is nothing to refuse."""
    if request.method != "POST" or request.POST.get("action") != "publish" or not isinstance(instance, Article):
        return None
    translation = _translation(instance)
    if translation is None:
        return None
    whole, done = translation.get_progress()
    if done == whole:
        return None
    messages.error(request, _("Not published: %(missing)d texts are not translated yet.") % {"missing": whole - done})
    return HttpResponseRedirect(request.path)


def translated(row: Article) -> Article | None:
    """The row with its translator's words, unsaved; None when it is no translation in progress."""
    translation = _translation(row)
    if translation is None:
        return None
    draft: Article = Article.objects.get(pk=row.pk)
    original = translation.source.as_instance()
    copy_synchronised_fields(original, draft)
    segments = translation.source._get_segments_for_translation(draft.locale, fallback=True)
    ingest_segments(original, draft, translation.source.locale, draft.locale, segments)
    return draft


def send_for_review(draft: Article, user: User) -> None:
    """Keep the draft as a revision and ask for its review; one that is under way goes on with these words."""
    with transaction.atomic():
        draft.save_revision(user=user)
        workflow = draft.get_workflow()
        if workflow and not draft.workflow_in_progress:
            workflow.start(draft, user)


def _translation(row: Article) -> Translation | None:
    return Translation.objects.filter(source__object_id=row.translation_key, target_locale_id=row.locale_id, enabled=True).first()
