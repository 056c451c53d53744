"""Link articles that are versions of one story: wire copy, re-runs, updated texts."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from ...prose.duplicates import same_story
from ..models import Analysis, Article, VersionBand

# A template, such as the weather, shares its bands with thousands; its other days are looked at no further.
MOST_ALIKE = 50


def link(articles: Iterable[Article]) -> set[int]:
    """Link each article to the earliest version of its story; return the articles whose story changed."""
    articles = list(articles)
    alike = _share_a_band([each.pk for each in articles])
    analyses = Analysis.objects.select_related("article").in_bulk(
        {pk for pk, others in alike.items() for pk in (pk, *others)}
    )
    changed: set[int] = set()
    for article in articles:
        first = _first_version(article, alike.get(article.pk, []), analyses)
        if first != article.version_of_id:
            Article.objects.filter(pk=article.pk).update(version_of=first)
            article.version_of_id = first
            changed.add(article.pk)
        if first is not None:
            followers = Article.objects.filter(version_of=article.pk)
            changed.update(followers.values_list("pk", flat=True))
            followers.update(version_of=first)
        if article.pk in analyses:
            # Articles of the same batch must see what was linked before them.
            analyses[article.pk].article.version_of_id = article.version_of_id
    return changed


def _share_a_band(ids: list[int]) -> dict[int, list[int]]:
    """Return for each article those that share a band with it. Index: newsroom_versionband's primary key."""
    table, places = VersionBand._meta.db_table, ", ".join(["%s"] * len(ids))
    shared: defaultdict[int, list[int]] = defaultdict(list)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT own.article_id, other.article_id, COUNT(*) AS bands "  # noqa: S608  # our own table
                f"FROM {table} own JOIN {table} other ON other.band = own.band AND other.article_id <> own.article_id "
                f"WHERE own.article_id IN ({places}) GROUP BY own.article_id, other.article_id "
                "ORDER BY own.article_id, bands DESC, other.article_id",
                ids,
            )
            for own, other, _bands in cursor.fetchall():
                if len(shared[own]) < MOST_ALIKE:
                    shared[own].append(other)
    return dict(shared)


def _first_version(article: Article, others: list[int], analyses: dict[int, Analysis]) -> int | None:
    """Return the earliest article of the same text in the same edition."""
    own = analyses.get(article.pk)
    if own is None:
        return None
    alike = [
        analyses[each].article
        for each in others
        if each in analyses
        and analyses[each].article.locale_id == article.locale_id
        and same_story(own.signature, analyses[each].signature)
    ]
    earlier = [each for each in alike if _order(each) < _order(article)]
    return min(earlier, key=_order).story if earlier else None


def _order(article: Article) -> tuple[bool, str, int]:
    return (article.published_at is None, str(article.published_at or ""), article.pk)
