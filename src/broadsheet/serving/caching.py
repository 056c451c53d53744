"""The WSGI application of a worker: cached pages and files at once, everything else within a bulkhead of its own.

A thread that finds its answer in memory waits for nothing. What must be rendered, what is the desk's, large files,
reads to be counted, and bodies may wait; each kind has threads of its own and a queue, and beyond these readers and
editors get 503. There are more threads than all places and queues together, so one is always free for what is cached.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ..audience import beacon
from ..press.codings import accepted
from ..press.pressing import Press
from ..press.responder import AND, Rules
from ..press.tags import QUERY_IS_NO_ADDRESS
from ..process.metrics import AnswerKind, adder, count_request
from .bodies import BrokenOff, read_body
from .bulkheads import Bulkhead, Busy, Workshop
from .files import CHECKED_SECONDS, FileCache, FileRoot
from .health import ALIVE, READY, alive, ready
from .making import Application, StartResponse, render
from .pages import Pages
from .refusals import (
    ALLOW_COUNTING,
    ALLOW_READING,
    LARGEST_ANONYMOUS,
    LARGEST_UPLOAD,
    Refusal,
    has_body,
    refusal_of,
    refusal_of_body,
    refusal_of_method,
)
from .rooms import Rooms
from .strange_queries import StrangeQueries

log = logging.getLogger("broadsheet.web")

DESK = "/desk/"
RETRY_SECONDS = 2
# Headers of a request that the fast path cannot answer.
NEEDS_THOUGHT = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_TRANSFER_ENCODING"})
# By the status of a page that is cached.
COUNTS = {str(each): adder(AnswerKind.KEPT, each) for each in (200, 301, 404, 410)}
COUNT_KEPT = COUNTS["200"]


def _nothing(_path: str, _query: str) -> str:
    return ""


def _never(_path: str, _asked: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Site:
    """What the caching application must know of the site that it stands before.

    `network_of` names the network that a request comes from. `missed_file` is told of a page that a web server looked
    for among the pressed files. `folder` takes bodies while they come in. `unknown_query` says what of a query is neither a
    tracker's nor one of our pages' parameters, and `is_old_address` whether a path with that was somebody's address.
    """

    rules: Rules
    roots: tuple[FileRoot, ...]
    folder: Path
    file_room: int
    network_of: Callable[[dict[str, Any]], str]
    missed_file: Callable[[str, float], None] | None = None
    unknown_query: Callable[[str, str], str] = _nothing
    is_old_address: Callable[[str, str], bool] = _never
    error_headers: tuple[tuple[str, str], ...] = ()
    rooms: Rooms = field(default_factory=Rooms)
    workshop: type[Workshop] = Workshop


class CachingApplication:
    """The application (PEP 3333) that a worker of the web server runs."""

    def __init__(self, application: Application, press: Press, site: Site) -> None:
        self.site = site
        self.press = press
        rooms = site.rooms
        self.pages = Pages(
            application,
            press,
            site.rules,
            site.workshop(rooms.rendering, "rendering"),
            Bulkhead(rooms.searches),
        )
        self.strange_queries = StrangeQueries(press, self.pages.rendering, site.is_old_address)
        self.files = FileCache(site.roots, room=site.file_room, large=Bulkhead(rooms.large_files).place)
        press.listeners.append(self.files.hear)
        # True while another worker takes over: each answer then closes its connection.
        self.is_leaving = False
        self._application = application
        self._editor_cookie = site.rules.editor_cookie
        self._desk, self._signing_in = (
            site.workshop(rooms.desk, "desk"),
            site.workshop(rooms.signing_in, "signing-in"),
        )
        self._uploads, self._other_bodies = Bulkhead(rooms.uploads), Bulkhead(rooms.other_bodies)
        self._counting = Bulkhead(rooms.counting)
        self._hosts = self.pages.hosts
        self._ready_files = self.files.entries

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        # The fast path, for nearly every request: only checks that decide whether a prepared answer fits.
        if (
            environ["REQUEST_METHOD"] == "GET"
            and environ.get("HTTP_HOST") in self._hosts
            and environ.keys().isdisjoint(NEEDS_THOUGHT)
            and not self.is_leaving
        ):
            path = environ["PATH_INFO"]
            accepts = accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
            file = self._ready_files.get(path)
            if file is not None and time.monotonic() - file.checked <= CHECKED_SECONDS:
                headers, _etag, body = file.answers.get(accepts) or file.answer(accepts)
                file.used = True
                file.count()
                start_response("200 OK", headers)
                return body
            if (
                self._editor_cookie not in environ.get("HTTP_COOKIE", "")
                and not environ["QUERY_STRING"]
                and "HTTP_BROADSHEET_FILE" not in environ
            ):
                now = time.time()
                found = self.pages.ready(path, accepts, now) or self.pages.joined(path, accepts, now)
                if found is not None:
                    page, answer = found
                    (COUNT_KEPT if page.is_there else COUNTS[page.status[:3]])()
                    start_response(page.status, answer.headers)
                    return answer.body
        if self.is_leaving:
            start_response = _last(start_response)
        try:
            return self._at_leisure(environ, start_response)
        except Busy:
            return self._refuse(BUSY, start_response)
        except BrokenOff:
            return self._refuse(BROKEN_OFF, start_response)

    def _at_leisure(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request that has no prepared answer, by the kind of its address."""
        refusal = refusal_of(environ)
        if refusal is not None:
            return self._refuse(refusal, start_response)
        path = environ["PATH_INFO"]
        if path in (ALIVE, READY):
            return self._health(path, start_response)
        if not self.pages.knows(environ["HTTP_HOST"]):
            return self._refuse(FOREIGN_HOST, start_response)
        if path.startswith(DESK):
            return self._answer_desk(environ, _counted(AnswerKind.DESK, start_response))
        if path == beacon.PATH or path.startswith(f"{beacon.PATH}/"):
            return self._count(environ, _counted(AnswerKind.BEACON, start_response))
        refusal = refusal_of_method(environ["REQUEST_METHOD"], ALLOW_READING)
        if refusal is not None:
            return self._refuse(refusal, start_response)
        root = self.files.root_of(path)
        if root is not None:
            return self._answer_file(root, environ, _counted(root.kind, start_response))
        return self._answer_page(environ, start_response)

    def _answer_page(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if self.site.rules.is_editor(environ.get("HTTP_COOKIE", "")):
            return self._desk.do(partial(self._pass_on, environ, _counted(AnswerKind.DESK, start_response)))
        key = self.pages.key(environ["PATH_INFO"], environ["QUERY_STRING"])
        if key is not None and environ["QUERY_STRING"]:
            key, environ = self._by_query(key, environ)
        if key is None:
            return self.pages.answer_uncached(environ, start_response)
        if self.site.missed_file is not None and "HTTP_BROADSHEET_FILE" in environ and AND not in key:
            self.site.missed_file(key, time.time())
        return self.pages.answer(key, environ, start_response)

    def _by_query(self, key: str, environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the key of an old address that has a query, if this is one; else the page's own, and say so.

        Asked before any page, but only for what is neither a tracker's nor one of our parameters.
        """
        path = environ["PATH_INFO"]
        asked = self.site.unknown_query(path, environ["QUERY_STRING"])
        if not asked:
            return key, environ
        if self.strange_queries.is_old(path, asked):
            return f"{path}{AND}{asked}", environ
        return key, {**environ, QUERY_IS_NO_ADDRESS: True}

    def _answer_file(
        self, root: FileRoot, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            reply = self.files.reply(
                root,
                environ["PATH_INFO"],
                accepted(environ.get("HTTP_ACCEPT_ENCODING", "")),
                known=environ.get("HTTP_IF_NONE_MATCH", ""),
                wanted=environ.get("HTTP_RANGE", "") if environ["REQUEST_METHOD"] == "GET" else "",
            )
        except FileNotFoundError:
            return self._refuse(NO_FILE, start_response)
        start_response(reply.status, reply.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else reply.body

    def _answer_desk(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request of an editor, or of somebody who signs in, to Django, after its body was read."""
        is_editor = self.site.rules.is_editor(environ.get("HTTP_COOKIE", ""))
        answering = self._desk if is_editor else self._signing_in
        if not has_body(environ):
            return answering.do(partial(self._pass_on, environ, start_response))
        refusal = refusal_of_body(environ, LARGEST_UPLOAD if is_editor else LARGEST_ANONYMOUS)
        if refusal is not None:
            return self._refuse(refusal, start_response)
        reading = (
            self._uploads.place() if is_editor else self._other_bodies.place(self.site.network_of(environ))
        )
        with reading:
            body = read_body(environ, self.site.folder)
        with body:
            return answering.do(partial(self._pass_on, {**environ, "wsgi.input": body}, start_response))

    def _pass_on(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        rendered = render(self._application, environ)
        whole = rendered.whole()
        start_response(rendered.status, rendered.headers)
        return [whole]

    def _count(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        refusal = refusal_of_method(environ["REQUEST_METHOD"], ALLOW_COUNTING)
        if refusal is None and has_body(environ):
            refusal = BODY_REFUSED
        if refusal is not None:
            return self._refuse(refusal, start_response)
        try:
            with self._counting.place():
                beacon.take(environ)
        except OSError as error:
            # The disk is full, or the folder is not writable: an unwritten read is not acknowledged.
            log.error("Reads cannot be counted: %s", error)
            raise Busy from error
        start_response("204 No Content", list(beacon.HEADERS))
        return []

    def _health(self, path: str, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a probe, without reasons: these stand on the port of the metrics."""
        answer = alive() if path == ALIVE else ready(self.press.tail, time.monotonic())
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _refuse(self, refusal: Refusal, start_response: StartResponse) -> Iterable[bytes]:
        """Answer without a page, in one sentence."""
        status = refusal.status
        count_request(AnswerKind.REFUSED, status.value)
        body = f"{refusal.sentence or status.phrase}\n".encode() if status != HTTPStatus.NO_CONTENT else b""
        headers = [*self.site.error_headers, ("Cache-Control", "no-store"), *refusal.headers]
        if body:
            headers += [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]


BUSY = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    (("Retry-After", str(RETRY_SECONDS)),),
    "Too much is asked of this server at this moment. Please try again in a few seconds.",
)
BROKEN_OFF = Refusal(HTTPStatus.BAD_REQUEST, (("Connection", "close"),), "The body did not come whole.")
FOREIGN_HOST = Refusal(HTTPStatus.BAD_REQUEST, sentence="This server is not the host that you name.")
NO_FILE = Refusal(HTTPStatus.NOT_FOUND, sentence="Not found")
# A body could stall for ever; the article is in the address.
BODY_REFUSED = Refusal(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, (("Connection", "close"),), "Reads are reported without a body."
)


def _counted(kind: AnswerKind, start_response: StartResponse) -> StartResponse:
    """Count the answer that is given."""

    def start(status: str, headers: list[tuple[str, str]], info: object = None) -> object:
        count_request(kind, int(status[:3]))
        return start_response(status, headers)

    return start


def _last(start_response: StartResponse) -> StartResponse:
    """Close the connection after this answer (RFC 9112, 9.6)."""
    return lambda status, headers, info=None: start_response(
        status, [*headers, ("Connection", "close")], info
    )
