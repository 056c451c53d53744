"""Cut a long list into numbered pages without counting it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

PAGE_LENGTH = 20
# Beyond, the database would only be made to skip rows: the archive by date leads to all of them.
LAST_NUMBER = 9999
# Last page of a list of several sections: for each section, all rows up to that page are found.
LAST_NUMBER_OF_SEVERAL = 500


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, and whether older ones follow."""

    articles: Sequence[Any]
    number: int
    has_next: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1 if self.has_next else 0


def list_page(
    request: HttpRequest, rows: Any, *, length: int = PAGE_LENGTH, last: int = LAST_NUMBER
) -> ListPage:
    """Return the page that `?page=` asks for, up to the last. Raises Http404 for what is no page of this list."""
    number = page_number(request, last=last)
    start = (number - 1) * length
    found = list(rows[start : start + length + 1])
    if number > 1 and not found:
        raise Http404(f"The list has no page {number}.")
    return ListPage(found[:length], number, len(found) > length and number < last)


def page_number(request: HttpRequest, *, last: int = LAST_NUMBER) -> int:
    """Return the number that `?page=` asks for. Raises Http404 for what is no number of a page."""
    written = request.GET.get("page", "1")
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(LAST_NUMBER))):
        raise Http404("A page has a whole number.")
    number = int(written)
    if not 1 <= number <= last:
        raise Http404(f"Pages are numbered from 1 to {last}.")
    return number
