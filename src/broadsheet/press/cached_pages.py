"""The page cache: pages by address, their pieces and prepared variants, invalidated and purged by tag."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from .changes import PURGE
from .pieces import Piece, digest_of
from .shared_values import LoadedValue, SharedValue

# Bytes that a cached page costs beside its pieces, measured: its objects, and each tag's place in the index.
OVERHEAD = 7_000
TAG_OVERHEAD = 160
# Bytes that a variant costs beside its body and the tags that its headers name.
HEADER_OVERHEAD = 500
# Invalidations remembered by tag: a page that was rendered before one of its tags was invalidated is refused.
MOST_INVALIDATIONS = 50_000
# Limit for addresses that anybody can invent: pages that are not found, and those with a query.
MOST_MADE_UP = 1_000
NEVER = float("inf")


class TagSet(frozenset[str]):
    """The tags of what a page shows, and the header value that names them."""

    __slots__ = ("spelled",)

    def __new__(cls, tags: Iterable[str]) -> "TagSet":
        # Hundreds of pages have a tag in common.
        return super().__new__(cls, map(sys.intern, tags))

    def __init__(self, _tags: Iterable[str]) -> None:
        self.spelled = " ".join(sorted(self))


@dataclass(frozen=True, slots=True)
class Assembled:
    """The pieces of a page as they are now, the tags of what they show, and until when they hold.

    `until` and `gone` are seconds since the epoch: when it must be joined or rendered again, and from when nobody may see it.
    """

    pieces: tuple[Piece, ...]
    tags: tuple[TagSet, ...]
    until: float = NEVER
    gone: float = NEVER


class Assembly(Protocol):
    """Knows the pieces of a page, for each state of the value that it shares with other pages."""

    @property
    def share(self) -> SharedValue[Any]:
        """What the page shares with others."""

    @property
    def tags(self) -> frozenset[str]:
        """What the page was made from, beside what it shares."""

    @property
    def until(self) -> float:
        """When it must be rendered again, in seconds since the epoch."""

    def assemble(self, shared: Any) -> Assembled | None:
        """Return the pieces for this state of the shared value; None if the page must be rendered again."""

    def renewed(self, touched: Collection[str], now: float) -> "FirstJoin | None":
        """Return the assembly, joined, after changes of these tags, if only parts must be rendered again; None if all must.

        What reading the database raises is passed on.
        """


@dataclass(frozen=True, slots=True)
class FirstJoin:
    """An assembly as it was just made, with its pieces for the state of the shared value that it was made with."""

    assembly: Assembly
    shared: Any
    assembled: Assembled

    def at(self, shared: Any) -> Assembled | None:
        """Return the pieces for a state of the shared value; that of its making costs nothing."""
        return self.assembled if shared is self.shared else self.assembly.assemble(shared)


class Whole:
    """A page of one piece that shares nothing."""

    share: SharedValue[Any] = SharedValue("nothing", lambda: LoadedValue("", frozenset()))

    def __init__(self, assembled: Assembled) -> None:
        self.assembled = assembled
        self.tags = frozenset[str]().union(*assembled.tags)
        self.until = assembled.until

    def assemble(self, shared: Any) -> Assembled:
        return self.assembled

    def renewed(self, touched: Collection[str], now: float) -> None:
        return None


Whole.share.renew()


@dataclass(slots=True)
class Variant:
    """A page in one content coding, as WSGI wants it (PEP 3333): headers and body.

    `size` is the bytes of memory that it takes beside the pieces of its page.
    """

    headers: list[tuple[str, str]]
    body: list[bytes]
    size: int


@dataclass(slots=True)
class JoinedPage:
    """A page joined from its pieces for one state of its shared value, with the variants made of it so far."""

    made_with: Any
    assembled: Assembled
    until: float
    gone: float
    since: float
    digest: str
    # By the codings that a client accepts, as `codings.accepted` writes them.
    answers: dict[str, Variant] = field(default_factory=dict)
    codings: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(each.size for each in list(self.codings.values()))


class CachedPage:
    """An entry of the page cache. Attributes that are read while it is served are set without a lock."""

    __slots__ = ("assembly", "best_before", "headers", "joined", "share", "status", "tags", "until", "used", "weight")  # fmt: skip

    def __init__(
        self,
        assembly: Assembly,
        *,
        status: str,
        headers: tuple[tuple[str, str], ...],
        best_before: float,
        joined: JoinedPage,
    ) -> None:
        self.assembly = assembly
        self.share = assembly.share
        self.status = status
        self.headers = headers
        self.tags = assembly.tags
        # No part of a page lives longer, whatever else is made again.
        self.best_before = best_before
        self.until = min(assembly.until, best_before)
        self.joined = joined
        self.used = False
        self.weight = 0

    @property
    def is_there(self) -> bool:
        """Whether its status is 200; a cached 404 is an entry too."""
        return self.status.startswith("200")

    @property
    def size(self) -> int:
        own = sum(len(each.deflated) for each in self.joined.assembled.pieces)
        return OVERHEAD + TAG_OVERHEAD * len(self.tags) + own + self.joined.size


def join(
    page_until: float, shared: Any, assembled: Assembled, *, now: float, before: JoinedPage | None
) -> JoinedPage:
    """Join a page. If its bytes did not change since `before`, the variants of `before` are kept."""
    until = min(page_until, assembled.until, assembled.gone)
    if (
        before is not None
        and before.assembled.pieces == assembled.pieces
        and before.assembled.tags == assembled.tags
    ):
        return JoinedPage(
            shared,
            assembled,
            until,
            assembled.gone,
            before.since,
            before.digest,
            before.answers,
            before.codings,
        )
    return JoinedPage(shared, assembled, until, assembled.gone, now, digest_of(assembled.pieces))


def rank(key: str) -> int:
    """Return a sort key for re-rendering: pages with short addresses, fronts and sections, come first."""
    return key.count("/")


@dataclass(frozen=True, slots=True)
class StalePage:
    """An invalidated page, since when, and the tags that changed; no tags if only its time was over."""

    page: CachedPage
    since: float
    touched: set[str]


class PageCache:
    """The page cache of one process, at most `room` bytes; entries unused for longest are evicted first."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self.heard = 0  # the number of the newest change that was applied
        self.fresh: OrderedDict[str, CachedPage] = OrderedDict()
        self._stale: OrderedDict[str, StalePage] = OrderedDict()
        self._made_up: OrderedDict[str, None] = OrderedDict()
        self._by_tag: dict[str, set[str]] = {}
        self._invalidations: OrderedDict[str, int] = OrderedDict()
        self._oldest_known = 0  # invalidations up to this number may be missing from `_invalidations`
        self.lock = threading.RLock()

    def __len__(self) -> int:
        return len(self.fresh)

    def stale(self, key: str) -> StalePage | None:
        """Return the invalidated page of a key that was not rendered again yet."""
        return self._stale.get(key)

    def keep(self, key: str, page: CachedPage, *, made_from: int, is_made_up: bool = False) -> bool:
        """Store a page that was rendered from the state of change `made_from`; refuse one that is stale already.

        `is_made_up` marks an address that anybody can invent; the cache holds few of these.
        """
        with self.lock:
            if made_from < self._oldest_known or page.size > self.room:
                return False
            if any(self._invalidations.get(tag, 0) > made_from for tag in (*page.tags, "all")):
                return False
            self._remove(key)
            self.fresh[key] = page
            # Tags are interned strings, so the index holds each one once.
            for tag in page.tags:
                self._by_tag.setdefault(tag, set()).add(key)
            if is_made_up or not page.is_there:
                self._made_up[key] = None
                if len(self._made_up) > MOST_MADE_UP:
                    self._remove(next(iter(self._made_up)))
            self._weigh(page)
            self._evict()
            return True

    def weigh(self, key: str, page: CachedPage) -> None:
        """Update the size of an entry, and evict others if it no longer fits."""
        with self.lock:
            if self.fresh.get(key) is page:
                self._weigh(page)
                self._evict()

    def invalidate_page(self, key: str, page: CachedPage, *, now: float) -> None:
        """Invalidate one page because its time is over; it may still be served stale. One that took its place stays."""
        with self.lock:
            if self.fresh.get(key) is page:
                self._invalidate(key, now, ())

    def invalidate(self, tags: Iterable[str], *, number: int, now: float) -> list[str]:
        """Apply change `number`: invalidate every page with one of `tags`; a tag with the prefix PURGE purges instead.

        Return the keys of pages that were served since they were rendered.
        """
        with self.lock:
            read = self._apply(tags, number, now)
            # Set last: others read it without the lock, to look for pages that are no longer fresh.
            self.heard = max(self.heard, number)
            return read

    def purge(self, gone: Iterable[str], *, number: int, now: float) -> None:
        """Purge the tags of change `number` now, before the whole change can be applied."""
        with self.lock:
            self._apply(gone, number, now)

    def _apply(self, tags: Iterable[str], number: int, now: float) -> list[str]:
        read: list[str] = []
        for said in tags:
            tag = said.removeprefix(PURGE)
            self._invalidations[tag] = number
            self._invalidations.move_to_end(tag)
            keys = [*self.fresh, *self._stale] if tag == "all" else list(self._by_tag.get(tag, ()))
            for key in keys:
                page = self.fresh.get(key)
                if page is not None and page.used:
                    read.append(key)
                if tag is said:
                    self._invalidate(key, now, (tag,))
                else:
                    self._remove(key)
            if tag is not said:
                self._end_pages_that_show(tag)
        while len(self._invalidations) > MOST_INVALIDATIONS:
            _tag, oldest = self._invalidations.popitem(last=False)
            self._oldest_known = max(self._oldest_known, oldest)
        return read

    def clear(self, *, number: int) -> None:
        """Remove every entry, as of change `number`; needed when changes were missed."""
        with self.lock:
            self.fresh.clear()
            self._stale.clear()
            self._made_up.clear()
            self._by_tag.clear()
            self._invalidations.clear()
            self.used = 0
            self.heard = self._oldest_known = number

    def _end_pages_that_show(self, tag: str) -> None:
        """Stop serving stale any page that was joined with a shared value that shows this tag."""
        for page in (*self.fresh.values(), *(each.page for each in self._stale.values())):
            if any(tag in tags for tags in page.joined.assembled.tags):
                page.joined.gone = 0.0

    def _invalidate(self, key: str, now: float, touched: Collection[str]) -> None:
        page = self.fresh.pop(key, None)
        if page is None:
            stale = self._stale.get(key)
            if stale is not None:
                stale.touched.update(touched)
        elif not page.is_there or now >= page.joined.gone:
            self._unindex(key, page)
        else:
            self._stale[key] = StalePage(page, now, set(touched))

    def _remove(self, key: str) -> None:
        page = self.fresh.pop(key, None)
        stale = self._stale.pop(key, None)
        for each in (page, stale.page if stale else None):
            if each is not None:
                self._unindex(key, each)

    def _unindex(self, key: str, page: CachedPage) -> None:
        self._made_up.pop(key, None)
        self.used -= page.weight
        page.weight = 0
        for tag in page.tags:
            keys = self._by_tag.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_tag[tag]

    def _weigh(self, page: CachedPage) -> None:
        size = page.size
        self.used += size - page.weight
        page.weight = size

    def _evict(self) -> None:
        """Evict stale pages first, then pages that were not served since the last eviction (second chance)."""
        while self.used > self.room and self._stale:
            self._remove(next(iter(self._stale)))
        while self.used > self.room:
            key, page = next(iter(self.fresh.items()))
            if page.used:
                page.used = False
                self.fresh.move_to_end(key)
            else:
                self._remove(key)
