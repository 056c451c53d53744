"""Link articles that are versions of one story: wire copy, re-runs, updated texts."""

from collections.abc import Iterable

from ...prose.duplicates import same_story
from ..models import Analysis, Article, VersionBand


def link(articles: Iterable[Article]) -> set[int]:
    """Link each article to the earliest version of its story; return the articles whose story changed."""
    changed: set[int] = set()
    for article in articles:
        first = _first_version(article)
        if first != article.version_of_id:
            Article.objects.filter(pk=article.pk).update(version_of=first)
            article.version_of_id = first
            changed.add(article.pk)
        followers = Article.objects.filter(version_of=article.pk)
        if first is not None and followers.exists():
            changed.update(followers.values_list("pk", flat=True))
            followers.update(version_of=first)
    return changed


def _first_version(article: Article) -> int | None:
    """Return the earliest article of the same text in the same edition. Index: newsroom_versionband's primary key."""
    own = Analysis.objects.filter(article=article).first()
    if own is None:
        return None
    shared = VersionBand.objects.filter(band__in=VersionBand.objects.filter(article=article).values("band"))
    others = (
        Article.objects.filter(
            pk__in=shared.values("article_id"), locale_id=article.locale_id, analysis__isnull=False
        )
        .exclude(pk=article.pk)
        .select_related("analysis")
    )
    alike = [each for each in others if same_story(own.signature, each.analysis.signature)]
    earlier = [each for each in alike if _order(each) < _order(article)]
    if not earlier:
        return None
    return min(earlier, key=_order).story


def _order(article: Article) -> tuple[bool, str, int]:
    return (article.published_at is None, str(article.published_at or ""), article.pk)
