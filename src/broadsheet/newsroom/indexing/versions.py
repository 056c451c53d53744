"""Link articles that are versions of one story: wire copy, re-runs, updated texts."""

from collections.abc import Iterable
from functools import cache

from django.db import connection

from ...prose.duplicates import bands, same_story
from ..models import Analysis, Article

# A template, such as the weather, shares its bands with thousands: of each band the latest are looked at, and of
# the articles that share most bands only so many.
LATEST_OF_BAND = 200
MOST_ALIKE = 50


def link(ids: Iterable[int]) -> set[int]:
    """Link each article to the earliest version of its story; return the articles whose story changed."""
    ids = list(ids)
    own = _signed(ids)
    alike = {pk: _share_a_band(pk, each.signature) for pk, each in own.items()}
    others = {pk for found in alike.values() for pk in found}
    analyses = own | _signed(others - own.keys())
    changed: set[int] = set()
    for pk in sorted(ids):
        article = own[pk].article if pk in own else Article.objects.only("pk", "version_of").get(pk=pk)
        first = (
            _first_version(own[pk], [analyses[each] for each in alike[pk] if each in analyses])
            if pk in own
            else None
        )
        if first != article.version_of_id:
            Article.objects.filter(pk=pk).update(version_of=first)
            # Articles of the same batch must see what was linked before them.
            article.version_of_id = first
            changed.add(pk)
        if first is not None:
            followers = Article.objects.filter(version_of=pk)
            changed.update(followers.values_list("pk", flat=True))
            followers.update(version_of=first)
    return changed


def _signed(ids: Iterable[int]) -> dict[int, Analysis]:
    """Return what is needed of articles to compare their signatures."""
    light = Analysis.objects.select_related("article").only(
        "signature", "locale", "article__version_of", "article__published_at"
    )
    return light.in_bulk(list(ids))


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


def _first_version(own: Analysis, others: list[Analysis]) -> int | None:
    """Return the earliest article of the same text in the same edition."""
    earlier = [
        each.article
        for each in others
        if each.locale_id == own.locale_id
        and _order(each.article) < _order(own.article)
        and same_story(own.signature, each.signature)
    ]
    return min(earlier, key=_order).story if earlier else None


def _order(article: Article) -> tuple[bool, str, int]:
    return (article.published_at is None, str(article.published_at or ""), article.pk)
