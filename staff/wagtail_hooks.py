"""What this room adds to Wagtail's admin, and what it takes away: there are no pages, pictures or files here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.staticfiles import versioned_static
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from staff import asked_views, before_publishing, desk, desk_views, studio_views, translating
from staff.articles import ArticleViewSet
from staff.desk_snippets import CannedReplyViewSet, DeskHoursViewSet
from staff.figures import FigureViewSet
from staff.golden_snippet import GoldenViewSet
from staff.helplines import HelplineViewSet
from staff.today import TodayPanel

_NOT_OURS = {"explorer", "images", "documents", "help"}


class KnowledgeGroup(SnippetViewSetGroup):
    menu_label = _("Knowledge")
    menu_icon = "doc-full-inverse"
    menu_order = 100
    items = (ArticleViewSet, FigureViewSet, HelplineViewSet, GoldenViewSet)


register_snippet(KnowledgeGroup)


class DeskGroup(SnippetViewSetGroup):
    menu_label = _("Desk")
    menu_icon = "comment"
    menu_order = 210
    items = (CannedReplyViewSet, DeskHoursViewSet)


register_snippet(DeskGroup)


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(desk.PERMISSION))


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> DeskMenuItem:
    return DeskMenuItem(_("Conversations"), reverse("staff_desk:list"), name="conversations", icon_name="comment", order=200)


class StudioMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(studio_views.PERMISSION))


@hooks.register("register_admin_menu_item")
def try_menu_item() -> StudioMenuItem:
    return StudioMenuItem(_("Try it"), reverse("staff_studio:try"), name="try", icon_name="help", order=110)


@hooks.register("register_admin_menu_item")
def asked_menu_item() -> StudioMenuItem:
    return StudioMenuItem(_("What people ask"), reverse("staff_asked:list"), name="asked", icon_name="search", order=120)


@hooks.register("register_admin_urls", order=-1)
def own_urls() -> Sequence[URLPattern | URLResolver]:
    """Before wagtail-localize's: the first pattern that fits wins."""
    return [
        path("conversations/", include(desk_views.URLS)),
        path("studio/", include(studio_views.URLS)),
        path("asked/", include(asked_views.URLS)),
        path("localize/update/<int:translation_source_id>/", translating.SyncTranslations.as_view()),
    ]


# Before wagtail-localize's own, which publishes.
hooks.register("before_edit_snippet", translating.refuse_unfinished, order=-2)
hooks.register("before_edit_snippet", before_publishing.before_edit, order=-1)
hooks.register("before_create_snippet", before_publishing.before_create)


@hooks.register("construct_main_menu")
def hide_pages_and_files(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    hidden = _NOT_OURS if request.user.has_perm("knowledge.change_article") else _NOT_OURS | {"reports"}
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


class ArticleSearch(SearchArea):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("knowledge.view_article"))


@hooks.register("register_admin_search_area")
def search_articles() -> ArticleSearch:
    return ArticleSearch(_("Articles"), reverse("wagtailsnippets_knowledge_article:list"), name="articles", icon_name="doc-full", order=1)


@hooks.register("construct_search")
def search_nothing_else(request: HttpRequest, areas: list[SearchArea]) -> None:
    areas[:] = [area for area in areas if area.name in {"articles", "users"}]


@hooks.register("construct_homepage_panels")
def add_today(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TodayPanel())


@hooks.register("insert_global_admin_css")
def styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("staff/staff.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> str:
    return format_html('<script src="{}"></script>', versioned_static("staff/admin.js"))


@hooks.register("register_permissions")
def conversation_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="connectors", codename="change_conversation")


_LOGGED = {
    "read": _("Read a conversation"),
    "taken": _("Took over a conversation"),
    "answered": _("Answered a person"),
    "noted": _("Left a note for colleagues"),
    "transferred": _("Transferred a conversation"),
    "put_back": _("Put a conversation back into the queue"),
    "handed_back": _("Handed back a conversation"),
    "closed": _("Closed a conversation"),
}


@hooks.register("register_log_actions")
def conversation_log_actions(actions: LogActionRegistry) -> None:
    for name, said in _LOGGED.items():
        actions.register_action(f"staff.conversation.{name}", said, said)
