"""Pages that are no articles: about the paper, imprint, privacy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ...newsroom import queries
from ...newsroom.models import Page
from ...prose.markup import plain
from ...prose.teasers import excerpt
from ..addresses import page_path
from ..alternates import alternates
from ..contexts import EditionContext, keep, open_edition, readers_page, with_headers
from ..frame import frame
from ..json_ld import breadcrumbs
from ..switch import Elsewhere
from ..voice import speaking


@readers_page
def page(request: HttpRequest, paper: EditionContext, *, slug: str) -> HttpResponse:
    """Show a published page of an edition."""
    found = queries.page_at(paper.edition, slug)
    if found is None:
        raise Http404(f"There is no page {slug!r}.")
    keep(request, paper, f"page:{found.pk}", f"translations:{found.translation_key}")
    return _shown(request, paper, found)


def preview(request: HttpRequest, page: Page) -> HttpResponse:
    """Show an editor a page as it would be, published or not."""
    paper = open_edition(request, page.locale.language_code, now=timezone.now())
    if paper is None:
        raise Http404("The page's language has no edition.")
    with speaking(paper.edition):
        response = _shown(request, paper, page)
    return with_headers(response, paper.language)


def _shown(request: HttpRequest, paper: EditionContext, page: Page) -> HttpResponse:
    translations = queries.translations_of(page)
    languages = {each.locale.language_code: each.get_absolute_url() for each in translations}
    path = page_path(paper.edition, page.slug) if page.slug else ""
    words = (plain(each.value.source) for each in page.body if each.block_type == "paragraph")
    context = {
        **frame(
            paper,
            title=page.name,
            description=excerpt("\n".join(words)),
            path=path,
            elsewhere=Elsewhere(languages, _("The same page")),
            alternates=alternates(paper, {paper.language: path, **languages}) if path else (),
            linked_data=[breadcrumbs(paper, [(path, page.name)])] if path else (),
        ),
        "page": page,
        "translations": translations,
    }
    return render(request, "site/page.html", context)
