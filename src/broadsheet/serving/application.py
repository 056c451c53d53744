"""Put the caching application in front of Django, as the settings have it, and warm it up."""

import gc
import io
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import Error, close_old_connections, connection
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from ..desk.marker import COOKIE, is_editor
from ..desk.sign_in.callers import network_of
from ..newsroom.pictures.policy import CONTENT_TYPES
from ..newsroom.whereabouts import is_registered
from ..press.pressed_files import FileRequests
from ..press.pressing import Press
from ..press.responder import AND, Rules
from ..process import metrics
from ..site.addresses import is_search, parameters
from ..site.old_addresses import unknown_query
from ..site.security_headers import HeaderSet as Answer
from ..site.security_headers import headers_for
from ..site.warming import first_asked
from .caching import CachingApplication, Site
from .files import FileRoot
from .health import ALIVE
from .heartbeat import Heartbeat
from .page_files import PageFiles
from .server import is_listening, on_leave

log = logging.getLogger("broadsheet.press")

# Prefixes of paths that are no readers' pages.
ASIDE = ("/desk/", settings.STATIC_URL, settings.MEDIA_URL, "/documents/", "/_b/", "/-/")
# Static files of readers' pages, which stay in memory; those of the desk come in as they are asked for.
READERS_FILES = ("site", "audience")
FILE_ROOM = 24_000_000
# Seconds: readers wait while a first process warms up.
WARM_UP_SECONDS = 2.0
# Thresholds of the garbage collector, by generation (gc.set_threshold).
COLLECT_AFTER = (20_000, 20, 100)
# The switch interval of threads, in seconds.
LONGEST_TURN = 0.001


def build(tag_headers: tuple[str, ...]) -> CachingApplication:
    """Return the application of this worker, warmed up, with the threads that keep it up to date.

    `tag_headers` are the headers by which caches in front know the tags of a page.
    """
    press = Press(room=room_of_pages(), pause=settings.OPTIONS.press_poll_ms / 1000)
    application = CachingApplication(get_wsgi_application(), press, site(tag_headers))
    warm_up(application)
    begin_to_serve()
    if folder := settings.OPTIONS.press_folder:
        PageFiles(Path(folder).resolve(), press, partial(ask, application)).start()
    return application


def build_worker(tag_headers: tuple[str, ...]) -> CachingApplication:
    """Return the application of a worker of `serving.server`, which watches over it and replaces it."""
    application = build(tag_headers)

    def leave() -> None:
        application.is_leaving = True

    if threading.current_thread() is threading.main_thread():
        on_leave(leave)
    beats = Path(settings.DATA) / "run"
    multiprocessing.current_process().name = "web"
    # A web server in front reads what is written for it; the data folder is closed to others as a whole.
    os.umask(0o022)
    metrics.forget_the_dead(Path(settings.DATA))
    metrics.started("web")
    Heartbeat(
        beats,
        listens=is_listening,
        can_answer=partial(look, application),
        end=lambda: os.kill(os.getpid(), signal.SIGTERM),
    ).start()
    return application


def site(tag_headers: tuple[str, ...]) -> Site:
    """Return what the caching application must know, as the settings have it."""
    folder = settings.OPTIONS.press_folder
    spool = Path(settings.DATA) / "tmp"
    spool.mkdir(mode=0o700, exist_ok=True)
    static = FileRoot(
        settings.STATIC_URL,
        Path(settings.STATIC_ROOT),
        headers_for(Answer.STATIC),
        metrics.AnswerKind.STATIC,
        pinned=READERS_FILES,
    )
    media = FileRoot(
        settings.MEDIA_URL,
        Path(settings.MEDIA_ROOT),
        headers_for(Answer.PICTURE),
        metrics.AnswerKind.MEDIA,
        types=CONTENT_TYPES,
        tag_headers=tag_headers,
    )
    return Site(
        rules=rules(tag_headers),
        roots=(static, media),
        folder=spool,
        file_room=FILE_ROOM,
        network_of=network_of,
        missed_file=FileRequests(Path(folder)).send if folder else None,
        unknown_query=unknown_query,
        is_old_address=is_old_address,
        error_headers=headers_for(Answer.ERROR),
    )


def rules(tag_headers: tuple[str, ...]) -> Rules:
    """Return what of a request says which page is meant, as the settings have it."""
    return Rules(
        aside=ASIDE,
        is_editor=is_editor,
        editor_cookie=COOKIE,
        is_ours=is_ours,
        meant=parameters,
        is_search=is_search,
        shared_seconds=settings.OPTIONS.shared_cache_seconds,
        tag_headers=tag_headers,
    )


def is_old_address(path: str, asked: str) -> bool:
    """Return whether a path as WSGI gives it was somebody's address with this query. Raises django.db.Error."""
    try:
        return is_registered(path.encode("latin-1").decode(errors="replace"), asked)
    finally:
        # Outside of a request of Django's: a connection that is not given back is lost to the pool.
        close_old_connections()


def room_of_pages() -> int:
    """Return how many bytes one worker may keep of pages."""
    return int(settings.OPTIONS.press_memory_mb) * 1_000_000


def is_ours(host: str) -> bool:
    """Return whether a Host header names this site, as Django would."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def warm_up(application: CachingApplication, *, seconds: float = WARM_UP_SECONDS) -> int:
    """Render the pages that readers will ask for first, for this long at most; return how many there were."""
    begun, rendered = time.monotonic(), 0
    try:
        for path in dict.fromkeys(first_asked(timezone.now())):
            if time.monotonic() - begun > seconds:
                break
            rendered += ask(application, unquote(path, "latin-1"))
    except Error as error:
        # Without a database there is nothing to render, and whoever asks will be told so.
        log.error("Pages could not be rendered before the first reader: %s", error)
    connection.close()
    return rendered


def begin_to_serve() -> None:
    """Avoid long pauses of the garbage collector: a full collection over all of the code stops every thread.

    What is loaded now is frozen; cached pages have no cycles. And a cached page waits at most a millisecond for a thread
    that renders.
    """
    sys.setswitchinterval(LONGEST_TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def ask(application: CachingApplication, key: str) -> bool:
    """Ask for a page by its name, as a reader does; return whether it is there."""
    path, _and, query = key.partition(AND)
    return _status(application, path, query).startswith("200")


def look(application: CachingApplication) -> bool:
    """Flush the metrics, and return True if this worker would answer; called every second."""
    now, cache = time.time(), application.press.cache
    metrics.flush()
    metrics.note("web", application.press.tail, now)
    metrics.beat("web", now)
    metrics.CACHE_ENTRIES.set(len(cache) + len(application.files.entries))
    metrics.CACHE_BYTES.set(cache.used + application.files.used)
    return can_answer(application)


def can_answer(application: CachingApplication) -> bool:
    """Return True if the path of cached pages answers."""
    return _status(application, ALIVE, "").startswith("200")


def _status(application: CachingApplication, path: str, query: str) -> str:
    base = urlsplit(settings.BASE_URL)
    port = base.port or (443 if base.scheme == "https" else 80)
    statuses: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": base.netloc,
        "SERVER_NAME": base.hostname or "", "SERVER_PORT": str(port), "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "", "HTTP_ACCEPT_ENCODING": "gzip, br",
        "wsgi.url_scheme": base.scheme, "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    application(environ, lambda status, _headers, _info=None: statuses.append(status))
    return statuses[0]
