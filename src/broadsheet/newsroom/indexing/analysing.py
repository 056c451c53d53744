"""Read articles as terms, names and a signature, and keep that beside them."""

import hashlib
from collections.abc import Iterable

from ...prose.duplicates import bands, signature
from ...prose.names import names
from ...prose.terms import name_terms, surfaces, term_counts
from ..models import Analysis, Article, VersionBand
from .counts import add_counts, term_key


def digest_of(article: Article) -> str:
    """Return a key that changes when anything changes that the article's neighbours depend on."""
    topics = sorted(article.topics.values_list("pk", flat=True)) if article.pk else []
    parts = (
        article.headline, article.standfirst, article.plain_body, article.locale.language_code,
        str(article.published_at), str(article.section_id), str(topics), str(article.killed_at), str(article.live),
    )  # fmt: skip
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def analyse(article: Article, digest: str) -> Analysis:
    """Return the analysis of an article, not yet saved."""
    language = article.locale.language_code
    body = article.plain_body
    terms = term_counts(article.headline, article.standfirst, body, language=language)
    seen = surfaces(article.headline, article.standfirst, body, language=language)
    text = f"{article.standfirst}\n{body}"
    return Analysis(
        article=article,
        terms=terms,
        surface={term: form for term, form in seen.items() if form != term and term in terms},
        names=name_terms(names(text, language=language), language=language),
        length=sum(terms.values()),
        signature=list(signature(article.headline, body, language=language)),
        digest=digest,
    )


def keep(articles: Iterable[Article]) -> list[Article]:
    """Analyse those of the articles that changed, save that, and return them; what is not live is forgotten."""
    articles = list(articles)
    former = {each.pk: each for each in Analysis.objects.filter(article__in=articles)}
    changed, fresh = [], []
    for article in articles:
        digest = digest_of(article)
        if article.pk in former and former[article.pk].digest == digest:
            continue
        changed.append(article)
        if article.live:
            fresh.append(analyse(article, digest))
    _recount([former[each.pk] for each in changed if each.pk in former], fresh)
    VersionBand.objects.filter(article__in=changed).delete()
    Analysis.objects.filter(article__in=changed).delete()
    Analysis.objects.bulk_create(fresh)
    VersionBand.objects.bulk_create(
        VersionBand(band=band, article_id=each.article_id)
        for each in fresh
        for band in sorted(set(bands(each.signature)))
    )
    return changed


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
