"""Keep beside each article what its text says in terms, names and a signature."""

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from django.db import connection, transaction

from ...prose.duplicates import bands
from ...prose.reading import Reading, Text, read_text
from ..models import Analysis, Article, VersionBand
from .counts import add_counts, term_key
from .rows import insert

# From so many articles on, it pays to read them in processes of their own.
WORTH_A_POOL = 300

Read = Callable[[list[Text]], list[Reading]]


@contextmanager
def reader(expected: int) -> Iterator[Read]:
    """Give a function that reads texts, in several processes when many are expected."""
    if expected < WORTH_A_POOL:
        yield lambda texts: [read_text(each) for each in texts]
        return
    # Spawned, not forked: a copy of this process would share its database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context) as pool:
        yield lambda texts: list(pool.map(read_text, texts, chunksize=10))


def digest_of(article: Article) -> str:
    """Return a key that changes when anything changes that the article's neighbours depend on."""
    topics = sorted(topic.pk for topic in article.topics.all())
    parts = (
        article.headline, article.standfirst, article.plain_body, article.locale.language_code,
        str(article.published_at), str(article.section_id), str(topics), str(article.killed_at), str(article.live),
    )  # fmt: skip
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def keep(articles: Iterable[Article], read: Read) -> dict[int, str]:
    """Analyse those of the articles that changed and save that; return their digests. What is not live is forgotten.

    The digests are not saved: that is for `settle`, when all that depends on the analyses has been worked out.
    """
    articles = list(articles)
    former = {
        each.pk: each for each in Analysis.objects.filter(article__in=articles).select_related("article")
    }
    digests = {article.pk: digest_of(article) for article in articles}
    changed = [
        each for each in articles if each.pk not in former or former[each.pk].digest != digests[each.pk]
    ]
    live = [each for each in changed if each.live]
    readings = read(
        [(each.headline, each.standfirst, each.plain_body, each.locale.language_code) for each in live]
    )
    fresh = [
        Analysis(
            article=article,
            terms=reading.terms,
            surface=reading.surface,
            names=reading.names,
            length=sum(reading.terms.values()),
            signature=reading.signature,
        )
        for article, reading in zip(live, readings, strict=True)
    ]
    # Reading takes long and is over; the database is locked only for what follows.
    with transaction.atomic():
        _recount([former[each.pk] for each in changed if each.pk in former], fresh)
        VersionBand.objects.filter(article__in=changed).delete()
        Analysis.objects.filter(article__in=changed).delete()
        Analysis.objects.bulk_create(fresh)
        insert(
            VersionBand,
            ("band", "article_id"),
            [(band, each.article_id) for each in fresh for band in sorted(set(bands(each.signature)))],
        )
    return {each.pk: digests[each.pk] for each in changed}


def settle(digests: Mapping[int, str]) -> None:
    """Remember what was analysed, so that it is not done again. Before that, an interruption only costs time."""
    table = Analysis._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET digest = %s WHERE article_id = %s",  # noqa: S608  # our own table
            [(digest, article) for article, digest in sorted(digests.items())],
        )


def _recount(gone: list[Analysis], come: list[Analysis]) -> None:
    changes: dict[int, tuple[int, float]] = {}
    for analyses, sign in ((gone, -1), (come, 1)):
        for each in analyses:
            locale_id = each.article.locale_id
            for term in ("", *each.terms):
                key = term_key(locale_id, term)
                documents, total = changes.get(key, (0, 0.0))
                changes[key] = (documents + sign, total + (sign * each.length if term == "" else 0.0))
    add_counts(changes)
