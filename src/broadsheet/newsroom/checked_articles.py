"""What the database says of articles at the moment of a check: what each of their cards is held against."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import Resolver404, resolve

from ..rails.checked import CheckedCard
from .address_forms import decoded
from .addresses import article_path
from .cards import Card
from .models import Article, Edition, Section, Topic
from .queries import in_edition

# Articles that are remembered at once.
REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class CheckedArticle:
    """An article that readers may see: what its card must say, its body, and all that its words may come from."""

    url: str
    headline: str
    card_text: str
    published_at: datetime | None
    section: str
    section_language: str
    body: str
    text: str
    is_answered: bool
    # What was published after the check began differs from what was read before.
    is_settled: bool
    short_headline: str = ""
    # What an editor wrote for the card, whole.
    written: str = ""

    @property
    def shown_headline(self) -> str:
        """The headline of its cards."""
        return self.short_headline or self.headline


class CheckedArticles:
    """Reads the articles of one edition again, each once."""

    def __init__(self, edition: Edition, now: datetime) -> None:
        self.edition = edition
        self.now = now
        self.known: dict[int, CheckedArticle] = {}
        self.sections = {
            each.pk: (each.name, each.locale.language_code)
            for each in Section.objects.select_related("locale")
        }

    def read(self, wanted: Iterable[int]) -> None:
        """Read what is not known yet; an article that readers may not see has nothing here."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        missing = set(wanted) - self.known.keys()
        topics: dict[int, list[str]] = defaultdict(list)
        for number, name in Topic.objects.filter(articles__in=missing).values_list("articles", "name"):
            topics[number].append(name)
        for article in in_edition(self.edition, self.now).filter(pk__in=missing):
            self.known[article.pk] = self._checked(article, topics[article.pk])

    def card(self, card: Card) -> CheckedCard:
        """Return a card with what is needed to judge it."""
        found = self.known.get(card.article)
        return CheckedCard(
            article=card.article,
            story=card.story,
            headline=card.headline,
            card_text=card.card_text,
            date_shown=card.published_at.isoformat() if card.published_at else card.date_precision,
            language=card.language,
            reason=card.reason,
            published_at=card.published_at,
            body=found.body if found else "",
            has_picture=card.picture is not None,
            picture_alt=card.picture_alt,
            is_visible=found is not None,
            text=found.text if found else "",
            url=card.url,
            is_answered=found is None or found.is_answered,
            section=card.section,
            section_language=found.section_language if found else "",
            untrue=tuple(_untrue(card, found)) if found and found.is_settled else (),
            written=found.written if found else "",
        )

    def _checked(self, article: Article, topics: list[str]) -> CheckedArticle:
        body = article.plain_body
        section, language = self.sections.get(article.section_id or 0, ("", ""))
        url = article_path(self.edition.root, article.path)
        changed: datetime | None = article.last_published_at
        return CheckedArticle(
            url=url,
            headline=article.headline,
            card_text=article.card_text,
            published_at=article.published_at,
            section=section,
            section_language=language,
            body=body,
            text="\n".join([article.headline, article.teaser, article.standfirst, body, *topics]),
            is_answered=_is_answered(url, article.path),
            is_settled=changed is None or changed <= self.now,
            short_headline=article.short_headline,
            written=article.written_for_cards,
        )


def _untrue(card: Card, article: CheckedArticle) -> Iterator[str]:
    pairs: list[tuple[str, Any, Any]] = [
        ("address", card.url, article.url),
        ("headline", card.headline, article.shown_headline),
        ("text", card.card_text, article.card_text),
        ("date", card.published_at, article.published_at),
        ("section", card.section, article.section),
    ]
    return (name for name, shown, stored in pairs if shown != stored)


def _is_answered(url: str, path: str) -> bool:
    """Return True if the address leads to the page of an article with this path; paths are unique in an edition."""
    try:
        named = resolve(decoded(url)).kwargs
    except Resolver404:
        return False
    day = [
        f"{named[each]:0{width}}" for each, width in (("year", 4), ("month", 2), ("day", 2)) if each in named
    ]
    return "/".join([*(day or ["undated"]), named.get("slug", "")]) == path
