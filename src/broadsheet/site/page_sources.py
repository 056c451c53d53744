"""Where served pages come from: a running site, or the folder of pressed pages."""

import gzip
import zlib
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ..newsroom.address_forms import written

PATIENCE_SECONDS = 20.0
LARGEST_BYTES = 20_000_000


class NothingServed(Exception):
    """There is no such site or folder, or the site does not answer."""


class NoPage(Exception):
    """What stands at a path cannot be had or read."""


@dataclass(frozen=True, slots=True)
class Served:
    """An answer: its status, its body, the names of the cookies that it sets."""

    status: int
    body: bytes = b""
    cookies: tuple[str, ...] = ()


class PageSource(Protocol):
    """Where served pages come from."""

    host: str

    def page(self, path: str) -> Served | None:
        """Return what stands at a path, None where nothing is kept of it, which is no fault. Raises NoPage."""

    def ensure(self) -> None:
        """Raises NothingServed where no page can be had at all."""


class AskedSite:
    """A site that is asked as a reader without cookies asks it."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.host = urlsplit(self.url).netloc
        if urlsplit(self.url).scheme not in ("http", "https") or not self.host:
            raise NothingServed(f"The site is {url!r}. Write its address as https://paper.example.")
        self._opener = build_opener(_NoRedirects)

    def page(self, path: str) -> Served | None:
        """Return the answer of the site. Raises NoPage where it gives none."""
        request = Request(f"{self.url}{written(path)}", headers={"User-Agent": "broadsheet rails check"})  # noqa: S310 - of http alone, see above
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                cookies = answer.headers.get_all("Set-Cookie") or ()
                names = tuple(each.partition("=")[0] for each in cookies)
                body = answer.read(LARGEST_BYTES)
                if answer.length:
                    raise NoPage(f"{path} breaks off after {len(body)} bytes")
                return Served(answer.status, body, names)
        except HTTPError as error:
            error.close()
            return Served(error.code)
        except (OSError, HTTPException) as error:
            why = error.reason if isinstance(error, URLError) else error
            raise NoPage(f"{self.host} does not answer: {why}") from error

    def ensure(self) -> None:
        """Ask for the front page, whatever it answers. Raises NothingServed where nothing answers."""
        try:
            self.page("/")
        except NoPage as error:
            raise NothingServed(f"{error}. Start the site, or name another one with --site.") from error


class PressedFolder:
    """The folder in which pages are kept as files: only what is read there stands in it."""

    host = ""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"

    def page(self, path: str) -> Served | None:
        """Return the page that is kept of a path, None where there is none. Raises NoPage for a damaged file."""
        file = self.pages / unquote(path).strip("/") / "index.html.gz"
        try:
            return Served(200, gzip.decompress(file.read_bytes()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, EOFError, zlib.error) as error:
            raise NoPage(f"{file} cannot be read: {error}") from error

    def ensure(self) -> None:
        """Raises NothingServed where this is no folder of pressed pages."""
        if not self.pages.is_dir():
            message = f"{self.pages} is not there. Name the folder that BROADSHEET_PRESS_FOLDER names."
            raise NothingServed(message)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_named: object) -> None:
        return None
