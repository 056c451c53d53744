"""Pages and what they share, as one process has them in memory: how to look one up, and what a client is given of it."""

from collections import OrderedDict

from .answers import SETTLED, answer_for, polish
from .cached_pages import Answer, Joined, Sheet, Sheets, join
from .shared_values import Shares

# Without word of the database for so many seconds, pages say that they may be stale.
SURE_SECONDS = 2.0
# Pages made smaller in one second: what it costs must not be felt.
POLISHED_AT_ONCE = 20
MOST_UNPOLISHED = 10_000


class Stock:
    """What is kept. Who fills it, and keeps it true, says so by `sure_until`."""

    def __init__(self, room: int) -> None:
        self.sheets = Sheets(room)
        self.shares = Shares()
        # In which headers answers name their tags: those that a cache in front reads.
        self.tag_headers: tuple[str, ...] = ()
        # Read while pages are handed out: until then the database was heard of lately enough.
        self.sure_until = 0.0
        # By key: when a page may have settled, the first to do so first.
        self._unpolished: OrderedDict[str, float] = OrderedDict()

    def silence(self, now: float) -> float:
        """Return for how many seconds the database was not heard of; 0 while it is."""
        return 0.0 if now < self.sure_until else now - self.sure_until + SURE_SECONDS

    def at_once(self, key: str, now: float) -> tuple[Sheet, Joined] | None:
        """Return a page as it must be shown at `now`, where that takes neither the database nor a wait; None elsewhere."""
        sheet = self.sheets.fresh.get(key)
        if sheet is None:
            return None
        joined = sheet.joined
        shared = sheet.share.value
        if joined.made_with is shared and now < joined.until:
            return sheet, joined
        if shared is None or now >= sheet.share.until:
            return None
        return self._join_anew(sheet, shared, now)

    def _join_anew(self, sheet: Sheet, shared: object, now: float) -> tuple[Sheet, Joined] | None:
        """Join a page beside what it shares now; None where it must be made anew, or nobody may see it."""
        assembled = sheet.assembly.assemble(shared) if now < sheet.until else None
        if assembled is None or now >= assembled.gone:
            return None
        sheet.joined = joined = join(sheet.until, shared, assembled, now=now, before=sheet.joined)
        return sheet, joined

    def answer(self, key: str, sheet: Sheet, joined: Joined, accepts: str) -> Answer:
        """Return what a client is given that accepts these codings, as `codings.accepted` writes them."""
        found = joined.answers.get(accepts)
        if found is None:
            found = answer_for(sheet, joined, accepts, self.tag_headers)
            self.sheets.weigh(key, sheet)
            if not accepts.startswith(("gzip", "identity")):
                # A smaller one is made when the page has settled.
                self._unpolished.pop(key, None)
                self._unpolished[key] = joined.since + SETTLED
                if len(self._unpolished) > MOST_UNPOLISHED:
                    self._unpolished.popitem(last=False)
        return found

    def polish(self, now: float) -> None:
        """Make some of the pages smaller that have stood for a while, for those who like that best."""
        done = 0
        for key, due in list(self._unpolished.items()):
            if done >= POLISHED_AT_ONCE or due > now:
                return
            self._unpolished.pop(key, None)
            sheet = self.sheets.fresh.get(key)
            if sheet is None:
                continue
            if sheet.joined.since + SETTLED > now:
                self._unpolished[key] = sheet.joined.since + SETTLED
            elif polish(sheet, sheet.joined, self.tag_headers):
                self.sheets.weigh(key, sheet)
                done += 1
