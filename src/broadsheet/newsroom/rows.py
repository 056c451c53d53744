"""Articles as lists have them: tuples of what decides about a place and of what a card prints, not models.

Making a model of a row takes Django longer than reading the row, and a page lists up to a hundred.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from wagtail.images import get_image_model

from .models import Article

Picture = get_image_model()


def columns(model: type[Model], *names: str) -> tuple[str, ...]:
    """Return the columns of these names, or all, in the order in which `from_db` wants them."""
    own = (field.attname for field in model._meta.concrete_fields)
    return tuple(each for each in own if not names or each in names)


def of(relation: str, names: Iterable[str]) -> list[str]:
    """Return columns as they are named from the other side of a relation."""
    return [f"{relation}__{each}" for each in names]


def model(kind: type[Model], names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """Make a model of the values of these columns."""
    return kind.from_db(DEFAULT_DB_ALIAS, names, values)


_OWN = (
    "id", "version_of_id", "line_id", "locale_id", "section_id", "picture_id", "columnist_id",
    "live", "killed_at", "published_at", "embargoed_until", "expire_at",
    "path", "headline", "short_headline", "kicker", "kind", "card_text", "updated_at", "date_precision", "picture_alt",
)  # fmt: skip
_SECTION = ("section__name", "section__slug")
PICTURE = columns(Picture)
_COLUMNIST = ("columnist__name", "columnist__slug")
COLUMNS = (*_OWN, *_SECTION, *_COLUMNIST, *of("picture", PICTURE), *of("columnist__picture", PICTURE))
# Where the columns of section, columnist, picture and face begin.
_IN_SECTION = len(_OWN)
_BY = _IN_SECTION + len(_SECTION)
_SHOWS = _BY + len(_COLUMNIST)
_HAS_FACE = _SHOWS + len(PICTURE)
_PLACES = {name: place for place, name in enumerate(_OWN)}


@dataclass(frozen=True, slots=True)
class InSection:
    """The section in which an article stands."""

    pk: int
    name: str
    slug: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class SignedBy:
    """The author whose name and face stand on the cards of an opinion."""

    pk: int
    name: str
    slug: str
    picture: Any


class Row:
    """An article with the columns above, its section, picture and columnist."""

    __slots__ = ("_columnist", "_picture", "_values")

    def __init__(self, values: tuple[Any, ...]) -> None:
        self._values = values
        self._picture: Any = None
        self._columnist: SignedBy | None = None

    def __getattr__(self, name: str) -> Any:
        """Return one of the article's columns that are read."""
        try:
            return self._values[_PLACES[name]]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def pk(self) -> int:
        return int(self._values[0])

    @property
    def story(self) -> int:
        """The number by which versions of one text are known as one story."""
        return int(self._values[1] or self._values[0])

    @property
    def section(self) -> InSection | None:
        number = self.section_id
        return None if number is None else InSection(number, *self._values[_IN_SECTION:_BY])

    @property
    def picture(self) -> Any:
        """The picture, the same each time, so that its renditions are read once."""
        if self._picture is None and self.picture_id is not None:
            self._picture = model(Picture, PICTURE, self._values[_SHOWS:_HAS_FACE])
        return self._picture

    @property
    def columnist(self) -> SignedBy | None:
        """The columnist, the same object each time, so that the renditions of the face are read once."""
        if self._columnist is None and self.columnist_id is not None:
            name, slug = self._values[_BY:_SHOWS]
            face = self._values[_HAS_FACE:]
            picture = model(Picture, PICTURE, face) if face[0] is not None else None
            self._columnist = SignedBy(self.columnist_id, name, slug, picture)
        return self._columnist


def rows(articles: QuerySet[Article]) -> list[Row]:
    """Read articles in their order, in one query; renditions of their pictures are not read."""
    return [Row(each) for each in articles.prefetch_related(None).values_list(*COLUMNS)]


class Listed:
    """Articles of which any part can be read as rows."""

    def __init__(self, articles: QuerySet[Article]) -> None:
        self._articles = articles

    def __getitem__(self, wanted: slice) -> list[Row]:
        return rows(self._articles[wanted])
