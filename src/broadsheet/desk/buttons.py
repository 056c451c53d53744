"""What an editor can do with one article from the list and from the head of its edit screen."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, HeaderButton

from ..newsroom.models import Article


def listing_buttons(article: Any, user: Any, *, editions: int, next_url: str) -> list[Button]:
    """Return the buttons of a row of the list. `article.languages` says in how many it exists."""
    buttons: list[Button] = list(deeds(article, user, next_url=next_url))
    if article.languages < editions and user.has_perm("simple_translation.submit_translation"):
        address = reverse(
            "simple_translation:submit_snippet_translation", args=["newsroom", "article", article.pk]
        )
        buttons.append(Button(_("Translate"), url=address, icon_name="globe", priority=60))
    return buttons


def view_live(article: Article) -> HeaderButton | None:
    """Return the button to the article's public page, if readers can see it."""
    if not article.is_visible(timezone.now()):
        return None
    return HeaderButton(
        _("View live"),
        url=article.get_absolute_url(),
        icon_name="link-external",
        attrs={"target": "_blank", "rel": "noreferrer"},
        priority=5,
    )


def deeds(article: Article, user: Any, *, next_url: str = "") -> list[Button]:
    """Return what the user may do with a saved article beside editing it."""
    buttons = []
    if article.is_visible(timezone.now()):
        live = {"target": "_blank", "rel": "noreferrer"}
        buttons.append(
            Button(
                _("View live"),
                url=article.get_absolute_url(),
                icon_name="link-external",
                attrs=live,
                priority=5,
            )
        )
    if user.has_perm("newsroom.add_pick"):
        asked = {"article": str(article.pk), **({"next": next_url} if next_url else {})}
        query = urlencode(asked)
        buttons.append(
            Button(_("Pick"), url=f"{reverse('desk_pick_add')}?{query}", icon_name="pick", priority=15)
        )
    if user.has_perm("newsroom.publish_article"):
        buttons += _publishing(article)
    return buttons


def _publishing(article: Article) -> list[Button]:
    buttons = []
    if article.live:
        address = reverse(Article.snippet_viewset.get_url_name("unpublish"), args=[article.pk])
        buttons.append(Button(_("Unpublish"), url=address, icon_name="download", priority=40))
    if article.killed_at is None:
        buttons.append(
            Button(_("Kill"), url=reverse("desk_kill", args=[article.pk]), icon_name="warning", priority=50)
        )
    else:
        buttons.append(
            Button(_("Revive"), url=reverse("desk_revive", args=[article.pk]), icon_name="undo", priority=50)
        )
    return buttons
