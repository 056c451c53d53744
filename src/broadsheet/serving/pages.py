"""Serve pages: from the cache, else rendered by Django and cached if possible."""

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from django.db import Error, close_old_connections

from ..press.cached_pages import CachedPage, JoinedPage, StalePage
from ..press.pressing import Press
from ..press.responder import AND, STALE_SECONDS, Preferences, Responder, Rules
from ..press.tags import SHARES
from ..process.metrics import RENDER_SECONDS, AnswerKind, count_request
from .bulkheads import Bulkhead, Busy, Workshop
from .making import Application, Rendered, StartResponse, cacheable, render, renewed

# Seconds that a request waits for a page that another thread renders, before it renders the page too.
LONGEST_WAIT = 10.0


class Pages(Responder):
    """Serves pages from the cache of this worker; a missing page is rendered by one thread, within a bulkhead.

    A search passes a bulkhead of its own before.
    """

    press: Press

    def __init__(
        self, application: Application, press: Press, rules: Rules, rendering: Workshop, searches: Bulkhead
    ) -> None:
        super().__init__(press, rules)
        self._application = application
        self.rendering, self._searches = rendering, searches

    def answer(self, key: str, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a GET or HEAD for the page of a key.

        Raises Busy if it must be rendered, no place becomes free, and there is no stale page to serve.
        """
        now = time.time()
        found = self.press.at_once(key, now)
        if found is not None:
            return self._hand_out(key, *found, environ, start_response)
        stale = self._stale(key, now)
        if stale is not None and now - stale.since <= STALE_SECONDS and self.press.is_made(key):
            return self._hand_out_stale(key, stale, environ, start_response)
        try:
            with self._place_before(key.partition(AND)[0]), self.rendering.slot():
                return self._make_or_wait(key, environ, start_response)
        except Busy:
            stale = self._stale(key, time.time())
            if stale is None:
                raise
            return self._hand_out_stale(key, stale, environ, start_response)

    def answer_uncached(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer what has no key in the cache. Raises Busy if no place becomes free."""
        with self._place_before(environ["PATH_INFO"]):
            return self.rendering.do(partial(self._pass_on, environ, start_response))

    def _place_before(self, path: str) -> AbstractContextManager[None]:
        return self._searches.place() if self.rules.is_search(path) else nullcontext()

    def _make_or_wait(
        self, key: str, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        turn = self.press.turn(key)
        if turn.is_mine:
            try:
                return self.rendering.begin(partial(self._look_or_make, key, environ, start_response))
            finally:
                self.press.finish(key)
        turn.over.wait(LONGEST_WAIT)
        now = time.time()
        found = self.press.at_once(key, now)
        if found is not None:
            return self._hand_out(key, *found, environ, start_response)
        stale = self._stale(key, now)
        if stale is not None:
            return self._hand_out_stale(key, stale, environ, start_response)
        return self.rendering.begin(partial(self._pass_on, environ, start_response))

    def _look_or_make(
        self, key: str, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer in a thread that may use the database: perhaps only a shared value must be loaded."""
        try:
            if not self._is_open():
                return self._pass_on(environ, start_response)
            found = self.press.current(key, time.time())
            if found is not None:
                return self._hand_out(key, *found, environ, start_response)
            return self._make(key, environ, start_response)
        finally:
            # Outside of a request of Django's: a connection that is not given back is lost to the pool.
            close_old_connections()

    def _stale(self, key: str, now: float) -> StalePage | None:
        """Return the invalidated page that may still be served stale, None if there is none."""
        stale = self.press.cache.stale(key)
        return stale if stale is not None and now < stale.page.joined.gone else None

    def _is_open(self) -> bool:
        try:
            self.press.start()
        except Error:
            return False
        return True

    def _make(self, key: str, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Render a page and cache it; if that fails, serve the stale one."""
        now = time.time()
        stale = self._stale(key, now)
        if stale is not None and self.press.seconds_without_lease(now):
            # The database is away: asking it would only make the reader wait.
            return self._hand_out_stale(key, stale, environ, start_response, has_failed=True)
        # Read before the page is rendered: what changes meanwhile has a higher number.
        heard = self.press.cache.heard
        again = renewed(stale, now) if stale is not None else None
        if again is not None:
            return self._keep(key, again, environ, start_response, made_from=heard)
        rendered = self._render(environ)
        page = cacheable(rendered, now, self._kept_by_caches)
        if page is not None:
            rendered.close()
            return self._keep(key, page, environ, start_response, made_from=heard)
        stale = self._stale(key, time.time())
        if rendered.is_failure and stale is not None:
            rendered.close()
            return self._hand_out_stale(key, stale, environ, start_response, has_failed=True)
        start_response(rendered.status, rendered.headers)
        return [rendered.whole()]

    def _keep(
        self,
        key: str,
        page: CachedPage,
        environ: dict[str, Any],
        start_response: StartResponse,
        *,
        made_from: int,
    ) -> list[bytes]:
        is_kept = self.press.cache.keep(key, page, made_from=made_from, is_made_up=AND in key)
        return self._hand_out(key, page, page.joined, environ, start_response, is_kept=is_kept)

    def _pass_on(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request to Django and do not cache the response."""
        rendered = self._render(environ)
        start_response(rendered.status, rendered.headers)
        return [rendered.whole()]

    def _render(self, environ: dict[str, Any]) -> Rendered:
        # A page is the same for all readers: Django sees none of their cookies.
        anonymous = {name: value for name, value in environ.items() if name != "HTTP_COOKIE"}
        with RENDER_SECONDS.time():
            rendered = render(self._application, {**anonymous, SHARES: self.press.shares})
        count_request(AnswerKind.RENDERED, int(rendered.status[:3]))
        return rendered

    def _hand_out_stale(
        self,
        key: str,
        stale: StalePage,
        environ: dict[str, Any],
        start_response: StartResponse,
        *,
        has_failed: bool = False,
    ) -> list[bytes]:
        """Serve the stale page, with the headers that say how old it is."""
        page = stale.page
        return self._hand_out(
            key, page, page.joined, environ, start_response, since=stale.since, has_failed=has_failed
        )

    def _hand_out(
        self,
        key: str,
        page: CachedPage,
        joined: JoinedPage,
        environ: dict[str, Any],
        start_response: StartResponse,
        *,
        since: float | None = None,
        has_failed: bool = False,
        is_kept: bool = True,
    ) -> list[bytes]:
        wish = Preferences(
            self._accepted(environ.get("HTTP_ACCEPT_ENCODING", "")),
            environ.get("HTTP_IF_NONE_MATCH", ""),
        )
        reply = self.reply(key, page, joined, wish, since=since, has_failed=has_failed, is_kept=is_kept)
        count_request(AnswerKind.KEPT, int(reply.status[:3]))
        start_response(reply.status, reply.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else reply.body
