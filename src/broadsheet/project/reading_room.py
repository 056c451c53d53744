"""The WSGI application that answers readers: reads are counted, pages handed out, the rest is Django's."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.wsgi import get_wsgi_application

from ..audience.beacon import HEADERS, PATH, take
from ..press.relay import Relay
from .press_room import begin_to_serve, front_door, warm_up
from .turnover import Turnover

_STATUS = {each: f"{each} {HTTPStatus(each).phrase}" for each in (204, 405)}


class ReadingRoom:
    """The application (PEP 3333) of a web process, warmed up.

    Where a kiosk stands before it, `relay` tells that what is kept here, and `room` is the part of the memory for pages
    that it leaves to this process. `turnover` says when a successor is there.
    """

    def __init__(self, turnover: Turnover, *, relay: Relay | None = None, room: float = 1.0) -> None:
        self.door = front_door(get_wsgi_application(), relay=relay, room=room)
        warm_up(self.door)
        begin_to_serve()
        self.turnover = turnover

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Count a read where a page reports one, before anything else is asked; the rest goes to the front door."""
        if self.turnover.is_over:
            start_response = self.turnover.last(start_response)
        if environ["PATH_INFO"] != PATH:
            return self.door(environ, start_response)
        status = take(environ)
        start_response(_STATUS[status], HEADERS if status == 204 else [("Allow", "POST")])
        return ()
