"""Turn what Django answered into a page for the cache, where a view has said what it depends on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import Error

from ..press.answers import BRIEFLY
from ..press.cached_pages import NEVER, Assembled, Assembly, CachedPage, StalePage, TagSet, Whole, join
from ..press.pieces import Piece
from ..press.tags import Dependence

# What no change announces reaches a page by then; where nothing is, something may soon be.
LONGEST_LIFE = 3600.0
MISSING_LIFE = 10.0
# What the caching application says itself.
_OWN_HEADERS = frozenset(
    {"content-length", "content-encoding", "etag", "vary", "cache-control", "age", "set-cookie"}
)

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What Django answered."""

    status: str
    headers: list[tuple[str, str]]
    response: Any

    @property
    def is_failure(self) -> bool:
        return self.status >= "5"

    def close(self) -> None:
        """End the request, as PEP 3333 asks of a server."""
        if (close := getattr(self.response, "close", None)) is not None:
            close()

    def whole(self) -> bytes:
        """Return the body as one object, which holds no thread while a client reads it, and end the request."""
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
    """Make a page of a response that may be kept: a view has said what it depends on, and it sets no cookie."""
    response = rendered.response
    dependence: Dependence | None = getattr(response, "dependence", None)
    is_missing = rendered.status.startswith("404")
    if (
        dependence is None
        or not dependence.tags
        or not (is_missing or rendered.status.startswith("200"))
        or response.streaming
        or response.cookies
    ):
        return None
    until, gone = (moment.timestamp() if moment else NEVER for moment in (dependence.until, dependence.gone))
    assembly = dependence.assembly
    if assembly is None:
        piece = Piece.of(response.content)
        assembly = Whole(Assembled((piece,), (TagSet(dependence.tags),), until=until, gone=gone))
    own = tuple(each for each in rendered.headers if each[0].lower() not in _OWN_HEADERS)
    headers = (*own, ("Cache-Control", BRIEFLY if is_missing else kept_by_caches))
    best_before = now + (MISSING_LIFE if is_missing else LONGEST_LIFE)
    return _joined(assembly, rendered.status, headers, best_before=best_before, now=now)


def renewed(stale: StalePage, now: float) -> CachedPage | None:
    """Make a page again of which only parts have changed; None where all of it must be."""
    page, touched = stale.page, stale.touched.copy()
    if now >= page.best_before or "all" in touched:
        return None
    try:
        assembly = page.assembly.renewed(touched, now)
    except Error:
        return None  # whoever makes all of it fails as well, and says so
    if assembly is None:
        return None
    return _joined(assembly, page.status, page.headers, best_before=page.best_before, now=now)


def _joined(
    assembly: Assembly, status: str, headers: tuple[tuple[str, str], ...], *, best_before: float, now: float
) -> CachedPage | None:
    shared = assembly.share.at(now)
    assembled = assembly.assemble(shared)
    if assembled is None:
        return None
    joined = join(min(assembly.until, best_before), shared, assembled, now=now, before=None)
    return CachedPage(assembly, status=status, headers=headers, best_before=best_before, joined=joined)
