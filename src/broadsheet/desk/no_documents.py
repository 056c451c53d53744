"""Documents have left the desk: there is no safe way to hand out what Reporters upload under the desk's own address.

What is left is one address that Wagtail's admin prints on each of its pages, whether there are documents or not.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


class NoDocuments:
    """Stands in Wagtail's list of what its admin can be asked for, and answers 404."""

    # Wagtail looks whether a model descends from it; none does.
    model: type

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", _nothing, name="listing")]


NoDocuments.model = NoDocuments


def _nothing(request: HttpRequest) -> HttpResponse:
    raise Http404("There are no documents here.")
