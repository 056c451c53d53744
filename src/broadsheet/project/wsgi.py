"""The WSGI application that granian, or any other server, runs."""

import os
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
_django = get_wsgi_application()

from ..audience.beacon import HEADERS, PATH, take  # noqa: E402  # Django must be ready
from .press_room import begin_to_serve, front_door, warm_up  # noqa: E402
from .turnover import Turnover  # noqa: E402

_STATUS = {each: f"{each} {HTTPStatus(each).phrase}" for each in (204, 405)}
_pages = front_door(_django)
warm_up(_pages)
begin_to_serve()
_turnover = Turnover(settings.DATA)
_turnover.ready()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Count a read where a page reports one, before anything else is asked; the rest goes to the front door."""
    if _turnover.is_over:
        start_response = _turnover.last(start_response)
    if environ["PATH_INFO"] != PATH:
        return _pages(environ, start_response)
    status = take(environ)
    start_response(_STATUS[status], HEADERS if status == 204 else [("Allow", "POST")])
    return ()
