"""Pages and what they share, as one process has them in memory: how to look one up, and what a client is given of it."""

from collections import OrderedDict

from .answers import SETTLED, answer_for, recompress
from .cached_pages import CachedPage, JoinedPage, PageCache, Variant, join
from .shared_values import SharedValues

# Without word of the database for so many seconds, pages say that they may be stale.
LEASE_SECONDS = 2.0
# Pages made smaller in one second: what it costs must not be felt.
RECOMPRESSED_AT_ONCE = 20
MOST_WAITING = 10_000


class PageStore:
    """What is kept. Who fills it, and keeps it true, says so by `lease_until`."""

    def __init__(self, room: int) -> None:
        self.cache = PageCache(room)
        self.shares = SharedValues()
        # In which headers answers name their tags: those that a cache in front reads.
        self.tag_headers: tuple[str, ...] = ()
        # Read while pages are handed out: until then the database was heard of lately enough.
        self.lease_until = 0.0
        # By key: when a page may have settled, the first to do so first.
        self._to_recompress: OrderedDict[str, float] = OrderedDict()

    def seconds_without_lease(self, now: float) -> float:
        """Return for how many seconds the database was not heard of; 0 while it is."""
        return 0.0 if now < self.lease_until else now - self.lease_until + LEASE_SECONDS

    def at_once(self, key: str, now: float) -> tuple[CachedPage, JoinedPage] | None:
        """Return a page as it must be shown at `now`, where that takes neither the database nor a wait; None elsewhere."""
        page = self.cache.fresh.get(key)
        if page is None:
            return None
        joined = page.joined
        shared = page.share.value
        if joined.made_with is shared and now < joined.until:
            return page, joined
        if shared is None or now >= page.share.until:
            return None
        return self._join_anew(page, shared, now)

    def _join_anew(
        self, page: CachedPage, shared: object, now: float
    ) -> tuple[CachedPage, JoinedPage] | None:
        """Join a page beside what it shares now; None where it must be made anew, or nobody may see it."""
        assembled = page.assembly.assemble(shared) if now < page.until else None
        if assembled is None or now >= assembled.gone:
            return None
        page.joined = joined = join(page.until, shared, assembled, now=now, before=page.joined)
        return page, joined

    def answer(self, key: str, page: CachedPage, joined: JoinedPage, accepts: str) -> Variant:
        """Return what a client is given that accepts these codings, as `codings.accepted` writes them."""
        found = joined.answers.get(accepts)
        if found is None:
            found = answer_for(page, joined, accepts, self.tag_headers)
            self.cache.weigh(key, page)
            if not accepts.startswith(("gzip", "identity")):
                # A smaller one is made when the page has settled.
                self._to_recompress.pop(key, None)
                self._to_recompress[key] = joined.since + SETTLED
                if len(self._to_recompress) > MOST_WAITING:
                    self._to_recompress.popitem(last=False)
        return found

    def recompress(self, now: float) -> None:
        """Make some of the pages smaller that have stood for a while, for those who like that best."""
        done = 0
        for key, due in list(self._to_recompress.items()):
            if done >= RECOMPRESSED_AT_ONCE or due > now:
                return
            self._to_recompress.pop(key, None)
            page = self.cache.fresh.get(key)
            if page is None:
                continue
            if page.joined.since + SETTLED > now:
                self._to_recompress[key] = page.joined.since + SETTLED
            elif recompress(page, page.joined, self.tag_headers):
                self.cache.weigh(key, page)
                done += 1
