"""What belongs to the paper as a whole: its files, style, icons and manifest, and the texts that machines look for."""

import json
from pathlib import PurePosixPath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ...newsroom.models import Edition
from ...newsroom.paper import files
from ...newsroom.paper.colours import LIGHT_GROUND
from ...newsroom.paper.site_settings import SiteSettings
from ...press.tags import depend, keep_for_good
from .. import icons
from ..branding import digest_of, look_on_device, style_sheet, style_sheet_for
from ..contexts import EditionContext, SiteContext, open_edition, site_context_of, with_headers
from ..methods import safe_methods_only
from ..voice import direction_of, speaking
from .front import front_context

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
TEXT = "text/plain; charset=utf-8"
# Short names stand under icons on telephones: https://www.w3.org/TR/appmanifest/#short_name-member
LONGEST_SHORT_NAME = 12


@safe_methods_only
def paper_file(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out a logo or a share picture; its name is a hash of its content, so browsers keep it for a year."""
    content = files.content_of(name)
    kind = _TYPES.get(PurePosixPath(name).suffix)
    if content is None or kind is None:
        raise Http404("There is no such file.")
    depend(request, "all")
    keep_for_good(request)
    return HttpResponse(content, content_type=kind)


@safe_methods_only
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """Hand out the style sheet of the paper. An older page gets the present one, which is not cached.

    Anybody can make up a digest, so a wrong one takes no place in the cache.
    """
    sheet = style_sheet(_site(request).settings)
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    if digest_of(sheet) == digest:
        depend(request, "all")
        keep_for_good(request)
    else:
        # Without it, some caches keep style sheets for hours.
        response["Cache-Control"] = "no-store"
    return response


@safe_methods_only
def icon_png(request: HttpRequest, size: int) -> HttpResponse:
    """The icon of the paper as a PNG, in one of its sizes."""
    if size not in (icons.CHANNEL, *icons.MANIFEST):
        raise Http404("There is no icon of this size.")
    return HttpResponse(icons.as_png(_icon(request), size), content_type="image/png")


@safe_methods_only
def touch_icon(request: HttpRequest) -> HttpResponse:
    """The icon for the home screens of telephones, which show black where it is transparent."""
    icon = icons.as_png(_icon(request), icons.TOUCH, ground=LIGHT_GROUND)
    return HttpResponse(icon, content_type="image/png")


@safe_methods_only
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon where browsers look for it by themselves."""
    return HttpResponse(icons.as_ico(_icon(request)), content_type="image/vnd.microsoft.icon")


@safe_methods_only
def letter(request: HttpRequest) -> HttpResponse:
    """The first letter of the paper's name as an SVG, for a paper without an icon of its own."""
    site = _site(request)
    _depend(request)
    if site.settings.icon is not None:
        raise Http404("The icon of this paper is no SVG.")
    drawn = icons.letter_svg(_letter(site), site.settings.accent_on_light)
    return HttpResponse(drawn, content_type=_TYPES[".svg"])


@safe_methods_only
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the paper to telephones that put it on their home screen. https://www.w3.org/TR/appmanifest/"""
    edition = _main(_site(request))
    _depend(request)
    said = {
        "name": edition.name,
        **({"short_name": edition.name} if len(edition.name) <= LONGEST_SHORT_NAME else {}),
        "description": edition.tagline,
        "lang": edition.language,
        "dir": direction_of(edition.language),
        "start_url": "/",
        "display": "browser",
        "background_color": LIGHT_GROUND,
        "icons": [
            {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
            for size in icons.MANIFEST
        ],
    }
    written = json.dumps({name: each for name, each in said.items() if each}, ensure_ascii=False)
    return HttpResponse(written, content_type="application/manifest+json; charset=utf-8")


@safe_methods_only
def ads(request: HttpRequest) -> HttpResponse:
    """Who may sell advertisements of this paper. https://iabtechlab.com/ads-txt/"""
    return _text(request, _site(request).settings.ads)


@safe_methods_only
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole. https://www.rfc-editor.org/rfc/rfc9116"""
    return _text(request, _site(request).settings.security)


def preview(request: HttpRequest, settings: SiteSettings, *, style: str, is_dark: bool) -> HttpResponse:
    """Show an editor the front page as it would be with these settings; `style` is the address of its style sheet."""
    paper = open_edition(request, None, now=timezone.now())
    settings = look_on_device(settings, is_dark=is_dark)
    if paper is None:
        raise Http404("There is no edition yet.")
    previewed = EditionContext(
        paper.edition, paper.editions, paper.sections, paper.now, settings=settings, style=style
    )
    with speaking(paper.edition):
        context = front_context(request, previewed)
        response = render(request, "site/front.html", context)
    return with_headers(response, paper.language)


def preview_style(settings: SiteSettings, *, is_dark: bool) -> HttpResponse:
    """Show an editor's browser the style sheet of a preview."""
    return HttpResponse(style_sheet_for(settings, is_dark=is_dark), content_type="text/css; charset=utf-8")


def _site(request: HttpRequest) -> SiteContext:
    return site_context_of(request).at(timezone.now().timestamp())


def _main(site: SiteContext) -> Edition:
    found = next((each for each in site.editions if each.is_main), None)
    if found is None:
        raise Http404("There is no edition yet.")
    return found


def _letter(site: SiteContext) -> str:
    main = next((each for each in site.editions if each.is_main), None)
    return icons.first_letter(main.name, language=main.language) if main else ""


def _icon(request: HttpRequest) -> Any:
    site = _site(request)
    _depend(request)
    content = files.content_of(site.settings.icon.name) if site.settings.icon else None
    if content is not None:
        return icons.uploaded_icon(content)
    return icons.letter_icon(_letter(site), site.settings.accent_on_light)


def _text(request: HttpRequest, text: str) -> HttpResponse:
    if not text:
        raise Http404("There is no such text.")
    depend(request, "all")
    return HttpResponse(f"{text}\n", content_type=TEXT)


def _depend(request: HttpRequest) -> None:
    """Declare that the response depends on the editions' names and the settings of the paper."""
    depend(request, "editions")
