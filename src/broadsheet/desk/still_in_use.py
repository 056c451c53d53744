"""Answer whoever would delete an edition, a section, a topic, an author or a page that is in use: by what, and how much."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from ..newsroom.models import Article, Author, Edition, Page, Section, Topic
from ..newsroom.uses import Uses, uses_of


def name_the_uses(request: HttpRequest, instances: list[Any]) -> TemplateResponse | None:
    """Return a page that names the uses, in place of the question whether to delete; None where nothing is in use."""
    kept: list[tuple[Any, Uses]] = [
        (each, uses)
        for each in instances
        if isinstance(each, Edition | Section | Topic | Author | Page) and (uses := uses_of(each))
    ]
    if not kept:
        return None
    return TemplateResponse(
        request,
        "desk/still_in_use.html",
        {
            "page_title": str(kept[0][0]._meta.verbose_name).capitalize(),
            "header_icon": "warning",
            "kept": [
                {
                    "thing": thing,
                    "uses": uses,
                    "articles": [(each, _edit_url(each)) for each in uses.named],
                    "further": uses.count - len(uses.named),
                }
                for thing, uses in kept
            ],
            "back": reverse(kept[0][0].snippet_viewset.get_url_name("list")),
        },
    )


def _edit_url(article: Article) -> str:
    return reverse(Article.snippet_viewset.get_url_name("edit"), args=[article.pk])
