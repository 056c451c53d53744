"""Answer 404 where an address has a number that no database and no calendar can hold."""

import re
from collections.abc import Callable

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse

# What fails over numbers of this many digits: a column holds less than 2^31; a file system takes names of 255 characters, and
# Python reads 4,300 digits.
_FAILURES = (
    ((OverflowError, DataError), re.compile(r"[0-9]{10}")),
    ((ValueError, OSError), re.compile(r"[0-9]{256}")),
)


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
        said = [request.path, *(value for _name, values in request.GET.lists() for value in values)]
        for failures, number in _FAILURES:
            if isinstance(exception, failures) and any(map(number.search, said)):
                raise Http404("The address has a number that nothing can have.") from exception
