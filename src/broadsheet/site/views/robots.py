"""What crawlers are asked to leave alone. https://www.rfc-editor.org/rfc/rfc9309"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ...press.tags import depend
from ..addresses import absolute
from ..methods import safe_methods_only


@safe_methods_only
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers from the desk and from search, and show them the sitemap."""
    depend(request, "all")
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /search/",
        "Disallow: /*/search/",
        "",
        f"Sitemap: {absolute(reverse('site:sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
