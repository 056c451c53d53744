"""What the page of one article asks of the database, in queries that are written once."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, Q
from wagtail.images import get_image_model
from wagtail.models import Locale

from ..rails.model import Reason
from ..rails.related import reason_of
from .models import Article, Edition, Neighbour, Section
from .prepared import Prepared
from .surroundings import Named

_Picture = get_image_model()


def _columns(model: type[Model], *names: str) -> tuple[str, ...]:
    """Return the columns of these names, or all, in the order in which `from_db` wants them."""
    own = (field.attname for field in model._meta.concrete_fields)
    return tuple(each for each in own if not names or each in names)


_ARTICLE = _columns(Article)
_PICTURE = _columns(_Picture)
# What decides about a neighbour's place, and what its card prints.
_BESIDE = (
    "id", "version_of_id", "line_id", "locale_id", "live", "killed_at", "published_at", "embargoed_until", "expire_at",
    "path", "headline", "teaser", "date_precision", "picture_alt",
)  # fmt: skip
_COMPANION = _columns(Article, "id", "path", "translation_key", "locale_id")
_LOCALE = _columns(Locale, "id", "language_code")
_EDITION = _columns(Edition, "id", "is_main", "locale_id")


def article_at(
    edition: Edition, path: str, *, now: datetime, sections: Iterable[Section] = ()
) -> Article | None:
    """Return the article at a path such as "2012/11/16/slug"; one of `sections` is not read once more.

    Index: newsroom_article_path.
    """
    rows = _at_path(locale=edition.locale_id, path=path, now=now)
    if not rows:
        return None
    found: Article = _model(Article, _ARTICLE, rows[0][: len(_ARTICLE)])
    found.locale = edition.locale
    picture = rows[0][len(_ARTICLE) :]
    if picture[0] is not None:
        found.picture = _model(_Picture, _PICTURE, picture)
    section = next((each for each in sections if each.pk == found.section_id), None)
    if section is not None:
        found.section = section
    return found


class Beside:
    """An article as another's list has it: what decides about its place now, and what its card prints."""

    __slots__ = ("_row", "parts", "score")

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.score, self.parts = row[:2]
        self._row = row[2:]

    def __getattr__(self, name: str) -> Any:
        """Return one of the article's columns that are read."""
        try:
            return self._row[_PLACES[name]]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def pk(self) -> int:
        return int(self.id)

    @property
    def story(self) -> int:
        return int(self.version_of_id or self.id)

    @property
    def section(self) -> Named | None:
        name, slug = self._row[len(_BESIDE) : -len(_PICTURE)]
        return Named(name, slug) if slug else None

    @property
    def picture(self) -> Any:
        picture = self._row[-len(_PICTURE) :]
        return _model(_Picture, _PICTURE, picture) if picture[0] is not None else None

    @property
    def reason(self) -> Reason:
        """Why it stands in the list."""
        return reason_of(self.parts)


def neighbours(article: int) -> list[Beside]:
    """Return the stored list of related articles, best first, seen and unseen ones. Index: newsroom_neighbour_place."""
    return [Beside(row) for row in _neighbours(article=article)]


def companions(
    article: Article, linked: Iterable[int], *, now: datetime
) -> tuple[list[Article], dict[int, Article]]:
    """Return the article in other languages, and those of `linked`, as far as readers may see them; one query.

    Indexes: newsroom_article_translation, the primary key.
    """
    numbers = sorted(set(linked))
    wanted = {f"linked_{place}": number for place, number in enumerate(numbers)}
    rows = _companions(len(numbers))(key=article.translation_key, own=article.pk or 0, now=now, **wanted)
    found = [_companion(row) for row in rows]
    return (
        [each for each in found if each.translation_key == article.translation_key],
        {each.pk: each for each in found if each.pk in numbers},
    )


_PLACES = {name: place for place, name in enumerate(_BESIDE)}


def _of(relation: str, names: Iterable[str]) -> list[str]:
    return [f"{relation}__{each}" for each in names]


_at_path = Prepared(
    lambda locale, path, now: (
        Article.objects.visible(now)
        .filter(locale_id=locale, path=path)
        .order_by("id")
        .values_list(*_ARTICLE, *_of("picture", _PICTURE))[:1]
    ),
    locale=int,
    path=str,
    now=datetime,
)
_neighbours = Prepared(
    lambda article: (
        Neighbour.objects.filter(article_id=article)
        .order_by("position")
        .values_list(
            "score",
            "parts",
            *_of("neighbour", _BESIDE),
            "neighbour__section__name",
            "neighbour__section__slug",
            *_of("neighbour__picture", _PICTURE),
        )
    ),
    article=int,
)


@lru_cache(maxsize=64)
def _companions(count: int) -> Prepared:
    """Return the query for so many linked articles."""
    return Prepared(
        lambda key, own, now, **linked: (
            Article.objects.visible(now)
            .filter(Q(translation_key=key) | Q(pk__in=list(linked.values())))
            .exclude(pk=own)
            .order_by("locale_id", "id")
            .values_list(*_COMPANION, *_of("locale", _LOCALE), *_of("locale__edition", _EDITION))
        ),
        key=UUID,
        own=int,
        now=datetime,
        **{f"linked_{place}": int for place in range(count)},
    )


def _companion(row: tuple[Any, ...]) -> Article:
    start, end = len(_COMPANION), len(_COMPANION) + len(_LOCALE)
    found = _model(Article, _COMPANION, row[:start])
    found.locale = _model(Locale, _LOCALE, row[start:end])
    if row[end] is not None:
        # Sets the way back as well.
        edition = _model(Edition, _EDITION, row[end:])
        edition.locale = found.locale
    return found


def _model(model: type[Model], names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    return model.from_db(DEFAULT_DB_ALIAS, names, values)
