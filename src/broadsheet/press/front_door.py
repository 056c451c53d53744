"""Answer readers before Django is asked: from kept pages, else with what Django makes, which is kept if it may be."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import Error

from .answers import BRIEFLY
from .pieces import Piece
from .pressing import Press
from .sheets import NEVER, Assembled, Assembly, Joined, Sheet, Stale, Tagged, Whole, join
from .tags import SHARES, Dependence
from .window import AND, STALE_SECONDS, Rules, Window, Wish

# How long a reader waits for a page that somebody else makes, before making it alone.
LONGEST_WAIT = 10.0
# What no change announces reaches a page by then; where nothing is, something may soon be.
LONGEST_LIFE = 3600.0
MISSING_LIFE = 10.0
# What the front door says itself.
_OWN_HEADERS = frozenset(
    {"content-length", "content-encoding", "etag", "vary", "cache-control", "age", "set-cookie"}
)

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Made:
    """What Django answered."""

    status: str
    headers: list[tuple[str, str]]
    response: Any

    @property
    def is_failure(self) -> bool:
        return self.status >= "5"


class FrontDoor(Window):
    """The WSGI application (PEP 3333) that readers meet: the window over a press, and behind it who makes what it lacks."""

    press: Press

    def __init__(self, application: Application, press: Press, rules: Rules) -> None:
        super().__init__(press, rules)
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        # The path of nearly every request, so it asks only what decides whether the answer lies ready.
        if (
            environ["REQUEST_METHOD"] == "GET"
            and not environ["QUERY_STRING"]
            and "HTTP_COOKIE" not in environ
            and "HTTP_IF_NONE_MATCH" not in environ
            and environ.get("HTTP_HOST") in self._hosts
        ):
            accepts = self._accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
            found = self.ready(environ["PATH_INFO"], accepts, time.time())
            if found is not None:
                sheet, answer = found
                self.press.relay_page(environ["PATH_INFO"])
                start_response(sheet.status, answer.headers)
                return answer.body
        return self._at_leisure(environ, start_response)

    def _at_leisure(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None or not self._is_open():
            return self.application(environ, start_response)
        now = time.time()
        found = self.press.current(key, now)
        if found is not None:
            return self._hand_out(key, *found, environ, start_response)
        turn = self.press.turn(key)
        if turn.is_mine:
            try:
                return self._make(key, environ, start_response)
            finally:
                self.press.finish(key)
        stale = self.press.sheets.stale(key)
        if stale is None or now - stale.since > STALE_SECONDS:
            turn.over.wait(LONGEST_WAIT)
            found = self.press.current(key, time.time())
            if found is not None:
                return self._hand_out(key, *found, environ, start_response)
            stale = self.press.sheets.stale(key)
        if stale is not None and now < stale.sheet.joined.gone:
            return self._hand_out_stale(key, stale, environ, start_response)
        return self.application(environ, start_response)

    def _is_open(self) -> bool:
        try:
            self.press.start()
        except Error:
            return False
        return True

    def _make(self, key: str, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Have Django make a page, and keep it; where that fails, show what there was."""
        stale = self.press.sheets.stale(key)
        now = time.time()
        may_be_shown = stale is not None and now < stale.sheet.joined.gone
        if stale is not None and may_be_shown and self.press.silence(now):
            # Asking a database that is away would only keep the reader waiting.
            return self._hand_out_stale(key, stale, environ, start_response, has_failed=True)
        # Read before the page is made: what changes meanwhile has a higher number.
        heard = self.press.sheets.heard
        renewed = _renewed(stale, now) if stale is not None else None
        if renewed is not None:
            is_kept = self._keep(key, renewed, made_from=heard)
            return self._hand_out(key, renewed, renewed.joined, environ, start_response, is_kept=is_kept)
        made = self._ask(environ)
        sheet = _sheet(made, now, self._kept_by_caches)
        if sheet is not None:
            is_kept = self._keep(key, sheet, made_from=heard)
            made.response.close()
            return self._hand_out(key, sheet, sheet.joined, environ, start_response, is_kept=is_kept)
        if made.is_failure and stale is not None and may_be_shown:
            made.response.close()
            return self._hand_out_stale(key, stale, environ, start_response, has_failed=True)
        start_response(made.status, made.headers)
        return made.response

    def _keep(self, key: str, sheet: Sheet, *, made_from: int) -> bool:
        return self.press.sheets.keep(key, sheet, made_from=made_from, is_made_up=AND in key)

    def _ask(self, environ: dict[str, Any]) -> Made:
        said: list[Any] = []
        response = self.application({**environ, SHARES: self.press.shares}, lambda *each: said.extend(each))
        return Made(said[0], said[1], response)

    def _hand_out_stale(
        self,
        key: str,
        stale: Stale,
        environ: dict[str, Any],
        start_response: StartResponse,
        *,
        has_failed: bool = False,
    ) -> list[bytes]:
        """Answer with the last page that there was, which says since when it is not known to hold."""
        sheet = stale.sheet
        return self._hand_out(
            key, sheet, sheet.joined, environ, start_response, since=stale.since, has_failed=has_failed
        )

    def _hand_out(
        self,
        key: str,
        sheet: Sheet,
        joined: Joined,
        environ: dict[str, Any],
        start_response: StartResponse,
        *,
        since: float | None = None,
        has_failed: bool = False,
        is_kept: bool = True,
    ) -> list[bytes]:
        wish = Wish(
            self._accepted(environ.get("HTTP_ACCEPT_ENCODING", "")),
            environ.get("HTTP_IF_NONE_MATCH", ""),
        )
        reply = self.reply(key, sheet, joined, wish, since=since, has_failed=has_failed, is_kept=is_kept)
        self.press.relay_page(key)
        start_response(reply.status, reply.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else reply.body

    def _key(self, environ: dict[str, Any]) -> str | None:
        """Return the name of the page that is asked for, None for what cannot be a page's."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or self.is_editor(environ.get("HTTP_COOKIE", ""))
            or not self.knows(environ.get("HTTP_HOST", ""))
        ):
            return None
        return self.key(environ["PATH_INFO"], environ["QUERY_STRING"])


def _sheet(made: Made, now: float, kept_by_caches: str) -> Sheet | None:
    """Make a page of a response that may be kept: a view has said what it depends on, and it sets no cookie."""
    response = made.response
    dependence: Dependence | None = getattr(response, "dependence", None)
    is_missing = made.status.startswith("404")
    if (
        dependence is None
        or not dependence.tags
        or not (is_missing or made.status.startswith("200"))
        or response.streaming
        or response.cookies
    ):
        return None
    until, gone = (moment.timestamp() if moment else NEVER for moment in (dependence.until, dependence.gone))
    assembly = dependence.assembly
    if assembly is None:
        piece = Piece.of(response.content)
        assembly = Whole(Assembled((piece,), (Tagged(dependence.tags),), until=until, gone=gone))
    own = tuple(each for each in made.headers if each[0].lower() not in _OWN_HEADERS)
    headers = (*own, ("Cache-Control", BRIEFLY if is_missing else kept_by_caches))
    best_before = now + (MISSING_LIFE if is_missing else LONGEST_LIFE)
    return _joined(assembly, made.status, headers, best_before=best_before, now=now)


def _renewed(stale: Stale, now: float) -> Sheet | None:
    """Make a page anew of which only parts have changed; None where all of it must be."""
    sheet, touched = stale.sheet, stale.touched.copy()
    if now >= sheet.best_before or "all" in touched:
        return None
    try:
        assembly = sheet.assembly.renewed(touched, now)
    except Error:
        return None  # whoever makes all of it fails as well, and says so
    if assembly is None:
        return None
    return _joined(assembly, sheet.status, sheet.headers, best_before=sheet.best_before, now=now)


def _joined(
    assembly: Assembly, status: str, headers: tuple[tuple[str, str], ...], *, best_before: float, now: float
) -> Sheet | None:
    shared = assembly.share.at(now)
    assembled = assembly.assemble(shared)
    if assembled is None:
        return None
    joined = join(min(assembly.until, best_before), shared, assembled, now=now, before=None)
    return Sheet(assembly, status=status, headers=headers, best_before=best_before, joined=joined)
