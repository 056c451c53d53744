"""Read articles that changed, and keep beside them what their texts say in numbers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from ...prose.duplicates import bands
from ...rails.reading import Reading, Text
from ...rails.vectors import Vector
from ..models import Analysis, Article, Neighbour, Stage, VersionBand
from .candidates import forget_findable
from .counts import Counts
from .rows import insert, sent_together
from .times_shown import count

# Raised when a text is read otherwise than before: all are then read again at the next rebuild or change.
EDITION_OF_READING = 2


def digest_of(article: Article) -> str:
    """Return a key that changes when anything changes that the article's neighbours depend on."""
    parts = (
        str(EDITION_OF_READING),
        article.headline, article.standfirst, article.plain_body, article.locale.language_code,
        str(article.published_at), str(_topics(article)), str(article.killed_at), str(article.live),
    )  # fmt: skip
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Changes:
    """Articles that changed since they were last read: those that are live, and what is known of all before."""

    live: list[Article]
    withdrawn: list[Article]
    gone: list[Analysis]
    digests: dict[int, str]
    # What did not change, and was left undone before.
    unfinished: Sequence[int] = ()

    @property
    def ids(self) -> list[int]:
        return [each.pk for each in (*self.live, *self.withdrawn)]

    @property
    def texts(self) -> list[Text]:
        return [_text(each) for each in self.live]


def changes_among(articles: Iterable[Article]) -> Changes:
    """Return which of the articles changed."""
    articles = list(articles)
    former = Analysis.objects.defer("shown").in_bulk([each.pk for each in articles])
    digests = {article.pk: digest_of(article) for article in articles}
    changed = [
        each
        for each in articles
        if (each.live if each.pk not in former else former[each.pk].digest != digests[each.pk])
    ]
    return Changes(
        live=[each for each in changed if each.live],
        withdrawn=[each for each in changed if not each.live],
        gone=[former[each.pk] for each in changed if each.pk in former],
        digests=digests,
        unfinished=[pk for pk, each in former.items() if each.stage < Stage.RANKED],
    )


def save(changes: Changes, readings: Iterable[Reading], counts: Counts) -> None:
    """Save what was read of articles that changed; what is not live any more is forgotten."""
    fresh = [
        Analysis(
            article=article,
            locale_id=article.locale_id,
            digest=changes.digests[article.pk],
            vector=reading.vector,
            signature=reading.signature,
            shown=reading.shown,
        )
        for article, reading in zip(changes.live, readings, strict=True)
    ]
    gone = changes.gone
    with transaction.atomic(savepoint=False), sent_together():
        for locale_id in sorted({each.locale_id for each in (*gone, *fresh)}):
            counts.record(locale_id, _vectors(gone, locale_id), _vectors(fresh, locale_id))
        if gone:
            forget_findable(gone, _bands(gone))
            Analysis.objects.filter(article__in=[each.article_id for each in gone]).delete()
        Analysis.objects.bulk_create(fresh)
        insert(VersionBand, ("band", "article"), _bands(fresh))
        if changes.withdrawn:
            Neighbour.objects.filter(article__in=changes.withdrawn).delete()
            count({}, gone=[each.pk for each in changes.withdrawn])


def _text(article: Article) -> Text:
    language = article.locale.language_code
    return article.headline, article.standfirst, article.plain_body, language, _topics(article)


def _topics(article: Article) -> tuple[str, ...]:
    return tuple(str(pk) for pk in sorted(topic.pk for topic in article.topics.all()))


def _vectors(analyses: Iterable[Analysis], locale_id: int) -> list[Vector]:
    return [Vector.from_bytes(each.vector) for each in analyses if each.locale_id == locale_id]


def _bands(analyses: Iterable[Analysis]) -> list[tuple[int, int]]:
    return [(band, each.article_id) for each in analyses for band in sorted(set(bands(each.signature)))]
