"""A story as it stands in a rail or a list: one headline, a date, a section, a teaser, perhaps a picture."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..rails.model import Reason
from .models import Article, Edition
from .rows import Row


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader sees of an article elsewhere than on its own page, and why it stands there."""

    article: int
    story: int
    url: str
    headline: str
    teaser: str
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

    @property
    def also(self) -> str:
        """What the card is called that stands beside an article and is not near to it, a value of `rails.floors.Also`."""
        return str(self.reason.parts.get("also", ""))


def card(
    article: Article | Row, reason: Reason, *, edition: Edition | None = None, is_pick: bool = False
) -> Card:
    """Make a card of an article that was read with `queries.light`, or of a row of `edition`."""
    edition = edition or article.locale.edition
    section = article.section
    return Card(
        article=article.pk,
        story=article.story,
        url=f"{edition.root}{article.path}/",
        headline=article.headline,
        teaser=article.teaser,
        published_at=article.published_at,
        date_precision=article.date_precision,
        section=section.name if section else "",
        section_url=f"{edition.root}section/{section.slug}/" if section else "",
        language=edition.language,
        picture=article.picture,
        picture_alt=article.picture_alt,
        is_pick=is_pick,
        reason=reason,
        expires_at=article.expire_at,
    )
