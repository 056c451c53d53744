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
    "id", "version_of_id", "line_id", "locale_id", "section_id", "picture_id",
    "live", "killed_at", "published_at", "embargoed_until", "expire_at",
    "path", "headline", "teaser", "date_precision", "picture_alt",
)  # fmt: skip
_SECTION = ("section__name", "section__slug")
PICTURE = columns(Picture)
COLUMNS = (*_OWN, *_SECTION, *of("picture", PICTURE))
_PLACES = {name: place for place, name in enumerate(_OWN)}


@dataclass(frozen=True, slots=True)
class InSection:
    """The section in which an article stands."""

    pk: int
    name: str
    slug: str

    def __str__(self) -> str:
        return self.name


class Row:
    """An article of which the columns above were read, and its section and picture."""

    __slots__ = ("_picture", "_values")

    def __init__(self, values: tuple[Any, ...]) -> None:
        self._values = values
        self._picture: Any = None

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
        return None if number is None else InSection(number, *self._values[len(_OWN) : -len(PICTURE)])

    @property
    def picture(self) -> Any:
        """The picture, the same each time, so that its renditions are read once."""
        if self._picture is None and self.picture_id is not None:
            self._picture = model(Picture, PICTURE, self._values[-len(PICTURE) :])
        return self._picture


def rows(articles: QuerySet[Article]) -> list[Row]:
    """Read articles in their order, in one query; renditions of their pictures are not read."""
    return [Row(each) for each in articles.prefetch_related(None).values_list(*COLUMNS)]


class Listed:
    """Articles of which any part can be read as rows."""

    def __init__(self, articles: QuerySet[Article]) -> None:
        self._articles = articles

    def __getitem__(self, wanted: slice) -> list[Row]:
        return rows(self._articles[wanted])
