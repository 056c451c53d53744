"""A story as it stands in a rail or a list: one headline, its text, a date, a section, perhaps pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..rails.model import Reason
from .addresses import article_path, place_path
from .models import Article, ArticleKind, Edition
from .rows import Row


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader sees of an article elsewhere than on its own page, and why it stands there."""

    article: int
    story: int
    url: str
    headline: str
    card_text: str
    published_at: datetime | None
    date_precision: str
    section: str
    section_url: str
    language: str
    picture: Any
    picture_alt: str
    is_pick: bool
    reason: Reason
    expires_at: datetime | None = None
    kicker: str = ""
    kind: str = ArticleKind.NEWS
    is_updated: bool = False
    # Who signs an opinion: name, address and face.
    columnist: str = ""
    columnist_url: str = ""
    face: Any = None

    @property
    def is_opinion(self) -> bool:
        return self.kind == ArticleKind.OPINION

    @property
    def pictures(self) -> tuple[Any, ...]:
        """The pictures that it may show, for their renditions and tags; none of them is None."""
        return tuple(each for each in (self.picture, self.face) if each is not None)

    @property
    def also(self) -> str:
        """What the card is called that stands beside an article and is not near to it, a value of `rails.floors.Also`."""
        return str(self.reason.parts.get("also", ""))


def pictures_on(cards: Iterable[Card]) -> list[Any]:
    """List the pictures and faces that cards may show."""
    return [picture for each in cards for picture in each.pictures]


def card(
    article: Article | Row, reason: Reason, *, edition: Edition | None = None, is_pick: bool = False
) -> Card:
    """Make a card of an article that was read with `queries.light`, or of a row of `edition`."""
    edition = edition or article.locale.edition
    section, columnist = article.section, article.columnist
    return Card(
        article=article.pk,
        story=article.story,
        url=article_path(edition.root, article.path),
        headline=article.short_headline or article.headline,
        card_text=article.card_text,
        published_at=article.published_at,
        date_precision=article.date_precision,
        section=section.name if section else "",
        section_url=place_path(edition.root, "section", section.slug) if section else "",
        language=edition.language,
        picture=article.picture,
        picture_alt=article.picture_alt,
        is_pick=is_pick,
        reason=reason,
        expires_at=article.expire_at,
        kicker=article.kicker,
        kind=article.kind,
        is_updated=article.updated_at is not None,
        columnist=columnist.name if columnist else "",
        columnist_url=place_path(edition.root, "author", columnist.slug) if columnist else "",
        face=columnist.picture if columnist else None,
    )
