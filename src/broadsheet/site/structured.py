"""Describe an article to machines: schema.org NewsArticle as JSON-LD."""

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from ..newsroom.identity import comparable_address, host_of
from ..newsroom.models import Article, ArticleKind, Edition
from ..newsroom.moments import stated
from ..newsroom.surroundings import Named, Surroundings
from ..prose.typography import single_spaced, without_controls
from .addresses import absolute, author_path, section_path
from .contexts import EditionContext
from .json_ld import breadcrumbs, organization, pictures, printed, share_picture
from .pictures import Offer, searched

# https://schema.org/NewsArticle#subtypes; an interview and an obituary have no type of their own.
TYPES: dict[str, str] = {
    ArticleKind.OPINION: "OpinionNewsArticle",
    ArticleKind.ANALYSIS: "AnalysisNewsArticle",
    ArticleKind.REVIEW: "ReviewNewsArticle",
}
# Google's own guide: https://developers.google.com/search/docs/appearance/structured-data/article
LONGEST_HEADLINE = 110
_ELLIPSIS = "…"


def news_article(
    article: Article, around: Surroundings, paper: EditionContext, *, lead: Offer | None
) -> SafeString:
    """Return the article as JSON-LD that is safe inside a script element. https://schema.org/NewsArticle"""
    return printed(
        {
            "@type": TYPES.get(article.kind, "NewsArticle"),
            "headline": cut_headline(article.headline),
            "inLanguage": paper.edition.language,
            "mainEntityOfPage": absolute(article.get_absolute_url()),
            "isAccessibleForFree": True,
            "publisher": organization(paper),
            "description": article.description,
            "articleSection": article.section.name if article.section else "",
            "datePublished": moment(article),
            "dateModified": article.updated_at.isoformat() if article.updated_at else moment(article),
            "author": [_author(each, paper.edition) for each in around.authors] or [_unsigned(paper)],
            "keywords": [each.name for each in around.topics],
            "image": _images(article, lead, paper),
            **_taken_over(article),
            "correction": [
                {"@type": "CorrectionComment", "text": each.text, "datePublished": each.at.isoformat()}
                for each in around.corrections
            ],
        }
    )


def way_to_article(article: Article, paper: EditionContext) -> SafeString:
    """Describe the way from the front through the sections to an article."""
    section = article.section
    above = [each for each in (section.parent if section else None, section) if each is not None]
    return breadcrumbs(
        paper,
        [
            *((section_path(paper.edition, each.slug), each.name) for each in above),
            (article.get_absolute_url(), article.headline),
        ],
    )


def moment(article: Article) -> str:
    """Return the date of publication as far as it is known, nothing where it is unknown."""
    return stated(article.published_at, article.date_precision) if article.published_at else ""


def cut_headline(headline: str) -> str:
    """Return a headline in at most 110 characters, cut at a word."""
    whole = single_spaced(without_controls(headline))
    if len(whole) <= LONGEST_HEADLINE:
        return whole
    words, _blank, begun = whole[:LONGEST_HEADLINE].rpartition(" ")
    return f"{words or begun[:-1]}{_ELLIPSIS}"


def _author(author: Named, edition: Edition) -> dict[str, str]:
    return {"@type": "Person", "name": author.name, "url": absolute(author_path(edition, author.slug))}


def _unsigned(paper: EditionContext) -> dict[str, str]:
    """Return the paper as the author of what nobody signs."""
    return {"@type": "Organization", "name": paper.edition.name, "url": absolute(paper.edition.root)}


def _images(article: Article, lead: Offer | None, paper: EditionContext) -> list[dict[str, Any]]:
    files = searched(article.picture, lead) if lead else []
    if not files:
        return share_picture(paper)
    return pictures(files, caption=article.picture_caption, credit=article.picture_credit)


def _taken_over(article: Article) -> dict[str, Any]:
    """Say of a story that comes from an agency or another outlet whose it is, and where it stands there if that is known."""
    if not article.source:
        return {}
    origin = {
        "@type": "CreativeWork",
        "publisher": {"@type": "Organization", "name": article.source},
        "url": _address_there(article),
    }
    return {
        "creditText": article.source,
        "isBasedOn": {name: value for name, value in origin.items() if value},
    }


def _address_there(article: Article) -> str:
    """Return the address of a story at its source; "" for none, and for one of our own."""
    if not article.link or host_of(f"https://{article.link}") == host_of(settings.BASE_URL):
        return ""
    # The link is kept without its scheme. An identifier may be the same address as the source writes it.
    known = article.source_id
    if known.startswith(("http://", "https://")) and comparable_address(known) == article.link:
        return known
    return f"https://{article.link}"
