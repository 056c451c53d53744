"""Show readers what is kept: whole, as a head, as "not modified", or stale with the word that it is."""

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

# Longer ones are no page's: an address counts in the room that a page takes.
LONGEST_MEANING = 200
LONGEST_PATH = 400
# How long a page that was dropped is shown to others while one reader waits for the new one.
STALE_SECONDS = 0.25
MOST_HOSTS = 100
# Stands between path and query in the name of a page: no path has it, since WSGI gives paths in Latin-1.
AND = "\u2047"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reader takes: codings, as `codings.accepted` writes them, and which ETags it has already."""

    accepts: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reader is told."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a request decides which page is meant, and what is said of all pages.

    `aside` are the beginnings of paths that are nobody's pages, `is_editor` says whether a Cookie header is of somebody who
    is shown the page of this moment, and `is_ours` whether a Host header is one of the site's. `meant` names the parameters of a
    query that make another page of a path; all others, such as trackers', make none. `shared_seconds` is for how long caches in
    front may keep a page without asking, and `tag_headers` are the headers by which they know its tags.
    """

    aside: tuple[str, ...]
    is_editor: Callable[[str], bool]
    # Without this name in it, no Cookie header is an editor's.
    editor_cookie: str
    is_ours: Callable[[str], bool]
    meant: Callable[[str], Collection[str]]
    shared_seconds: int = 1
    tag_headers: tuple[str, ...] = ()


class Responder:
    """Shows the pages of a stock."""

    def __init__(self, press: PageStore, rules: Rules) -> None:
        self.press = press
        self.rules = rules
        press.tag_headers = rules.tag_headers
        self._aside = rules.aside
        # What time is about to change is kept by no cache beyond that moment.
        self._ahead = float(rules.shared_seconds) if rules.shared_seconds > 1 else 0.0
        self._kept_by_caches = cache_control(rules.shared_seconds)
        self.hosts: set[str] = set()
        self._fresh = press.cache.fresh
        self._accepted = codings.accepted

    def ready(self, path: str, accepts: str, now: float) -> tuple[CachedPage, Variant] | None:
        """Return the answer that lies ready under a path and holds without a word more, None where one must look closer."""
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
        """Join a page anew where what it shares has changed, and return what lies ready then, as `ready` does."""
        page = self._fresh.get(path)
        if page is None or page.joined.made_with is page.share.value:
            return None  # what else it lacks is not had by joining it
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
        wish: Preferences,
        *,
        since: float | None = None,
        has_failed: bool = False,
        is_kept: bool = True,
    ) -> Reply:
        """Return what a reader is told of a page: all of it, or "not modified"; `since` when it is known to be stale.

        What we do not keep ourselves, for it may have changed while it was made, is not kept by others for long.
        """
        answer = self.press.answer(key, page, joined, wish.accepts)
        page.used = True
        now = time.time()
        silence = self.press.seconds_without_lease(now)
        headers, body, status = answer.headers, answer.body, page.status
        etag = known_etag(wish.known, joined, wish.accepts) if wish.known else ""
        if etag and page.is_there:
            headers, body, status = not_modified(joined, etag, answer), [], "304 Not Modified"
        if since is not None or silence or not is_kept or now + self._ahead >= joined.until:
            headers = brief(headers)
        if since is not None or silence:
            seconds = max(silence, now - since if since is not None else 0.0)
            headers = aged(headers, seconds=seconds, warning=REVALIDATION_FAILED if has_failed else IS_STALE)
        return Reply(status, headers, body)

    def key(self, path: str, query: str) -> str | None:
        """Return the name of the page that stands at a path as WSGI has it, None where there can be none.

        The path alone, which is what the short way looks for, or with what of the query is meant.
        """
        if path.startswith(self._aside) or len(path) > LONGEST_PATH:
            return None
        meant = _meant(query, self.rules.meant(path)) if query else ""
        if meant is None:
            return None
        return f"{path}{AND}{meant}" if meant else path

    def knows(self, host: str) -> bool:
        """Say whether a Host header is one of the site's."""
        if host in self.hosts:
            return True
        is_ours = self.rules.is_ours(host)
        if is_ours and len(self.hosts) < MOST_HOSTS:
            self.hosts.add(host)
        return is_ours


def _meant(query: str, names: Collection[str]) -> str | None:
    """Return what of a query says which page is meant, None for what says too much."""
    # As the views read it: of a parameter that stands twice, the last counts.
    said = parse_qs(query, keep_blank_values=True)
    meant = {name: said[name][-1] for name in sorted(names) if name in said}
    if any(len(value) > LONGEST_MEANING for value in meant.values()):
        return None
    return urlencode(meant)
