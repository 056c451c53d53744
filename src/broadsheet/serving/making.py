"""Make a cached page of a Django response whose view declared what it depends on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import Error

from ..press.answers import BRIEFLY
from ..press.cached_pages import NEVER, Assembled, CachedPage, FirstJoin, StalePage, TagSet, Whole, join
from ..press.pieces import Piece
from ..press.tags import Dependence
from .files import IMMUTABLE

# Seconds until a page is rendered again though no change announced it, and the answer where there is none sooner.
LONGEST_LIFE = 3600.0
MISSING_LIFE = 10.0
# Headers that the caching application sets itself.
_OWN_HEADERS = frozenset(
    {"content-length", "content-encoding", "etag", "vary", "cache-control", "age", "set-cookie"}
)

# What says that a page is there, or that it is not, or not any more.
_CACHED = ("200", "404", "410")

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A response of Django."""

    status: str
    headers: list[tuple[str, str]]
    response: Any

    @property
    def is_failure(self) -> bool:
        return self.status >= "5"

    @property
    def is_moved(self) -> bool:
        return self.status.startswith("301")

    def close(self) -> None:
        """End the request, as PEP 3333 asks of a server."""
        if (close := getattr(self.response, "close", None)) is not None:
            close()

    def whole(self) -> bytes:
        """Return the body as one object, so that no thread is held while a client reads it, and end the request."""
        try:
            return b"".join(self.response)
        finally:
            self.close()


def render(application: Application, environ: dict[str, Any]) -> Rendered:
    """Have Django answer a request."""
    said: list[Any] = []
    response = application(environ, lambda *each: said.extend(each))
    return Rendered(said[0], said[1], response)


def cacheable(rendered: Rendered, now: float, kept_by_caches: str) -> CachedPage | None:
    """Return a page for the cache, None if the response may not be cached: no declared tags, a cookie, a stream, "no-store".

    Where a page has moved to, or that it is gone, is cached too.
    """
    response = rendered.response
    dependence: Dependence | None = getattr(response, "dependence", None)
    is_missing = not rendered.status.startswith("200")
    if (
        dependence is None
        or not dependence.tags
        or not (rendered.status.startswith(_CACHED) or (rendered.is_moved and dependence.is_redirect_kept))
        or response.streaming
        or response.cookies
        or "no-store" in response.headers.get("Cache-Control", "")
    ):
        return None
    until, gone = (moment.timestamp() if moment else NEVER for moment in (dependence.until, dependence.gone))
    first = dependence.joined
    if first is None:
        piece = Piece.of(response.content)
        assembled = Assembled((piece,), (TagSet(dependence.tags),), until=until, gone=gone)
        first = FirstJoin(Whole(assembled), Whole.share.value, assembled)
    own = tuple(each for each in rendered.headers if each[0].lower() not in _OWN_HEADERS)
    lasting = IMMUTABLE if dependence.is_lasting else ("Cache-Control", kept_by_caches)
    headers = (*own, ("Cache-Control", BRIEFLY) if is_missing else lasting)
    best_before = now + (MISSING_LIFE if is_missing else LONGEST_LIFE)
    return _joined(first, rendered.status, headers, best_before=best_before, now=now)


def renewed(stale: StalePage, now: float) -> CachedPage | None:
    """Render only the changed parts of a stale page; None if all of it must be rendered."""
    page, touched = stale.page, stale.touched.copy()
    if now >= page.best_before or "all" in touched:
        return None
    try:
        first = page.assembly.renewed(touched, now)
    except Error:
        return None  # rendering all of it will fail as well, and say so
    if first is None:
        return None
    return _joined(first, page.status, page.headers, best_before=page.best_before, now=now)


def _joined(
    first: FirstJoin, status: str, headers: tuple[tuple[str, str], ...], *, best_before: float, now: float
) -> CachedPage | None:
    assembly = first.assembly
    shared = assembly.share.at(now)
    assembled = first.at(shared)
    if assembled is None:
        return None
    joined = join(min(assembly.until, best_before), shared, assembled, now=now, before=None)
    return CachedPage(assembly, status=status, headers=headers, best_before=best_before, joined=joined)
