"""What an edition has put right, the newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...newsroom import queries
from ..contexts import EditionContext, keep_list, readers_page
from ..frame import INDEXED, NOT_INDEXED, frame
from ..pagination import list_page


@readers_page
def corrections(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """List the corrections of articles that readers may see, with a link to each article."""
    page = list_page(request, queries.corrections(paper.edition, now=paper.now))
    keep_list(request, paper, articles=[each.article for each in page.articles])
    path = f"{paper.edition.root}corrections/"
    context = {
        **frame(
            paper,
            title=_("Corrections"),
            is_titled_by_us=True,
            path=path if page.number == 1 else f"{path}?page={page.number}",
            robots=INDEXED if page.articles else NOT_INDEXED,
        ),
        "page": page,
        "path": path,
        "policy": paper.furniture.correction_policy,
    }
    return render(request, "site/corrections.html", context)
