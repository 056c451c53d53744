"""A reader of the caching application, over a press that hears of changes when it is told to look."""

import io
import sys
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application

from broadsheet.press.pressing import Press
from broadsheet.press.responder import Rules
from broadsheet.serving.application import ASIDE, is_old_address
from broadsheet.serving.bulkheads import Room, Workshop
from broadsheet.serving.caching import CachingApplication, Site
from broadsheet.serving.files import FileRoot
from broadsheet.serving.rooms import Rooms
from broadsheet.site.addresses import parameters
from broadsheet.site.old_addresses import unknown_query

FOREVER = float("inf")
# Tests have many readers at once, and none of them is to be turned away unless the test says so.
ROOMY = Rooms(rendering=Room(places=8, queue=100))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class InCaller(Workshop):
    """A workshop that works in the thread of whoever asks: a test's changes are not committed, so no other would see them."""

    def begin(self, work: Callable[[], Any]) -> Any:
        with self._place():
            return work()


class PressByHand(Press):
    """A press without a thread: a test's changes are not committed, so nobody else could read them."""

    def __init__(self, *, room: int = 50_000_000) -> None:
        super().__init__(room=room, pause=1)
        self.has_begun = False

    def start(self) -> None:
        if not self.has_begun:
            self.has_begun = True
            self.begin()
            self.lease_until = FOREVER


class Reader:
    """Asks for pages, and has the press look for changes when told to."""

    def __init__(
        self,
        application: Any = None,
        *,
        press: Press | None = None,
        shared_seconds: int = 1,
        tag_headers: tuple[str, ...] = (),
        meant: Callable[[str], Collection[str]] = parameters,
        roots: tuple[FileRoot, ...] = (),
        rooms: Rooms = ROOMY,
        workshop: type[Workshop] = InCaller,
    ) -> None:
        self.press = press or PressByHand()
        rules = Rules(
            aside=ASIDE,
            is_editor=lambda cookies: "editor=yes" in cookies,
            editor_cookie="editor",
            is_ours=lambda host: host in ("localhost", "paper.example"),
            meant=meant,
            is_search=lambda path: path.startswith("/search"),
            shared_seconds=shared_seconds,
            tag_headers=tag_headers,
        )
        site = Site(
            rules=rules,
            roots=roots,
            folder=Path(tempfile.gettempdir()),
            file_room=10_000_000,
            network_of=lambda environ: environ["REMOTE_ADDR"],
            rooms=rooms,
            workshop=workshop,
            # An application of a test's own has no database.
            **({} if application else {"unknown_query": unknown_query, "is_old_address": is_old_address}),
        )
        self.application = CachingApplication(application or get_wsgi_application(), self.press, site)

    def look(self) -> None:
        """Take the changes that were announced into account, and what time has changed."""
        self.press.hear()
        self.press.keep_time(is_well=True)
        self.press.lease_until = FOREVER

    def forget(self) -> None:
        """Forget the pages, but nothing of what they share."""
        self.press.cache.clear(number=self.press.cache.heard)

    def get(self, path: str, *, method: str = "GET", host: str = "localhost", **headers: str) -> Answer:
        """Ask for a path with its query; headers are named as Python can, user_agent for User-Agent."""
        path, _mark, query = path.partition("?")
        return self.get_decoded(path, query, method=method, host=host, **headers)

    def get_decoded(
        self, path: str, query: str, *, method: str = "GET", host: str = "localhost", **headers: str
    ) -> Answer:
        """Ask for a path as a server has decoded it."""
        said = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return self._send({**self.environ(path, query, method=method, host=host), **said})

    def send(self, path: str, *, method: str, host: str | None, environ: dict[str, Any]) -> Answer:
        """Send a request whose environment is what a test makes it."""
        path, _mark, query = path.partition("?")
        return self._send({**self.environ(path, query, method=method, host=host), **environ})

    def environ(self, path: str, query: str, *, method: str, host: str | None) -> dict[str, Any]:
        """Return a request as a web server gives it (PEP 3333); no host leaves the header out."""
        named = {} if host is None else {"HTTP_HOST": host}
        return {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, **named,
        }  # fmt: skip

    def _send(self, environ: dict[str, Any]) -> Answer:
        said: list[Any] = []
        response = self.application(environ, lambda status, named, _info=None: said.extend((status, named)))
        return Answer(int(said[0][:3]), dict(said[1]), b"".join(response))

    def read(self, path: str) -> str:
        """Return a page that must be there."""
        answer = self.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return answer.text
