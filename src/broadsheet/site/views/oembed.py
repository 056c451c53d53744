"""Say what an article is to sites on which somebody has pasted its address: https://oembed.com/

The type is `link`: title, author and picture, which the other site shows as it likes. No frame of ours stands in its page.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from ...newsroom import page_queries
from ...newsroom.address_forms import decoded
from ...newsroom.models import Article
from ...newsroom.pictures.tags import tags_of_pictures
from ...newsroom.surroundings import Surroundings, stored
from ...newsroom.visibility import turns
from ...newsroom.whereabouts import Fate, whereabouts
from ...press.tags import depend, earliest
from ...prose.typography import without_controls
from ..addresses import absolute, author_path
from ..contexts import EditionContext, keep, open_edition
from ..feeds.xml_writer import XmlWriter
from ..methods import safe_methods_only
from ..pictures import bring_renditions, shared_file
from .article import path_of

# Seconds for which others may keep the answer: a killed article is not to be shown for long.
CACHE_AGE = 3600


@safe_methods_only
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer for the address of an article that readers may see; 404 for every other, 501 for a format that we have not."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        refusal = f"There is no {form[:20]!r} here. Formats are json and xml.\n"
        return HttpResponse(refusal, status=501, content_type="text/plain; charset=utf-8")
    paper, found = _article_at(request, request.GET.get("url", ""))
    bring_renditions([found.picture])
    keep(
        request, paper, f"article:{found.pk}", *tags_of_pictures([found.picture]),
        until=earliest(*turns(found, paper.now)), gone=found.expire_at,
    )  # fmt: skip
    said = _said(found, stored(found), paper) | _thumbnail(request, found)
    if form == "json":
        return HttpResponse(
            json.dumps(said, ensure_ascii=False), content_type="application/json; charset=utf-8"
        )
    xml = XmlWriter()
    with xml.inside("oembed"):
        for name, value in said.items():
            xml.add(name, str(value))
    return HttpResponse(xml.text, content_type="text/xml; charset=utf-8")


def _article_at(request: HttpRequest, address: str) -> tuple[EditionContext, Article]:
    """Find the article to which a public address leads readers, whatever trackers have added to it.

    Raises Http404 where there is none.
    """
    try:
        asked, own = urlsplit(address), urlsplit(settings.BASE_URL)
    except ValueError as error:
        raise Http404("It is no address.") from error
    is_own = (asked.scheme, asked.netloc) == (own.scheme, own.netloc)
    found = (_standing(request, asked.path) or _moved(request, asked.path)) if is_own else None
    if found is None:
        raise Http404("No article has this address.")
    return found


def _moved(request: HttpRequest, path: str) -> tuple[EditionContext, Article] | None:
    """Find the article that a former address leads to, or one without the slash at its end."""
    now = whereabouts(path, now=timezone.now())
    if now is None or now.fate != Fate.MOVED:
        return None
    depend(request, *now.tags)
    return _standing(request, now.to)


def _standing(request: HttpRequest, path: str) -> tuple[EditionContext, Article] | None:
    try:
        match = resolve(decoded(path))
    except Resolver404:
        return None
    if match.namespace != "site" or match.url_name not in ("article", "undated-article"):
        return None
    named = dict(match.kwargs)
    language = named.pop("language", None)
    paper = open_edition(request, language, now=timezone.now())
    if paper is None or (language and paper.edition.is_main):
        return None
    found = page_queries.article_at(paper.edition, path_of(**named), now=paper.now, sections=paper.sections)
    return None if found is None else (paper, found)


def _said(article: Article, around: Surroundings, paper: EditionContext) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "link",
        "version": "1.0",
        "title": article.headline,
        "author_name": ", ".join(each.name for each in around.authors),
        "provider_name": paper.edition.name,
        "provider_url": absolute(paper.edition.root),
        "cache_age": CACHE_AGE,
    }
    if len(around.authors) == 1:
        said["author_url"] = absolute(author_path(paper.edition, around.authors[0].slug))
    return {
        name: without_controls(each) if isinstance(each, str) else each for name, each in said.items() if each
    }


def _thumbnail(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Return the picture, unless it is larger than whoever asks can show."""
    file = shared_file(article.picture)
    if file is None or not (
        _fits(request, "maxwidth", file.width) and _fits(request, "maxheight", file.height)
    ):
        return {}
    return {
        "thumbnail_url": absolute(file.url),
        "thumbnail_width": file.width,
        "thumbnail_height": file.height,
    }


def _fits(request: HttpRequest, name: str, pixels: int) -> bool:
    written = request.GET.get(name, "")
    # What is no number, or a larger one than pictures have, bounds nothing.
    return not (written.isascii() and written.isdecimal() and len(written) < 6) or pixels <= int(written)
