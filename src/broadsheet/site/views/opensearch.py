"""Tell browsers how to search an edition.

https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
"""

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from ...prose.typography import without_controls
from ..addresses import absolute
from ..contexts import EditionContext, keep, readers_page

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
CONTENT_TYPE = "application/opensearchdescription+xml; charset=utf-8"
# As the specification has it.
LONGEST_SHORT_NAME, LONGEST_LONG_NAME, LONGEST_DESCRIPTION = 16, 48, 1024


@readers_page
def description(request: HttpRequest, paper: EditionContext) -> HttpResponse:
    """Describe the search of an edition, by its name and icon."""
    keep(request, paper)
    name = without_controls(paper.edition.name)
    told = without_controls(paper.edition.tagline) or name
    template = f"{absolute(paper.edition.root)}search/?q={{searchTerms}}"
    icon = absolute(reverse("site:favicon"))
    parts = [
        ("ShortName", "", name[:LONGEST_SHORT_NAME]),
        ("Description", "", told[:LONGEST_DESCRIPTION]),
        ("Url", f' type="text/html" method="get" template={quoteattr(template)}', ""),
        ("LongName", "", name[:LONGEST_LONG_NAME]),
        ("Image", ' width="32" height="32" type="image/vnd.microsoft.icon"', iri_to_uri(icon)),
        ("Language", "", paper.language),
        ("InputEncoding", "", "UTF-8"),
        ("OutputEncoding", "", "UTF-8"),
    ]
    written = "".join(f"<{tag}{attributes}>{escape(text)}</{tag}>" for tag, attributes, text in parts)
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<OpenSearchDescription xmlns="{NAMESPACE}">{written}</OpenSearchDescription>'
    return HttpResponse(body, content_type=CONTENT_TYPE)
