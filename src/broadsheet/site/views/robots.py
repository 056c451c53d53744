"""What crawlers are asked to leave alone. https://www.rfc-editor.org/rfc/rfc9309"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from ...newsroom.paper.crawlers import refused_crawlers
from ...press.tags import depend
from ..addresses import absolute
from ..contexts import site_context_of
from ..methods import safe_methods_only


@safe_methods_only
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers from the desk and from search, those that the paper refuses from everything, and show the sitemaps."""
    depend(request, "all")
    refused = refused_crawlers(site_context_of(request).at(timezone.now().timestamp()).settings)
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /search/",
        "Disallow: /*/search/",
        "",
        *(f"User-agent: {each}" for each in refused),
        *(["Disallow: /", ""] if refused else []),
        f"Sitemap: {absolute(reverse('site:sitemap'))}",
        f"Sitemap: {absolute(reverse('site:news-sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
