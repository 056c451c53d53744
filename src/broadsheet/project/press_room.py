"""Put the press in front of Django, as the settings have it, and warm it up."""

import gc
import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from ..press.front_door import Application, FrontDoor
from ..press.pressed_files import Caller
from ..press.pressing import Press
from ..press.relay import Relay
from ..press.window import AND, Rules
from ..site.addresses import parameters
from ..site.warming import first_asked

log = logging.getLogger("broadsheet.press")

# What is nobody's page: the desk, files, and what is told of a read.
ASIDE = ("/desk/", settings.STATIC_URL, settings.MEDIA_URL, "/documents/", "/_b")
# Readers wait while a first process warms up.
WARM_UP_SECONDS = 2.0
# New objects until the youngest are looked through, looks until the older ones are, and until all are.
COLLECT_AFTER = (20_000, 20, 100)
# For how long one thread runs while another wants to, in seconds.
LONGEST_TURN = 0.001


def front_door(application: Application, *, relay: Relay | None = None, room: float = 1.0) -> FrontDoor:
    """Return Django's application behind a press of its own.

    `relay` is told of what the press keeps, `room` is its part of the memory that the settings allow.
    """
    press = Press(room=int(room * room_of_pages()), pause=settings.OPTIONS.press_poll_ms / 1000, relay=relay)
    return FrontDoor(application, press, rules())


def room_of_pages() -> int:
    """Return how many bytes one process may keep of pages."""
    return int(settings.OPTIONS.press_memory_mb) * 1_000_000


def rules() -> Rules:
    """Return what of a request says which page is meant, as the settings have it."""
    return Rules(
        aside=ASIDE,
        session_cookie=settings.SESSION_COOKIE_NAME,
        is_ours=is_ours,
        meant=parameters,
        shared_seconds=settings.OPTIONS.shared_cache_seconds,
    )


def caller() -> Callable[[str, float], None] | None:
    """Return what a kiosk tells of pages that were not found as files, where there are such."""
    folder = settings.OPTIONS.press_folder
    return Caller(Path(folder)).call if folder else None


def is_ours(host: str) -> bool:
    """Say whether a Host header names this site, as Django would."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def warm_up(door: FrontDoor, *, seconds: float = WARM_UP_SECONDS) -> int:
    """Press the pages that readers will ask for first, for so long at most; return how many were pressed."""
    begun, pressed = time.monotonic(), 0
    try:
        for path in dict.fromkeys(first_asked(timezone.now())):
            if time.monotonic() - begun > seconds:
                break
            pressed += ask(door, path)
    except Error as error:
        # Without a database there is nothing to press, and whoever asks will be told so.
        log.error("Pages could not be pressed before the first reader: %s", error)
    connection.close()
    return pressed


def begin_to_serve() -> None:
    """Spare readers the long looks for unreachable objects: a full one over all of the code stops every thread.

    What is loaded stays for good and is looked at no more; the pages that are kept have no cycles. And a page that lies
    ready waits no longer than a millisecond for one that is being made.
    """
    sys.setswitchinterval(LONGEST_TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def ask(door: FrontDoor, key: str) -> bool:
    """Ask for a page by its name, as a reader does; say whether it is there."""
    path, _and, query = key.partition(AND)
    base = urlsplit(settings.BASE_URL)
    port = base.port or (443 if base.scheme == "https" else 80)
    statuses: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": base.netloc,
        "SERVER_NAME": base.hostname or "", "SERVER_PORT": str(port), "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "", "HTTP_ACCEPT_ENCODING": "gzip, br",
        "wsgi.url_scheme": base.scheme, "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    response = door(environ, lambda status, _headers, _info=None: statuses.append(status))
    if (close := getattr(response, "close", None)) is not None:
        close()
    return statuses[0].startswith("200")
