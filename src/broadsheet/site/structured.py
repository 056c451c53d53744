"""Describe an article to machines: schema.org NewsArticle as JSON-LD."""

import json
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.models import Article, Edition
from ..newsroom.moments import stated
from ..newsroom.surroundings import Named, Surroundings
from ..prose.typography import without_controls
from .addresses import absolute, author_path
from .contexts import EditionContext
from .pictures import Offer

# Inside a script element no "<" may stand that could end it: https://html.spec.whatwg.org/#script-data-state
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def news_article(
    article: Article, around: Surroundings, paper: EditionContext, *, lead: Offer | None
) -> SafeString:
    """Return the article as JSON-LD that is safe inside a script element. https://schema.org/NewsArticle"""
    edition = paper.edition
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline[:110],
        "inLanguage": edition.language,
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "isAccessibleForFree": True,
        "publisher": _publisher(paper),
        "description": article.description,
        "articleSection": article.section.name if article.section else "",
        "datePublished": moment(article),
        "dateModified": article.updated_at.isoformat() if article.updated_at else moment(article),
        "author": [_author(each, edition) for each in around.authors],
        "keywords": [each.name for each in around.topics],
        "image": [absolute(lead.src)] if lead else [],
        "correction": [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": each.at.isoformat()}
            for each in around.corrections
        ],
    }
    kept = {name: _well_formed(value) for name, value in said.items() if value}
    written = json.dumps(kept, ensure_ascii=False)
    return mark_safe(written.translate(_ESCAPES))  # every character that could end the element is escaped


def _publisher(paper: EditionContext) -> dict[str, Any]:
    accounts = paper.settings.accounts
    policy = paper.furniture.correction_policy
    return {
        "@type": "NewsMediaOrganization",
        "name": paper.edition.name,
        "url": absolute(paper.edition.root),
        "logo": {"@type": "ImageObject", "url": absolute(reverse("site:icon", kwargs={"size": 512}))},
        **({"sameAs": list(accounts)} if accounts else {}),
        **({"correctionsPolicy": absolute(policy)} if policy else {}),
    }


def moment(article: Article) -> str:
    """Return the date of publication as far as it is known, nothing where it is unknown."""
    return stated(article.published_at, article.date_precision) if article.published_at else ""


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list):
        return [_well_formed(each) for each in value]
    return {name: _well_formed(each) for name, each in value.items()} if isinstance(value, dict) else value


def _author(author: Named, edition: Edition) -> dict[str, str]:
    return {"@type": "Person", "name": author.name, "url": absolute(author_path(edition, author.slug))}
