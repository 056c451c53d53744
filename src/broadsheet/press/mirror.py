"""Show the pages of another process's press: what it relays is done here in the same order, and nothing is made here."""

import time
from collections.abc import Callable

from .relay import Cleared, Dropped, Kept, Known, Shared, Sure
from .sheets import Joined, Sheet, join, rank
from .stock import Stock
from .window import AND

# After so long a page that is wanted, and has not come, is wanted once more.
ASKED_SECONDS = 1.0
MOST_ASKED = 10_000
MOST_HEADERS = 1_000


class Mirror(Stock):
    """Pages as another process keeps them, those that were asked for here."""

    def __init__(self, room: int) -> None:
        super().__init__(room)
        # The number of the newest change that was heard of; None before anything was heard.
        self.heard: int | None = None
        # Has a page made that readers are shown stale meanwhile.
        self.want: Callable[[str], None] = lambda key: None
        self._asked: dict[str, float] = {}
        # By the name of what pages share: when it became another.
        self._changed: dict[str, float] = {}
        self._headers: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}

    def ask(self, key: str, now: float) -> None:
        """Take note that a reader waits for a page where pages are made."""
        if len(self._asked) >= MOST_ASKED:
            self._asked.clear()
        self._asked[key] = now

    def is_seen_to(self, key: str) -> bool:
        """Say that a page is made at this moment; if it is not, have it made."""
        now = time.time()
        if now - self._asked.get(key, 0.0) >= ASKED_SECONDS:
            self.ask(key, now)
            self.want(key)
        return True

    def at_once(self, key: str, now: float) -> tuple[Sheet, Joined] | None:
        found = super().at_once(key, now)
        sheet = self.sheets.fresh.get(key)
        if found is None and sheet is not None and sheet.share.value is not None and now < sheet.share.until:
            # It cannot be joined any more. What it was is shown while it is made, unless that was long ago.
            self.sheets.retire(
                key, now=min(now, sheet.joined.until, self._changed.get(sheet.share.name, now))
            )
        return found

    def hear(self, message: object) -> None:
        """Do what was done where pages are made."""
        match message:
            case Kept():
                self._keep(message)
            case Dropped(tags, number, at):
                self.heard = number
                for key in sorted(self.sheets.drop(tags, number=number, now=at), key=rank):
                    self.is_seen_to(key)
            case Shared(name, until, is_same, value):
                known = self.shares.elsewhere(name)
                known.until = until
                if not is_same:
                    known.value = value
                    self._changed[name] = time.time()
                elif value is not None and known.value is not None:
                    known.value.learn(value)
            case Known(names):
                # Of the others nobody will tell us before they are asked for.
                for each in self.shares.known:
                    if each.name not in names:
                        each.value = None
            case Sure(until):
                self.sure_until = until
            case Cleared(number):
                self.heard = number
                self._asked.clear()
                self.sheets.clear(number=number)

    def _keep(self, kept: Kept) -> None:
        self._asked.pop(kept.key, None)
        now = time.time()
        shared = kept.assembly.share.value
        assembled = kept.assembly.assemble(shared) if shared is not None else None
        if assembled is None or now >= kept.best_before:
            return  # whoever asks for it has it made again
        if len(self._headers) >= MOST_HEADERS:
            self._headers.clear()
        headers = self._headers.setdefault(kept.headers, kept.headers)
        until = min(kept.assembly.until, kept.best_before)
        known = self.sheets.fresh.get(kept.key)
        joined = join(until, shared, assembled, now=now, before=known.joined if known is not None else None)
        sheet = Sheet(
            kept.assembly, status=kept.status, headers=headers, best_before=kept.best_before, joined=joined
        )
        self.sheets.keep(kept.key, sheet, made_from=kept.number, is_made_up=AND in kept.key)
