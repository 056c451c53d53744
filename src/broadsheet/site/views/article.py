"""The page of one article."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from ...newsroom import queries
from ...newsroom.models import Article
from ...newsroom.page_rails import page_rails
from ..frame import frame
from ..paper import Paper, keep, open_paper, readers_page, with_headers
from ..pictures import bring_renditions, offer
from ..structured import moment, news_article

_LINKED = re.compile(
    r'<a\b[^>]*\blinktype="article"[^>]*\bid="(\d+)"|<a\b[^>]*\bid="(\d+)"[^>]*\blinktype="article"'
)


@readers_page
def article(
    request: HttpRequest, paper: Paper, *, slug: str, year: int = 0, month: int = 0, day: int = 0
) -> HttpResponse:
    """Show the article that was first published on a day, or on one unknown."""
    path = f"{year:04d}/{month:02d}/{day:02d}/{slug}" if year else f"undated/{slug}"
    found = queries.article_at(paper.edition, path, now=paper.now)
    if found is None:
        raise Http404(f"There is no article at {path}.")
    context = _context(found, paper)
    keep(request, paper, *context["rails"].tags, *_linked(found), until=context["rails"].until)
    return render(request, "site/article.html", context)


def preview(request: HttpRequest, article: Article) -> HttpResponse:
    """Show an editor the page of an article as it would be, published or not."""
    paper = open_paper(article.locale.language_code, now=timezone.now())
    if paper is None:
        raise Http404("The article's language has no edition.")
    with translation.override(paper.language):
        response = render(request, "site/article.html", _context(article, paper) | {"is_preview": True})
    return with_headers(response, paper.language)


def _context(article: Article, paper: Paper) -> dict[str, Any]:
    bring_renditions(block.value["image"] for block in article.body if block.block_type == "picture")
    lead = offer(article.picture, "lead")
    return {
        **frame(
            paper,
            title=article.headline,
            description=article.standfirst or article.teaser,
            path=article.get_absolute_url() if article.path else "",
            section=article.section,
        ),
        "article": article,
        "reads_need_consent": settings.OPTIONS.reads_need_consent,
        "lead": lead,
        "published": moment(article),
        "translations": queries.translations(article, now=paper.now),
        "rails": page_rails(article, now=paper.now),
        "structured": news_article(article, paper.edition, lead=lead) if article.path else "",
    }


def _linked(article: Article) -> set[str]:
    """Name the articles that the text links to: a link is only a link while its article can be seen."""
    paragraphs = (block["value"] for block in article.body.raw_data if block["type"] == "paragraph")
    found = (match for text in paragraphs for match in _LINKED.finditer(text))
    return {f"article:{match[1] or match[2]}" for match in found}
