"""Answer 404 where an address has a number that no database and no calendar can hold."""

import re
from collections.abc import Callable

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse

# As many digits as 2^31 has, the smallest number that some column cannot hold.
_LONG_NUMBER = re.compile(r"[0-9]{10}")


class ImpossibleNumbers:
    """Takes a failure over a number too large for the word that nothing is at an address which has such a number.

    A rule for all views, Wagtail's among them: where nothing is, nothing is, whichever table was to say so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Raise Http404 where that is so; leave every other failure alone."""
        if isinstance(exception, (OverflowError, DataError)) and _has_long_number(request):
            raise Http404("The address has a number that nothing can have.") from exception


def _has_long_number(request: HttpRequest) -> bool:
    said = [request.path, *(value for _name, values in request.GET.lists() for value in values)]
    return any(_LONG_NUMBER.search(each) for each in said)
