"""Link articles that are versions of one story: wire copy, re-runs, updated texts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db import connection

from ...prose.duplicates import bands, same_story
from ..models import Analysis, Article
from .rows import update

# A template, such as the weather, shares its bands with thousands: of each band the latest are looked at, and of
# the articles that share most bands only so many.
LATEST_OF_BAND = 200
MOST_ALIKE = 50


@dataclass(slots=True)
class _Signed:
    """An article with its signature and the story that it is a version of."""

    pk: int
    version_of: int | None
    published: datetime | None
    locale_id: int | None = None
    signature: list[int] = field(default_factory=list)

    @property
    def order(self) -> tuple[bool, str, int]:
        return (self.published is None, str(self.published or ""), self.pk)


def link(ids: Iterable[int]) -> set[int]:
    """Link each article to the earliest version of its story; return the articles whose story changed."""
    known = _signed(ids)
    alike = {pk: _share_a_band(pk, each.signature) for pk, each in known.items()}
    articles = known | _signed({pk for found in alike.values() for pk in found} - known.keys())
    for pk, version_of, published in Article.objects.filter(pk__in=set(ids) - known.keys()).values_list(
        "pk", "version_of", "published_at"
    ):
        # What is not live any more has no signature, and is a version of nothing.
        articles[pk] = _Signed(pk, version_of, published)
    followers: defaultdict[int, list[int]] = defaultdict(list)
    for pk, leader in Article.objects.filter(version_of__in=list(articles)).values_list("pk", "version_of"):
        followers[leader].append(pk)
    changed: set[int] = set()
    links: dict[int, int | None] = {}
    for pk in sorted(set(ids) & articles.keys()):
        article = articles[pk]
        first = _first_version(article, [articles[each] for each in alike.get(pk, []) if each in articles])
        if first != article.version_of:
            # Articles of the same batch must see what was linked before them.
            article.version_of = first
            changed.add(pk)
            links[pk] = first
        if first is not None:
            moved = followers.pop(pk, [])
            links |= dict.fromkeys(moved, first)
            changed.update(moved)
            followers[first] += [*moved, pk]
    update(Article, ("version_of_id",), "id", [(first, pk) for pk, first in links.items()])
    return changed


def _signed(ids: Iterable[int]) -> dict[int, _Signed]:
    """Return what is needed of articles to compare their signatures."""
    rows = Analysis.objects.filter(article__in=list(ids)).values_list(
        "article", "article__version_of", "article__published_at", "locale", "signature"
    )
    return {row[0]: _Signed(*row) for row in rows}


def _share_a_band(article_id: int, signature: list[int]) -> list[int]:
    """Return the articles that share most bands with one. Index: newsroom_versionband's primary key."""
    keys = sorted(set(bands(signature)))
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(keys)), [*keys, article_id])
        return [row[0] for row in cursor.fetchall()]


@cache
def _statement(count: int) -> str:
    of_band = (
        "SELECT * FROM (SELECT article FROM newsroom_versionband WHERE band = %s "  # noqa: S608
        f"ORDER BY article DESC LIMIT {LATEST_OF_BAND}) AS latest"
    )
    return (
        f"SELECT article FROM ({' UNION ALL '.join([of_band] * count)}) AS found WHERE article <> %s "  # noqa: S608
        f"GROUP BY article ORDER BY COUNT(*) DESC, article LIMIT {MOST_ALIKE}"
    )


def _first_version(own: _Signed, others: list[_Signed]) -> int | None:
    """Return the earliest article of the same text in the same edition."""
    earlier = [
        each
        for each in others
        if each.locale_id == own.locale_id
        and each.order < own.order
        and same_story(own.signature, each.signature)
    ]
    first = min(earlier, key=lambda each: each.order, default=None)
    return (first.version_of or first.pk) if first else None
