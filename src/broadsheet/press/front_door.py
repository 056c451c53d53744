"""Answer readers before Django is asked: from kept pages, else with what Django makes, which is kept if it may be."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db import Error

from . import codings
from .answers import (
    BRIEFLY,
    IS_STALE,
    REVALIDATION_FAILED,
    aged,
    brief,
    cache_control,
    known_etag,
    not_modified,
)
from .pieces import Piece
from .pressing import Press
from .sheets import NEVER, Assembled, Assembly, Joined, Sheet, Stale, Tagged, Whole, join
from .tags import SHARES, Dependence

# Longer ones are no page's: an address counts in the room that a page takes.
LONGEST_MEANING = 200
LONGEST_PATH = 400
# How long a page that was dropped is shown to others while one reader waits for the new one.
STALE_SECONDS = 0.5
# How long a reader waits for a page that somebody else makes, before making it alone.
LONGEST_WAIT = 10.0
# What no change announces reaches a page by then; where nothing is, something may soon be.
LONGEST_LIFE = 3600.0
MISSING_LIFE = 10.0
MOST_HOSTS = 100
# Stands between path and query in the name of a page: no path has it, since WSGI gives paths in Latin-1.
_AND = "\u2047"
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


class FrontDoor:
    """The WSGI application (PEP 3333) that readers meet.

    `aside` are the beginnings of paths that are nobody's pages, `session_cookie` marks an editor, and `is_ours` says
    whether a Host header is one of the site's. `call`, where there is one, hears of every page that is handed out, and when.
    `meant` names the parameters of a query that make another page of a path; all others, such as trackers', make none.
    `shared_seconds` is for how long caches in front may keep a page without asking.
    """

    def __init__(
        self,
        application: Application,
        press: Press,
        *,
        aside: tuple[str, ...],
        session_cookie: str,
        is_ours: Callable[[str], bool],
        meant: Callable[[str], Collection[str]],
        call: Callable[[str, float], None] | None = None,
        shared_seconds: int = 1,
    ) -> None:
        self.application = application
        self.press = press
        self._aside = aside
        self._mark = f"{session_cookie}="
        self._is_ours = is_ours
        self._meant = meant
        self._call = call
        self._cache_control = cache_control(shared_seconds)
        # What time is about to change is kept by no cache beyond that moment.
        self._ahead = float(shared_seconds) if shared_seconds > 1 else 0.0
        self._hosts: set[str] = set()
        self._fresh = press.sheets.fresh
        self._accepted = codings.accepted

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        # The path of nearly every request, so it asks only what decides whether the answer lies ready.
        if (
            environ["REQUEST_METHOD"] == "GET"
            and not environ["QUERY_STRING"]
            and "HTTP_COOKIE" not in environ
            and "HTTP_IF_NONE_MATCH" not in environ
            and environ.get("HTTP_HOST") in self._hosts
        ):
            sheet = self._fresh.get(environ["PATH_INFO"])
            if sheet is not None:
                joined = sheet.joined
                now = time.time()
                if (
                    joined.made_with is sheet.share.value
                    and now + self._ahead < joined.until
                    and now < self.press.sure_until
                ):
                    answer = joined.answers.get(self._accepted(environ.get("HTTP_ACCEPT_ENCODING", "")))
                    if answer is not None:
                        sheet.used = True
                        if self._call is not None:
                            self._call(environ["PATH_INFO"], now)
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
        sheet = _sheet(made, now, self._cache_control)
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
        return self.press.sheets.keep(key, sheet, made_from=made_from, is_made_up=_AND in key)

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
        """Answer with a page: whole, as a head, or as "not modified"; `since` when it is known to be stale.

        What we do not keep ourselves, for it may have changed while it was made, is not kept by others for long.
        """
        accepts = self._accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        answer = self.press.answer(key, sheet, joined, accepts)
        sheet.used = True
        now = time.time()
        if self._call is not None and _AND not in key:
            self._call(key, now)
        silence = self.press.silence(now)
        headers, body, status = answer.headers, answer.body, sheet.status
        known = environ.get("HTTP_IF_NONE_MATCH")
        etag = known_etag(known, joined, accepts) if known else ""
        if etag and sheet.is_there:
            headers, body, status = not_modified(joined, etag, answer), [], "304 Not Modified"
        if since is not None or silence or not is_kept or now + self._ahead >= joined.until:
            headers = brief(headers)
        if since is not None or silence:
            seconds = max(silence, now - since if since is not None else 0.0)
            headers = aged(headers, seconds=seconds, warning=REVALIDATION_FAILED if has_failed else IS_STALE)
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    def _key(self, environ: dict[str, Any]) -> str | None:
        """Return the name of the page that is asked for, None for what cannot be a page's.

        The path alone, which is what the short way looks for, or with what of the query is meant.
        """
        path = environ["PATH_INFO"]
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or path.startswith(self._aside)
            or len(path) > LONGEST_PATH
            or self._mark in environ.get("HTTP_COOKIE", "")
            or not self._knows(environ.get("HTTP_HOST", ""))
        ):
            return None
        query = environ["QUERY_STRING"]
        meant = _meant(query, self._meant(path)) if query else ""
        if meant is None:
            return None
        return f"{path}{_AND}{meant}" if meant else str(path)

    def _knows(self, host: str) -> bool:
        if host in self._hosts:
            return True
        is_ours = self._is_ours(host)
        if is_ours and len(self._hosts) < MOST_HOSTS:
            self._hosts.add(host)
        return is_ours


def _meant(query: str, names: Collection[str]) -> str | None:
    """Return what of a query says which page is meant, None for what says too much."""
    # As the views read it: of a parameter that stands twice, the last counts.
    said = parse_qs(query, keep_blank_values=True)
    meant = {name: said[name][-1] for name in sorted(names) if name in said}
    if any(len(value) > LONGEST_MEANING for value in meant.values()):
        return None
    return urlencode(meant)


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
