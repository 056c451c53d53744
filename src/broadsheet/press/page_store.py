"""The page cache and the shared values of one process: look a page up, join it, and prepare its variants."""

from collections import OrderedDict

from .answers import SETTLED, answer_for, recompress
from .cached_pages import CachedPage, JoinedPage, PageCache, Variant, join
from .shared_values import SharedValues

# The lease: seconds after the last successful look into the outbox until pages are served as stale.
LEASE_SECONDS = 2.0
# Pages recompressed in one second: readers must not notice.
RECOMPRESSED_AT_ONCE = 20
MOST_WAITING = 10_000


class PageStore:
    """Cached pages and shared values. Whoever keeps them up to date extends `lease_until`."""

    def __init__(self, room: int) -> None:
        self.cache = PageCache(room)
        self.shares = SharedValues()
        # The headers that name tags: those that a cache in front reads.
        self.tag_headers: tuple[str, ...] = ()
        # Until then pages are known to be up to date, in seconds since the epoch; read without a lock.
        self.lease_until = 0.0
        # By key: when a page can be recompressed, earliest first.
        self._to_recompress: OrderedDict[str, float] = OrderedDict()

    def seconds_without_lease(self, now: float) -> float:
        """Return for how many seconds the outbox could not be read; 0 while it can."""
        return 0.0 if now < self.lease_until else now - self.lease_until + LEASE_SECONDS

    def at_once(self, key: str, now: float) -> tuple[CachedPage, JoinedPage] | None:
        """Return a page as it must be served at `now`, if that needs neither the database nor a wait; else None.

        A page that cannot be joined with its shared value of now is invalidated, so that nobody tries again.
        """
        page = self.cache.fresh.get(key)
        if page is None:
            return None
        joined = page.joined
        shared = page.share.value
        if joined.made_with is shared and now < joined.until:
            return page, joined
        if shared is None or now >= page.share.until:
            return None
        return self._join_again(key, page, shared, now)

    def _join_again(
        self, key: str, page: CachedPage, shared: object, now: float
    ) -> tuple[CachedPage, JoinedPage] | None:
        """Join a page with its shared value of now; invalidate it if it must be rendered again, or nobody may see it."""
        assembled = page.assembly.assemble(shared) if now < page.until else None
        if assembled is None or now >= assembled.gone:
            self.cache.invalidate_page(key, page, now=now)
            return None
        page.joined = joined = join(page.until, shared, assembled, now=now, before=page.joined)
        return page, joined

    def answer(self, key: str, page: CachedPage, joined: JoinedPage, accepts: str) -> Variant:
        """Return the variant for a client that accepts these codings, as `codings.accepted` writes them."""
        found = joined.answers.get(accepts)
        if found is None:
            found = answer_for(page, joined, accepts, self.tag_headers)
            self.cache.weigh(key, page)
            if not accepts.startswith(("gzip", "identity")):
                # A smaller variant is made once the page has stood for a while.
                self._to_recompress.pop(key, None)
                self._to_recompress[key] = joined.since + SETTLED
                if len(self._to_recompress) > MOST_WAITING:
                    self._to_recompress.popitem(last=False)
        return found

    def recompress(self, now: float) -> None:
        """Recompress some pages that have stood for SETTLED seconds, for clients that prefer a smaller coding."""
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
