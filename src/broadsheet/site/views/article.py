"""The page of one article."""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from ...newsroom import page_queries
from ...newsroom.models import Article
from ...newsroom.page_rails import EditionRails, PageRails, page_rails
from ...newsroom.pictures.tags import tags_of_pictures
from ...newsroom.rich_text import links_in, links_to
from ...newsroom.surroundings import Surroundings, of_draft, stored
from ...newsroom.visibility import turns
from ...press.joined_response import JoinedResponse
from ...press.tags import earliest, join
from ...prose.reading_time import reading_minutes
from ..addresses import absolute
from ..alternates import alternates
from ..article_assembly import first_join, frame_of
from ..contexts import EditionContext, keep, open_edition, readers_page, with_headers
from ..frame import frame
from ..other_forms import other_forms
from ..pictures import bring_renditions, offer
from ..printed_candidates import shared_candidates
from ..sharing import share_links
from ..structured import moment, news_article, way_to_article
from ..switch import Elsewhere
from ..voice import speaking

# Stands for the rails while the rest of a page is printed; nobody can write it into an article.
_MARK = secrets.token_hex(16)


@readers_page
def article(
    request: HttpRequest, paper: EditionContext, *, slug: str, year: int = 0, month: int = 0, day: int = 0
) -> HttpResponse:
    """Show the article that was first published on a day, or on one unknown."""
    found = article_at(paper, path_of(slug, year, month, day))
    board = shared_candidates(request, paper)
    shared = board.at(paper.now.timestamp())
    pictures = _pictures(found)
    rails = EditionRails(paper.edition, paper.now, shared.board).beside(found, pictures=pictures)
    around = stored(found)
    linked = links_in(found.body.raw_data)
    translations, seen = page_queries.companions(found, linked, now=paper.now)
    tags = {f"article:{each}" for each in (*linked, found.pk)} | {f"translations:{found.translation_key}"}
    tags |= tags_of_pictures(pictures)
    until = earliest(*turns(found, paper.now))
    if rails.own is not None:
        keep(request, paper, *tags, until=until, gone=found.expire_at)
        context = _context(found, around, translations, paper, rails, mark=_MARK)
        with links_to(seen):
            printed = render_to_string("site/article.html", context, request)
        head, foot = printed.encode().split(_MARK.encode())
        joined = first_join(found, rails, rails.own, board, shared, frame_of(request, head=head, foot=foot))
        join(request, joined)
        return JoinedResponse(joined.assembled.pieces)
    # A page that needed more than the board and its neighbours have is made whole, and made again with either.
    keep(
        request, paper, *tags, *rails.tags,
        until=earliest(until, rails.until), gone=earliest(found.expire_at, rails.gone),
    )  # fmt: skip
    with links_to(seen):
        return render(request, "site/article.html", _context(found, around, translations, paper, rails))


def article_at(paper: EditionContext, path: str) -> Article:
    """Return the article at a path as readers may see it now. Raises Http404 where there is none."""
    found = page_queries.article_at(paper.edition, path, now=paper.now, sections=paper.sections)
    if found is None:
        raise Http404(f"There is no article at {path}.")
    return found


def path_of(slug: str, year: int = 0, month: int = 0, day: int = 0) -> str:
    """Return the path of the article that was first published on a day, or on one unknown."""
    return f"{year:04d}/{month:02d}/{day:02d}/{slug}" if year else f"undated/{slug}"


def preview(request: HttpRequest, article: Article) -> HttpResponse:
    """Show an editor the page of an article as it would be, published or not."""
    paper = open_edition(request, article.locale.language_code, now=timezone.now())
    if paper is None:
        raise Http404("The article's language has no edition.")
    with speaking(paper.edition):
        article.columnist = article.columnist_of(each.author for each in article.bylines.all())
        bring_renditions(_pictures(article))
        translations, _linked_to = page_queries.companions(article, (), now=paper.now)
        rails = page_rails(article, now=paper.now)
        context = _context(article, of_draft(article), translations, paper, rails)
        response = render(request, "site/article.html", context | {"is_preview": True})
    return with_headers(response, paper.language)


def _context(
    article: Article,
    around: Surroundings,
    translations: list[Article],
    paper: EditionContext,
    rails: PageRails,
    *,
    mark: str = "",
) -> dict[str, Any]:
    lead = offer(article.picture, "story")
    path = article.get_absolute_url() if article.path else ""
    address = absolute(path) if path else ""
    languages = {each.locale.language_code: each.get_absolute_url() for each in translations}
    return {
        **frame(
            paper,
            title=article.search_title or article.headline,
            shared_title=article.headline,
            description=article.description,
            path=path,
            section=article.section,
            is_article=True,
            elsewhere=Elsewhere(languages, _("The same story")),
            alternates=alternates(paper, {paper.language: path, **languages}) if path else (),
            linked_data=[way_to_article(article, paper)] if path else (),
        ),
        "article": article,
        "around": around,
        "reads_need_consent": settings.OPTIONS.reads_need_consent,
        "lead": lead,
        "preview": lead if lead and lead.is_preview else None,
        "published": moment(article),
        "translations": translations,
        "rails": rails,
        "rails_mark": mark,
        "reading_minutes": reading_minutes(article.plain_body, language=paper.language),
        "share_links": share_links(article.headline, address) if address else [],
        "other_forms": other_forms(path, article.headline) if address else [],
        "structured": news_article(article, around, paper, lead=lead) if path else "",
    }


def _pictures(article: Article) -> list[Any]:
    """List the pictures of the page but for those in the rails; each may be None."""
    face = article.columnist.picture if article.columnist else None
    return [article.picture, face, *_in_text(article)]


def _in_text(article: Article) -> list[Any]:
    """List the pictures that stand in the text."""
    return [block.value["image"] for block in article.body if block.block_type == "picture"]
