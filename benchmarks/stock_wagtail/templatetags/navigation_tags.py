"""The menu, as in Wagtail's tutorial."""

from typing import Any

from django import template
from wagtail.models import Site
from wagtail.query import PageQuerySet

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> PageQuerySet:
    """Return the pages under the front page that are to stand in menus."""
    return Site.find_for_request(context["request"]).root_page.get_children().live().in_menu()
