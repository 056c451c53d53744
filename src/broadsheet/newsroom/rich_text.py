"""Links from one article to another, kept by number so that they survive a change of address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.html import escape
from wagtail.rich_text import LinkHandler

from .models import Article

_LINKED = re.compile(
    r'<a\b[^>]*\blinktype="article"[^>]*\bid="(\d+)"|<a\b[^>]*\bid="(\d+)"[^>]*\blinktype="article"'
)
# What a page has read of the articles that it links to, all of them at once.
_linked: ContextVar[Mapping[int, Article] | None] = ContextVar("linked", default=None)


@dataclass(frozen=True, slots=True)
class Linked:
    """The numbers of the articles that some texts link to, and those of them that readers may see, by number."""

    numbers: frozenset[int]
    seen: Mapping[int, Article]


def links_in(body: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return the numbers of the articles that a body, as it is stored, links to."""
    paragraphs = (block["value"] for block in body if block["type"] == "paragraph")
    return {int(match[1] or match[2]) for text in paragraphs for match in _LINKED.finditer(text)}


def linked_from(bodies: Iterable[Iterable[Mapping[str, Any]]], *, now: datetime) -> Linked:
    """Read the articles that bodies link to, in one query, or none. Index: the primary key."""
    numbers = frozenset(number for body in bodies for number in links_in(body))
    found = Article.objects.visible(now).filter(pk__in=numbers) if numbers else Article.objects.none()
    return Linked(numbers, found.select_related("locale__edition").only("path", "locale").in_bulk())


@contextmanager
def links_to(articles: Mapping[int, Article]) -> Iterator[None]:
    """Let links be expanded from these articles alone, by number: what is not among them readers cannot see."""
    token = _linked.set(articles)
    try:
        yield
    finally:
        _linked.reset(token)


class ArticleLinkHandler(LinkHandler):
    """`<a linktype="article" id="42">`: a link while readers can see the article, else only its words."""

    identifier = "article"

    @staticmethod
    def get_model() -> type[Model]:
        return Article

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Article | None]:
        """Return for each link the article as far as readers may see it; one query, or none within `links_to`."""
        numbers = [_number(attrs) for attrs in attrs_list]
        known = _linked.get()
        if known is not None:
            return [known.get(number) if number is not None else None for number in numbers]
        seen = Article.objects.visible(timezone.now()).filter(
            pk__in=[each for each in numbers if each is not None]
        )
        by_number = {each.pk: each for each in seen.select_related("locale__edition").only("path", "locale")}
        return [by_number.get(number) for number in numbers]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        found = cls.get_many(attrs_list)
        return [f'<a href="{escape(each.get_absolute_url())}">' if each else "<a>" for each in found]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[type[Model], str, str, str]]:
        """Yield what Wagtail's index of references keeps: the article that is linked to."""
        number = _number(attrs)
        if number is not None:
            # As the index stores it: a number would be another reference, and each save would drop the one of before.
            yield Article, str(number), "", ""


def _number(attrs: dict[str, Any]) -> int | None:
    written = str(attrs.get("id", ""))
    return int(written) if written.isascii() and written.isdecimal() else None
