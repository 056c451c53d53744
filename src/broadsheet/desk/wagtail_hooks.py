"""Register the newsroom's screens with Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.snippets.models import register_snippet

from ..newsroom.base_revision import keep_base_revision
from ..newsroom.models import Article
from . import edition_form, killing, paper_screen, picks, readers, story_lines
from .article_actions import refuse_deletion
from .article_links import register_article_links
from .bulk_actions import PublishBulkAction, UnpublishBulkAction
from .dashboard import NewsroomPanel
from .given_addresses import tell_given_address
from .no_documents import NoDocuments
from .picture_forms import AvatarForm
from .sign_in import hooks as _sign_in_hooks  # noqa: F401  # registers its screens
from .slugs import slug_proposal
from .still_in_use import name_the_uses
from .text_marks import register_text_marks
from .topics_field import topic_names
from .viewsets import NewsroomGroup

register_snippet(NewsroomGroup)
edition_form.connect()
hooks.register("register_rich_text_features", register_article_links)
hooks.register("register_rich_text_features", register_text_marks)
hooks.register("after_create_snippet", tell_given_address)
hooks.register("after_edit_snippet", tell_given_address)
hooks.register("before_delete_snippet", refuse_deletion)
hooks.register("register_bulk_action", PublishBulkAction)
hooks.register("register_bulk_action", UnpublishBulkAction)
hooks.register("before_delete_snippet", name_the_uses)
# Wagtail has hooks for further panels of an account, and none for this one.
AvatarSettingsPanel.form_class, AvatarSettingsPanel.template_name = AvatarForm, "desk/avatar.html"


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("paper/", paper_screen.PaperView.as_view(), name="desk_paper"),
        path("paper/preview/<slug:scheme>/", paper_screen.PaperPreview.as_view(), name="desk_paper_preview"),
        path(
            "paper/preview/<slug:scheme>.css",
            paper_screen.PaperPreviewStyle.as_view(),
            name="desk_paper_style",
        ),
        path("picks/", picks.PicksView.as_view(), name="desk_picks"),
        path("picks/add/", picks.AddPickView.as_view(), name="desk_pick_add"),
        path("picks/<int:pk>/", picks.EditPickView.as_view(), name="desk_pick_edit"),
        path("picks/<int:pk>/move/", picks.MovePickView.as_view(), name="desk_pick_move"),
        path("picks/<int:pk>/remove/", picks.RemovePickView.as_view(), name="desk_pick_remove"),
        path("articles/<int:pk>/kill/", killing.KillView.as_view(), name="desk_kill"),
        path("articles/<int:pk>/revive/", killing.ReviveView.as_view(), name="desk_revive"),
        path("story-lines/", story_lines.StoryLinesView.as_view(), name="desk_story_lines"),
        path("story-lines/<int:pk>/", story_lines.StoryLineView.as_view(), name="desk_story_line"),
        path("readers/", readers.ReadersView.as_view(), name="desk_readers"),
        path("readers/<int:pk>/hold/", readers.HoldView.as_view(), name="desk_hold"),
        path("readers/<int:pk>/release/", readers.ReleaseView.as_view(), name="desk_release"),
        path("topics/names/", topic_names, name="desk_topic_names"),
        path("slugs/", slug_proposal, name="desk_slug_proposal"),
    ]


class PicksMenuItem(MenuItem):
    """The picks' entry in the menu, for who may see picks."""

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"newsroom.{deed}_pick") for deed in ("add", "change", "view"))


@hooks.register("register_admin_menu_item")
def picks_menu_item() -> MenuItem:
    return PicksMenuItem(_("Picks"), reverse("desk_picks"), name="picks", icon_name="pick", order=95)


@hooks.register("register_admin_menu_item")
def paper_menu_item() -> MenuItem:
    address = reverse("desk_paper")
    return paper_screen.PaperMenuItem(_("The paper"), address, name="paper", icon_name="site", order=97)


class ArticlesMenuItem(MenuItem):
    """An entry in the menu for who may change articles."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("newsroom.change_article"))


@hooks.register("register_admin_menu_item")
def story_lines_menu_item() -> MenuItem:
    address = reverse("desk_story_lines")
    return ArticlesMenuItem(_("Story-lines"), address, name="story-lines", icon_name="list-ul", order=96)


@hooks.register("register_admin_menu_item")
def readers_menu_item() -> MenuItem:
    return ArticlesMenuItem(_("Readers"), reverse("desk_readers"), name="readers", icon_name="view", order=94)


@hooks.register("before_edit_snippet")
def keep_imported_text(request: HttpRequest, instance: object) -> None:
    if isinstance(instance, Article):
        keep_base_revision(instance)


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(NewsroomPanel())


@hooks.register("construct_main_menu")
def without_page_tree(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out the tree of pages: articles are not in it (docs/adr/0001), and an empty tree misleads."""
    items[:] = [item for item in items if item.name != "explorer"]


@hooks.register("construct_help_menu")
def without_advertisement(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out "What's new in Wagtail": it wants attention on the first day of every editor."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("register_admin_search_area")
def articles_search_area() -> SearchArea:
    address = reverse("wagtailsnippets_newsroom_article:list")
    return SearchArea(_("Articles"), address, name="articles", icon_name="doc-full", order=50)


@hooks.register("register_permissions")
def pick_permissions() -> QuerySet[Permission]:
    """Offer the permissions on picks in the form of a group; those of snippets are offered already."""
    return Permission.objects.filter(content_type__app_label="newsroom", codename__endswith="_pick")


@hooks.register("construct_admin_api")
def without_documents(router: Any) -> None:
    router.register_endpoint("documents", NoDocuments)


@hooks.register("insert_global_admin_css")
def stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_editor_js")
def typing_scripts() -> SafeString:
    files = [(static(f"desk/{name}.js"),) for name in ("typing", "saving")]
    return format_html_join("", '<script src="{}"></script>', files)
