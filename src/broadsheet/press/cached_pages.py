"""Keep pages in memory, by address: their pieces, and what is handed out of them; drop them by tag."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from .changes import PURGE
from .pieces import Piece, digest_of
from .shared_values import LoadedValue, SharedValue

# What a page costs beside its bytes, measured: the objects that hold it, and each tag's place in the index.
OVERHEAD = 7_000
TAG_OVERHEAD = 160
# ... and an answer beside its body and the tags that it names.
HEADER_OVERHEAD = 500
# Drops remembered by tag, to refuse a page that was being made while one of its tags was dropped.
MOST_INVALIDATIONS = 50_000
# Addresses that anybody can make up any number of: those where nothing is, and those with a query.
MOST_MADE_UP = 1_000
NEVER = float("inf")


class TagSet(frozenset[str]):
    """Tags of what is shown, and how a header names them."""

    __slots__ = ("spelled",)

    def __new__(cls, tags: Iterable[str]) -> "TagSet":
        # Hundreds of pages have a tag in common.
        return super().__new__(cls, map(sys.intern, tags))

    def __init__(self, _tags: Iterable[str]) -> None:
        self.spelled = " ".join(sorted(self))


@dataclass(frozen=True, slots=True)
class Assembled:
    """The pieces of a page as they are now, the tags of what they show, and the moments that end them.

    `until` and `gone` are seconds since the epoch: when it must be joined or made anew, and from when nobody may see it.
    """

    pieces: tuple[Piece, ...]
    tags: tuple[TagSet, ...]
    until: float = NEVER
    gone: float = NEVER


class Assembly(Protocol):
    """Says of which pieces a page consists, as often as what it shares with other pages changes."""

    @property
    def share(self) -> SharedValue[Any]:
        """What the page shares with others."""

    @property
    def tags(self) -> frozenset[str]:
        """What the page was made from, beside what it shares."""

    @property
    def until(self) -> float:
        """From when it must be made anew, in seconds since the epoch."""

    def assemble(self, shared: Any) -> Assembled | None:
        """Return the pieces beside this state of what is shared; None where the page must be made anew."""

    def renewed(self, touched: Collection[str], now: float) -> "Assembly | None":
        """Return what it is after changes of these tags, where only parts of it need be made anew; None where all must.

        What reading the database raises is passed on.
        """


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
    """What is handed out, as WSGI wants it (PEP 3333): the headers and the body.

    `size` is what it takes in memory, in bytes, beside the pieces of which it is a page.
    """

    headers: list[tuple[str, str]]
    body: list[bytes]
    size: int


@dataclass(slots=True)
class JoinedPage:
    """A page as it was joined from its pieces beside one state of what it shares."""

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
    """A page that is kept. What is read while a page is handed out stands in attributes, without a lock."""

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
        # No part of a page lives longer, whatever else is made anew.
        self.best_before = best_before
        self.until = min(assembly.until, best_before)
        self.joined = joined
        self.used = False
        self.weight = 0

    @property
    def is_there(self) -> bool:
        """Whether it is a page, and not the word that there is none."""
        return self.status.startswith("200")

    @property
    def size(self) -> int:
        own = sum(len(each.deflated) for each in self.joined.assembled.pieces)
        return OVERHEAD + TAG_OVERHEAD * len(self.tags) + own + self.joined.size


def join(
    page_until: float, shared: Any, assembled: Assembled, *, now: float, before: JoinedPage | None
) -> JoinedPage:
    """Join a page; where its bytes are what they were `before`, its answers go on."""
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
    """Return what puts pages in the order in which they are made anew: fronts and sections, with short addresses, first."""
    return key.count("/")


@dataclass(frozen=True, slots=True)
class StalePage:
    """A page that was dropped, when, and what has changed of it: nothing but the time where that is empty."""

    page: CachedPage
    since: float
    touched: set[str]


class PageCache:
    """The pages of one process, those long unused first to go, never more than `room` bytes."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self.heard = 0  # the number of the newest change that was taken into account
        self.fresh: OrderedDict[str, CachedPage] = OrderedDict()
        self._stale: OrderedDict[str, StalePage] = OrderedDict()
        self._made_up: OrderedDict[str, None] = OrderedDict()
        self._by_tag: dict[str, set[str]] = {}
        self._invalidations: OrderedDict[str, int] = OrderedDict()
        self._oldest_known = 0  # drops up to this number may be missing from `_invalidations`
        self.lock = threading.RLock()

    def __len__(self) -> int:
        return len(self.fresh)

    def stale(self, key: str) -> StalePage | None:
        """Return the page that was dropped under a key and not made anew yet."""
        return self._stale.get(key)

    def keep(self, key: str, page: CachedPage, *, made_from: int, is_made_up: bool = False) -> bool:
        """Keep a page that was made from the state of change `made_from`; refuse one that is stale already.

        `is_made_up` says of one that its address is one of many that anybody can think of.
        """
        with self.lock:
            if made_from < self._oldest_known or page.size > self.room:
                return False
            if any(self._invalidations.get(tag, 0) > made_from for tag in (*page.tags, "all")):
                return False
            self._remove(key)
            self.fresh[key] = page
            # The strings of tags are the index's, of which each stands there once.
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
        """Take into account that a kept page has grown or shrunk."""
        with self.lock:
            if self.fresh.get(key) is page:
                self._weigh(page)
                self._evict()

    def invalidate_page(self, key: str, *, now: float) -> None:
        """Take a page out of use whose time is over; in need it may still be shown."""
        with self.lock:
            self._invalidate(key, now, ())

    def invalidate(self, tags: Iterable[str], *, number: int, now: float) -> list[str]:
        """Take out of use every page that depends on one of `tags`, as change `number` says.

        Return those that were read since they were made. Of a tag that is "gone:" its pages are forgotten altogether.
        """
        with self.lock:
            read = self._apply(tags, number, now)
            # Last, for it is read without the lock by those who look for what is not fresh any more.
            self.heard = max(self.heard, number)
            return read

    def purge(self, gone: Iterable[str], *, number: int, now: float) -> None:
        """Do to tags that are "gone:" what change `number` will do, before it can be taken into account as a whole."""
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
        """Forget everything, as of change `number`, for when it is not known what was missed."""
        with self.lock:
            self.fresh.clear()
            self._stale.clear()
            self._made_up.clear()
            self._by_tag.clear()
            self._invalidations.clear()
            self.used = 0
            self.heard = self._oldest_known = number

    def _end_pages_that_show(self, tag: str) -> None:
        """Have no page shown in need that was joined with what a tag names, beside its own."""
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
        """Let go of what is stale, then of what was not asked for since the last time that room was needed."""
        while self.used > self.room and self._stale:
            self._remove(next(iter(self._stale)))
        while self.used > self.room:
            key, page = next(iter(self.fresh.items()))
            if page.used:
                page.used = False
                self.fresh.move_to_end(key)
            else:
                self._remove(key)
