"""What the desk works with and staff edit themselves: ready replies, and the opening hours with what they promise."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from connectors.models import DeskHours
from knowledge import opening_hours
from knowledge.opening_hours import Kind
from staff import words
from staff.models import CannedReply

_HOURS = _("Write 24/7, or days and times: mo-fr 09:00-17:00; sa 10:00-12:00.")


class CannedReplyViewSet(SnippetViewSet):
    model = CannedReply
    icon = "openquote"
    menu_label = _("Ready replies")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ("name", "text_en", "text_fr", "text_ar")
    list_display = ("name",)
    edit_handler = ObjectList(
        [
            FieldPanel("name", heading=_("Name"), help_text=_("For the team only.")),
            *(
                FieldPanel(f"text_{code}", heading=name, widget=forms.Textarea(attrs={"dir": "auto", "rows": 3, "lang": code}))
                for code, name in words.LANGUAGES.items()
            ),
        ]
    )


class DeskHoursForm(WagtailAdminModelForm):
    zone = forms.ChoiceField(choices=list(words.ZONES.items()), label=_("Time zone"))

    def clean_hours(self) -> str:
        """Times that people can be told: no 'varies', no 'unknown'."""
        written: str = self.cleaned_data["hours"]
        try:
            hours = opening_hours.parse(written)
        except ValueError as exc:
            raise ValidationError(_HOURS) from exc
        timed = hours.kind is Kind.ALWAYS or (hours.kind is Kind.SLOTS and all(slot.times for slot in hours.slots))
        if not timed or not hours.confirmed:
            raise ValidationError(_HOURS)
        return str(hours)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("zone"):
            ZoneInfo(data["zone"])  # the machine must know it
        for name in ("promise_minutes", "alarm_immediate_minutes", "alarm_minutes"):
            if data.get(name) == 0:
                self.add_error(name, ValidationError(_("At least one minute.")))
        return data


class OnlyOne(ModelPermissionPolicy):
    """There is one row of opening hours: nobody adds another or deletes it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class DeskHoursViewSet(SnippetViewSet):
    model = DeskHours
    icon = "time"
    menu_label = _("Opening hours")
    copy_view_enabled = False
    search_backend_name = None
    list_display = ("hours", "zone")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("hours", heading=_("Opening hours"), help_text=_HOURS),
                    FieldPanel("zone", heading=_("Time zone")),
                    FieldPanel("holidays", heading=_("Closed on"), help_text=_("Days as 2026-12-25, with commas between them.")),
                ],
                heading=_("When a person answers"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "promise_minutes",
                        heading=_("Minutes to a first answer"),
                        help_text=_("What people are told until five answered requests show how long it really takes."),
                    ),
                    FieldPanel("alarm_immediate_minutes", heading=_("Alarm after minutes: danger now")),
                    FieldPanel("alarm_minutes", heading=_("Alarm after minutes: anybody else")),
                ],
                heading=_("What is promised"),
            ),
        ],
        base_form_class=DeskHoursForm,
    )


register_permission_policy(DeskHours, OnlyOne(DeskHours))
