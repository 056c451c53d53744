"""Broadsheet's web process with a press that has no room for a page: granian runs it for cold_pages.py.

What pages share, the board above all, is kept as always. At /asked it says how often Django was asked for a page.
"""

from collections.abc import Iterable
from typing import Any

from broadsheet.project import wsgi

ASKED = "/asked"


class Asked:
    """Django's application, and how often it was asked."""

    def __init__(self, django: Any) -> None:
        self.django = django
        self.times = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.times += 1
        return self.django(environ, start_response)


door = wsgi._pages
door.application = asked = Asked(door.application)
door.press.sheets.room = 0
door.press.sheets.clear(number=door.press.sheets.heard)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as `broadsheet serve` does."""
    if environ["PATH_INFO"] != ASKED:
        return wsgi.application(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(asked.times).encode()]
