"""The application of `broadsheet serve` with no room for a page, for cold_pages.py: the WSGI application of a worker.

What pages share, the board above all, is kept as always. At /asked it says how often Django was asked for a page.
"""

import itertools
import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from django.conf import settings  # noqa: E402  # Django must be ready
from django.core.wsgi import get_wsgi_application  # noqa: E402

from broadsheet.press.pressing import Press  # noqa: E402
from broadsheet.serving.application import begin_to_serve, site, warm_up  # noqa: E402
from broadsheet.serving.caching import CachingApplication  # noqa: E402
from broadsheet.serving.rooms import RENDERING, Rooms  # noqa: E402

ASKED = "/asked"
# As many threads render as ever, but nobody is turned away: all connections of the benchmark wait at once.
ROOMS = Rooms(rendering=replace(RENDERING, queue=64, patience=60.0))


class Asked:
    """Django's application, which counts how often it was asked."""

    def __init__(self, django_application: Any) -> None:
        self._django = django_application
        # Threads share it: next() of it is one step.
        self._numbers = itertools.count()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        number = next(self._numbers)
        if environ["PATH_INFO"] != ASKED:
            return self._django(environ, start_response)
        # Whoever asks how often counts as well, which is too little to matter.
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(number).encode()]


def _cold() -> CachingApplication:
    press = Press(room=0, pause=settings.OPTIONS.press_poll_ms / 1000)
    found = CachingApplication(Asked(get_wsgi_application()), press, replace(site(()), rooms=ROOMS))
    warm_up(found)
    begin_to_serve()
    return found


application = _cold()
