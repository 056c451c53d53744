"""Answer requests from the page store: the page, its headers, 304, or a stale page with a warning."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from . import codings
from .answers import (
    IS_STALE,
    REVALIDATION_FAILED,
    aged,
    brief,
    cache_control,
    known_etag,
    not_modified,
)
from .cached_pages import CachedPage, JoinedPage, Variant
from .page_store import PageStore

# Longer addresses are no page's: they would take room in the cache.
LONGEST_MEANING = 200
LONGEST_PATH = 400
# Seconds for which an invalidated page is served to others while one reader waits for the new one.
STALE_SECONDS = 0.25
MOST_HOSTS = 100
# Stands between path and query in the name of a page: no path has it, since WSGI gives paths in Latin-1.
AND = "\u2047"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a client accepts: codings, as `codings.accepted` writes them, and the ETags of its own copies."""

    accepts: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers and body."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a request decides which page is meant, and what is said of all pages.

    `aside` are the beginnings of paths that are nobody's pages, `is_editor` says whether a Cookie header is of somebody who
    is shown the page of this moment, and `is_ours` whether a Host header is one of the site's. `meant` names the parameters of a
    query that make another page of a path; others, such as trackers', are ignored. `is_search` says whether a path is the one of
    readers' search, whose answers are not cached. `shared_seconds` is for how long caches in front may keep a page
    without asking, and `tag_headers` are the headers by which they know its tags.
    """

    aside: tuple[str, ...]
    is_editor: Callable[[str], bool]
    # Without this name in it, no Cookie header is an editor's.
    editor_cookie: str
    is_ours: Callable[[str], bool]
    meant: Callable[[str], Collection[str]]
    is_search: Callable[[str], bool]
    shared_seconds: int = 1
    tag_headers: tuple[str, ...] = ()


class Responder:
    """Serves pages of a page store."""

    def __init__(self, press: PageStore, rules: Rules) -> None:
        self.press = press
        self.rules = rules
        press.tag_headers = rules.tag_headers
        self._aside = rules.aside
        # Caches in front keep no page beyond the moment at which it changes.
        self._ahead = float(rules.shared_seconds) if rules.shared_seconds > 1 else 0.0
        self._kept_by_caches = cache_control(rules.shared_seconds)
        self.hosts: set[str] = set()
        self._fresh = press.cache.fresh
        self._accepted = codings.accepted

    def ready(self, path: str, accepts: str, now: float) -> tuple[CachedPage, Variant] | None:
        """Return the variant that can be served at once, None if one must look closer."""
        page = self._fresh.get(path)
        if page is None:
            return None
        joined = page.joined
        if (
            joined.made_with is not page.share.value
            or now + self._ahead >= joined.until
            or now >= self.press.lease_until
        ):
            return None
        answer = joined.answers.get(accepts)
        if answer is None:
            return None
        page.used = True
        return page, answer

    def joined(self, path: str, accepts: str, now: float) -> tuple[CachedPage, Variant] | None:
        """Join a page again if its shared value changed, and return its variant, as `ready` does."""
        page = self._fresh.get(path)
        if page is None or page.joined.made_with is page.share.value:
            return None  # joining would not help
        found = self.press.at_once(path, now)
        if found is None:
            return None
        self.press.answer(path, *found, accepts)
        return self.ready(path, accepts, now)

    def reply(
        self,
        key: str,
        page: CachedPage,
        joined: JoinedPage,
        wanted: Preferences,
        *,
        since: float | None = None,
        has_failed: bool = False,
        is_kept: bool = True,
    ) -> Reply:
        """Return a page or a 304; `since` is the moment from which it is known to be stale.

        A page that was not cached, because it may have changed while it was rendered, is cached briefly by others.
        """
        answer = self.press.answer(key, page, joined, wanted.accepts)
        page.used = True
        now = time.time()
        without_lease = self.press.seconds_without_lease(now)
        headers, body, status = answer.headers, answer.body, page.status
        etag = known_etag(wanted.known, joined, wanted.accepts) if wanted.known else ""
        if etag and page.is_there:
            headers, body, status = not_modified(joined, etag, answer), [], "304 Not Modified"
        if since is not None or without_lease or not is_kept or now + self._ahead >= joined.until:
            headers = brief(headers)
        if since is not None or without_lease:
            seconds = max(without_lease, now - since if since is not None else 0.0)
            headers = aged(headers, seconds=seconds, warning=REVALIDATION_FAILED if has_failed else IS_STALE)
        return Reply(status, headers, body)

    def key(self, path: str, query: str) -> str | None:
        """Return the cache key of a path as WSGI has it, None if there can be no page.

        The key is the path alone, or the path with those parameters of the query that matter.
        """
        if path.startswith(self._aside) or len(path) > LONGEST_PATH:
            return None
        meant = _meant(query, self.rules.meant(path)) if query else ""
        if meant is None:
            return None
        return f"{path}{AND}{meant}" if meant else path

    def knows(self, host: str) -> bool:
        """Return True if a Host header is one of the site's."""
        if host in self.hosts:
            return True
        is_ours = self.rules.is_ours(host)
        if is_ours and len(self.hosts) < MOST_HOSTS:
            self.hosts.add(host)
        return is_ours


def _meant(query: str, names: Collection[str]) -> str | None:
    """Return the parameters of a query that matter, None if one is too long."""
    # As the views read it: of a parameter that stands twice, the last counts.
    said = parse_qs(query, keep_blank_values=True)
    meant = {name: said[name][-1] for name in sorted(names) if name in said}
    if any(len(value) > LONGEST_MEANING for value in meant.values()):
        return None
    return urlencode(meant)
