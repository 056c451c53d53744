"""Read articles that changed, and keep beside them what their texts say in numbers."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from ...prose.duplicates import bands
from ...rails.reading import Text
from ...rails.vectors import Vector
from ..models import Analysis, Article, Neighbour, VersionBand
from .candidates import forget_findable
from .counts import Counts
from .crew import Crew
from .rows import insert

# Raised when a text is read otherwise than before: all are then read anew at the next rebuild or change.
EDITION_OF_READING = 2


def digest_of(article: Article) -> str:
    """Return a key that changes when anything changes that the article's neighbours depend on."""
    parts = (
        str(EDITION_OF_READING),
        article.headline, article.standfirst, article.plain_body, article.locale.language_code,
        str(article.published_at), str(_topics(article)), str(article.killed_at), str(article.live),
    )  # fmt: skip
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def keep(articles: Iterable[Article], crew: Crew, counts: Counts) -> list[int]:
    """Read those of the articles that changed and save what was read; return them. What is not live is forgotten."""
    articles = list(articles)
    former = Analysis.objects.defer("shown").in_bulk([each.pk for each in articles])
    digests = {article.pk: digest_of(article) for article in articles}
    changed = [
        each
        for each in articles
        if (each.live if each.pk not in former else former[each.pk].digest != digests[each.pk])
    ]
    live = [each for each in changed if each.live]
    readings = crew.read([_text(each) for each in live])
    fresh = [
        Analysis(
            article=article,
            locale_id=article.locale_id,
            digest=digests[article.pk],
            vector=reading.vector,
            signature=reading.signature,
            shown=reading.shown,
        )
        for article, reading in zip(live, readings, strict=True)
    ]
    gone = [former[each.pk] for each in changed if each.pk in former]
    # Reading takes long and is over; the database is locked only for what follows.
    with transaction.atomic():
        for locale_id in sorted({each.locale_id for each in (*gone, *fresh)}):
            counts.record(locale_id, _vectors(gone, locale_id), _vectors(fresh, locale_id))
        forget_findable(gone, _bands(gone))
        Analysis.objects.filter(article__in=changed).delete()
        Analysis.objects.bulk_create(fresh)
        insert(VersionBand, ("band", "article"), _bands(fresh))
        Neighbour.objects.filter(article__in=[each for each in changed if not each.live]).delete()
    return [each.pk for each in changed]


def _text(article: Article) -> Text:
    language = article.locale.language_code
    return article.headline, article.standfirst, article.plain_body, language, _topics(article)


def _topics(article: Article) -> tuple[str, ...]:
    return tuple(str(pk) for pk in sorted(topic.pk for topic in article.topics.all()))


def _vectors(analyses: Iterable[Analysis], locale_id: int) -> list[Vector]:
    return [Vector.from_bytes(each.vector) for each in analyses if each.locale_id == locale_id]


def _bands(analyses: Iterable[Analysis]) -> list[tuple[int, int]]:
    return [(band, each.article_id) for each in analyses for band in sorted(set(bands(each.signature)))]
