"""What wagtail-localize allows and this site does not: serving a text that is still in its source's language."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation
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
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    whole, done = translation.get_progress()
    if done == whole:
        return None
    messages.error(request, _("Not published: %(missing)d texts are not translated yet.") % {"missing": whole - done})
    return HttpResponseRedirect(request.path)
