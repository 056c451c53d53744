"""What the page of one article asks of the database, in queries that are written once."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import Locale

from ..rails.model import Reason
from ..rails.related import reason_of
from .models import Article, Author, Edition, Neighbour, Section
from .prepared import Prepared
from .rows import COLUMNS, PICTURE, Picture, Row, columns, model, of

_ARTICLE = columns(Article)
_COMPANION = columns(Article, "id", "path", "translation_key", "locale_id")
_LOCALE = columns(Locale, "id", "language_code")
# Who signs an opinion, with the face.
_COLUMNIST = columns(Author, "id", "name", "slug", "role", "picture_id")
_EDITION = columns(Edition, "id", "is_main", "locale_id")


def article_at(
    edition: Edition, path: str, *, now: datetime, sections: Iterable[Section] = ()
) -> Article | None:
    """Return the article at a path such as "2012/11/16/slug"; one of `sections` is not read once more.

    Index: newsroom_article_path.
    """
    rows = _at_path(locale=edition.locale_id, path=path, now=now)
    if not rows:
        return None
    found: Article = model(Article, _ARTICLE, rows[0][: len(_ARTICLE)])
    found.locale = edition.locale
    shown = rows[0][len(_ARTICLE) :]
    if shown[0] is not None:
        found.picture = model(Picture, PICTURE, shown[: len(PICTURE)])
    found.columnist = _columnist(shown[len(PICTURE) :])
    section = next((each for each in sections if each.pk == found.section_id), None)
    if section is not None:
        found.section = section
    return found


def _columnist(values: tuple[Any, ...]) -> Author | None:
    if values[0] is None:
        return None
    author: Author = model(Author, _COLUMNIST, values[: len(_COLUMNIST)])
    face = values[len(_COLUMNIST) :]
    if face[0] is not None:
        author.picture = model(Picture, PICTURE, face)
    return author


def row_of(edition: Edition, article: int, *, now: datetime) -> Row | None:
    """Return an article of an edition as a row. Index: the primary key."""
    found = _by_number(locale=edition.locale_id, article=article, now=now)
    return Row(found[0]) if found else None


class Beside(Row):
    """An article as another's list has it."""

    __slots__ = ("parts", "score")

    def __init__(self, values: tuple[Any, ...]) -> None:
        super().__init__(values[2:])
        self.score, self.parts = values[:2]

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


_at_path = Prepared(
    lambda locale, path, now: (
        Article.objects.visible(now)
        .filter(locale_id=locale, path=path)
        .order_by("id")
        .values_list(
            *_ARTICLE,
            *of("picture", PICTURE),
            *of("columnist", _COLUMNIST),
            *of("columnist__picture", PICTURE),
        )[:1]
    ),
    locale=int,
    path=str,
    now=datetime,
)
_by_number = Prepared(
    lambda locale, article, now: (
        Article.objects.visible(now).filter(locale_id=locale, pk=article).order_by().values_list(*COLUMNS)
    ),
    locale=int,
    article=int,
    now=datetime,
)
# Every position is in this range. Before PostgreSQL has counted the rows (after an import or a restore) it takes a list
# of neighbours for a two-hundredth of the table, and reads all articles for it. A range makes it expect few rows.
_ANY_POSITION = (0, 32_767)
_neighbours = Prepared(
    lambda article: (
        Neighbour.objects.filter(article_id=article, position__range=_ANY_POSITION)
        .order_by("position")
        .values_list(
            "score",
            "parts",
            *of("neighbour", COLUMNS),
        )
    ),
    article=int,
)


@lru_cache(maxsize=64)
def _companions(count: int) -> Prepared:
    """Return the query for this many linked articles."""
    return Prepared(
        lambda key, own, now, **linked: (
            Article.objects.visible(now)
            .filter(Q(translation_key=key) | Q(pk__in=list(linked.values())))
            .exclude(pk=own)
            .order_by("locale_id", "id")
            .values_list(*_COMPANION, *of("locale", _LOCALE), *of("locale__edition", _EDITION))
        ),
        key=UUID,
        own=int,
        now=datetime,
        **{f"linked_{place}": int for place in range(count)},
    )


def _companion(row: tuple[Any, ...]) -> Article:
    start, end = len(_COMPANION), len(_COMPANION) + len(_LOCALE)
    found = model(Article, _COMPANION, row[:start])
    found.locale = model(Locale, _LOCALE, row[start:end])
    if row[end] is not None:
        # Sets the way back as well.
        edition = model(Edition, _EDITION, row[end:])
        edition.locale = found.locale
    return found
