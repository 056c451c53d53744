"""What one process keeps is shown by another, in the same order and never longer; nothing is made there."""

import gzip
import itertools
import time
import tracemalloc
from unittest.mock import ANY

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.newsroom.models import Article
from broadsheet.press import outbox
from broadsheet.press.kiosk import Kiosk
from broadsheet.press.mirror import ASKED_SECONDS, MOST_ASKED, Mirror
from broadsheet.press.models import Change
from broadsheet.press.pieces import Piece, whole
from broadsheet.press.pressing import Press
from broadsheet.press.relay import Caught, Cleared, Dropped, Kept, Relay, Shared, Sure, Unpacker
from broadsheet.press.shares import Loaded, Share, Shares
from broadsheet.press.sheets import NEVER, Assembled, Sheet, Tagged, Whole, join
from broadsheet.press.window import Window, Wish
from broadsheet.rails.model import Rail
from reader import PressByHand, Reader
from small_town import COUNT, DEEDS, be_popular, do, make_town

STEPS = st.lists(
    st.tuples(
        st.sampled_from([*DEEDS, *3 * ["read", "ask", "look", "hear"], "reconnect", "restart the press"]),
        st.integers(0, COUNT - 1),
        # At which of two kiosks that listen to one press.
        st.booleans(),
    ),
    min_size=3,
    max_size=14,
)
BOARD = "board:en"
WISH = Wish("gzip,identity")
MESSAGES = st.one_of(
    st.builds(Sure, st.floats(allow_nan=False)),
    st.builds(Cleared, st.integers()),
    st.builds(Dropped, st.frozensets(st.text(max_size=9), max_size=5), st.integers(), st.floats(0, 9)),
    st.builds(Shared, st.text(max_size=9), st.just(NEVER), st.booleans(), st.binary(max_size=500)),
    st.builds(
        lambda key, body, number: kept(key, body, "t", number=number), st.text(), st.text(), st.integers()
    ),
    st.just(Caught()),
)


@pytest.fixture
def town(db) -> list[Article]:
    return make_town()


@given(steps=STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_is_shown_as_a_fresh_process_makes_it(town, steps):
    with transaction.atomic():
        papers = [paper := Paper(), Paper(beside=paper)]
        for deed, number, is_second in steps:
            paper = papers[is_second]
            if deed == "read":
                paper.reader.get(town[number].get_absolute_url())
            elif deed == "ask":
                paper.answer(town[number].get_absolute_url())
            elif deed == "look":
                paper.reader.look()
            elif deed == "hear":
                paper.hear(number * 2_000)
            elif deed == "reconnect":
                paper.connect()
            elif deed == "restart the press":
                papers[0].restart()
                papers[1].follow(papers[0])
            else:
                do(deed, town[number])
        paper.look()
        paths = ["/", "/section/town/", "/feed/", *(each.get_absolute_url() for each in town)]
        found = []
        for each in papers:
            each.hear()
            found.append({path: each.answer(path) for path in paths})
        asked = [{path: each.ask(path) for path in paths} for each in papers]
        newcomer = Reader()
        fresh = {path: made(newcomer, path) for path in paths}
        transaction.set_rollback(True)

    for at_once in found:
        assert {path: each for path, each in at_once.items() if each} == {
            path: fresh[path] for path, each in at_once.items() if each
        }
    assert asked == [fresh, fresh]


def test_what_was_on_its_way_when_the_connection_broke_is_heard_when_it_is_there_again(town):
    paper = Paper()
    paths = [each.get_absolute_url() for each in town]
    for path in paths:
        paper.ask(path)
    heard = paper.mirror.heard
    do("retitle", town[3])
    paper.look_unheard()
    do("retitle", town[4])
    paper.connect()
    told = paper.hear()
    touched = [paper.answer(paths[number]) for number in (3, 4)]
    paper.look()
    shown = {path: answer for path in paths if (answer := paper.answer(path))}
    newcomer = Reader()

    assert [each.number for each in told if isinstance(each, Dropped)] == [
        each.number for each in outbox.since(heard)
    ]
    assert not any(isinstance(each, Cleared) for each in told)
    assert touched == [None, None]
    assert len(shown) > COUNT / 3
    assert shown == {path: made(newcomer, path) for path in shown}


def test_a_mirror_that_outlives_its_press_shows_what_holds_and_hears_what_it_has_missed(town):
    paper = Paper()
    paths = ["/archive/", *(each.get_absolute_url() for each in town)]
    for path in paths:
        paper.ask(path)
    do("retitle", town[3])
    paper.restart()
    paper.hear()
    # The new press has read no board yet, and the one that was told of before may be another by now.
    at_once = {path for path in paths if paper.answer(path)}
    paper.ask(paths[-1])
    shown = {path: answer for path in paths if (answer := paper.answer(path))}
    newcomer = Reader()

    assert at_once <= {"/archive/"}
    assert len(shown) > COUNT / 3
    assert shown == {path: made(newcomer, path) for path in shown}


@pytest.mark.parametrize("heard", [None, 10_000_000, -7])
def test_who_heard_of_nothing_that_is_known_here_forgets_everything(town, heard):
    paper = Paper()
    path = town[0].get_absolute_url()
    paper.ask(path)
    paper.mirror.hear(kept("/of-another-time", "x", "article:1", number=10_000_000))
    paper.mirror.heard = heard
    paper.connect()

    assert paper.hear()[0] == Cleared(paper.press.sheets.heard)
    assert (paper.mirror.heard, paper.shown("/of-another-time")) == (paper.press.sheets.heard, None)


def test_where_changes_were_pruned_unheard_everything_is_forgotten(town):
    paper = Paper()
    path = town[0].get_absolute_url()
    paper.ask(path)
    for number in (1, 2, 3):
        do("retitle", town[number])
    Change.objects.exclude(pk=outbox.latest()).delete()
    live = paper.look()
    again = Paper()
    again.mirror.heard = paper.mirror.heard - 3
    again.connect()

    assert any(isinstance(each, Cleared) for each in live)
    assert paper.answer(path) is None
    assert isinstance(again.hear()[0], Cleared)
    assert paper.ask(path) == made(Reader(), path)


def test_an_older_database_in_the_place_of_this_one_has_everything_forgotten(town):
    paper = Paper()
    path = town[0].get_absolute_url()
    paper.ask(path)
    Change.objects.all().delete()
    told = paper.look()

    assert Cleared(0) in told
    assert (paper.mirror.heard, paper.answer(path)) == (0, None)
    assert paper.ask(path) == made(Reader(), path)


def test_a_board_that_grows_is_learned_and_stays_the_same(town):
    paper = Paper()
    paths = [each.get_absolute_url() for each in town]
    before = {path: paper.ask(path) for path in paths}
    share = paper.press.shares.elsewhere(BOARD)
    board, known = share.value, paper.mirror.shares.elsewhere(BOARD).value
    beyond = [board.board.popular[-1]]
    unknown = known.rail(Rail.POPULAR, beyond)
    board.have(Rail.POPULAR, board.card(beyond[0]))
    paper.press.relay.tell_share(share)
    paper.hear()

    assert paper.mirror.shares.elsewhere(BOARD).value is known
    assert (unknown, known.rail(Rail.POPULAR, beyond)) == (None, board.rail(Rail.POPULAR, beyond))
    assert {path: paper.answer(path) for path in paths} == before


def test_a_new_popular_list_is_joined_at_the_mirror(town):
    paper = Paper()
    paths = [each.get_absolute_url() for each in town]
    before = {path: paper.ask(path) for path in paths}
    be_popular(town[7:27])
    told = paper.look()
    shown = {path: answer for path in paths if (answer := paper.answer(path))}
    newcomer = Reader()

    assert not any(isinstance(each, Kept) for each in told)
    assert len(shown) >= 20
    assert shown == {path: made(newcomer, path) for path in shown}
    assert sum(shown[path] != before[path] for path in shown) > 10


def test_nothing_is_told_that_another_process_could_not_use(town):
    paper = Paper()
    for path in ("/", "/missing/", "/feed/", town[0].get_absolute_url()):
        paper.reader.get(path)
    raw = bytes(paper.pipe)
    told = paper.hear()

    assert {"house", BOARD} < {each.name for each in paper.press.shares.known}
    assert {each.name for each in told if isinstance(each, Shared)} == {BOARD}
    assert {each.name for each in paper.mirror.shares.known} == {BOARD}
    # A model would bring a row of the database, and a function to make one.
    assert not any(word in raw for word in (b"newsroom.models", b"django.db", b"wagtail", b"PageRails"))


def test_without_its_board_no_page_is_shown_that_stands_beside_it(town):
    paper = Paper()
    paths = [each.get_absolute_url() for each in town]
    for path in paths:
        paper.ask(path)
    before = [paper.shown(path) is not None for path in paths]
    paper.press.shares.forget(["all"])
    for each in paper.press.shares.known:
        paper.press.relay.tell_share(each)
    paper.hear()

    assert before == [True] * COUNT
    assert [paper.shown(path) for path in paths] == [None] * COUNT
    assert [paper.ask(path) is not None for path in paths] == [True] * COUNT


def test_all_who_listen_are_told_of_what_one_has_asked_for(town):
    paper = Paper()
    paths = [each.get_absolute_url() for each in town]
    first = {path: paper.ask(path) for path in paths[:9]}
    beside = Paper(beside=paper)
    late = beside.hear()
    second = {path: beside.ask(path) for path in paths[9:]}
    paper.hear()
    do("retitle", town[3])
    told = [paper.look(), beside.hear()]

    assert sum(isinstance(each, Kept) for each in late) == len(first)
    assert {path: paper.shown(path)[:2] for path in second} == {
        path: beside.shown(path)[:2] for path in second
    }
    assert [type(each) for each in told[0]] == [type(each) for each in told[1]]
    assert [[each for each in found if isinstance(each, Dropped)] for found in told] == [
        [Dropped(change.tags, change.number, ANY) for change in outbox.since(late[0].number)]
    ] * 2


def test_who_listens_no_more_is_told_nothing_and_keeps_nobody_else_from_it(town):
    press, sent = TellingPress(), [bytearray(), bytearray()]
    reader = Reader(press=press)
    press.start()
    lines = [press.relay.connect(each.extend) for each in sent]
    for each in lines:
        each.begin()
    press.relay.leave(lines[0])
    reader.read(town[0].get_absolute_url())
    one_heard = press.relay.is_heard
    press.relay.leave(lines[1])

    assert (bytes(sent[0]), one_heard, press.relay.is_heard) == (b"", True, False)
    assert any(isinstance(each, Kept) for each in Unpacker(Shares()).messages(bytes(sent[1])))


def test_nobody_is_told_anything_who_has_not_asked(town):
    press = TellingPress()
    reader = Reader(press=press)
    sent: list[bytes] = []
    press.relay.connect(sent.append)
    reader.read(town[0].get_absolute_url())
    reader.look()

    assert sent == []


@pytest.mark.parametrize("tag", ["article:1", "all", "gone:article:1"])
def test_a_page_that_a_change_has_overtaken_is_refused(mirror, tag):
    mirror.hear(Dropped(frozenset({tag}), 7, time.time()))
    mirror.hear(kept("/a", "before", "article:1", "edition:en", number=6))
    before = shown(mirror, "/a")
    mirror.hear(kept("/a", "after", "article:1", "edition:en", number=7))

    assert (before, shown(mirror, "/a")) == (None, "after")


def test_a_page_from_before_everything_was_forgotten_is_refused(mirror):
    mirror.hear(kept("/a", "before", "article:1", number=6))
    mirror.hear(Cleared(7))
    mirror.hear(kept("/b", "on its way", "article:1", number=6))
    mirror.hear(kept("/c", "after", "article:1", number=7))

    assert [shown(mirror, path) for path in ("/a", "/b", "/c")] == [None, None, "after"]


@pytest.mark.parametrize(("seconds_ago", "text"), [(0.0, "a"), (0.1, "a"), (0.3, None), (60, None)])
def test_a_page_that_a_change_has_touched_is_shown_for_a_moment(mirror, seconds_ago, text):
    mirror.hear(kept("/a", "a", "article:1", number=6))
    mirror.hear(Dropped(frozenset({"article:1"}), 7, time.time() - seconds_ago))

    assert shown(mirror, "/a") == text


def test_what_is_gone_is_shown_at_no_time(mirror):
    mirror.hear(kept("/a", "a", "article:1", "article:2", number=6))
    mirror.hear(kept("/b", "b", "article:1", "article:3", number=6))
    mirror.hear(Dropped(frozenset({"article:1", "edition:en"}), 7, time.time()))
    mirror.hear(Dropped(frozenset({"gone:article:2", "article:2"}), 8, time.time()))

    assert (shown(mirror, "/a"), shown(mirror, "/b")) == (None, "b")


@pytest.mark.parametrize("end", ["best_before", "gone"])
def test_a_page_whose_time_is_over_when_it_comes_is_not_shown(mirror, end):
    mirror.hear(kept("/a", "a", "article:1", number=6, **{end: time.time() - 0.001}))

    assert shown(mirror, "/a") is None


def test_a_page_that_was_read_is_wanted_as_soon_as_it_is_dropped_and_only_once(mirror):
    for path in ("/a", "/b", "/c"):
        mirror.hear(kept(path, "x", "article:1", number=6))
    for path in ("/a", "/b"):
        shown(mirror, path)
    mirror.ask("/b", time.time())
    mirror.ask("/c", time.time() - ASKED_SECONDS)
    mirror.hear(Dropped(frozenset({"article:1"}), 7, time.time()))
    at_once = list(mirror.wanted)
    for path in ("/a", "/b", "/c", "/a", "/b", "/c", "/never-seen"):
        shown(mirror, path)

    assert (at_once, mirror.wanted) == (["/a"], ["/a", "/c"])


def test_a_page_that_has_come_is_wanted_again_when_it_is_dropped_again(mirror):
    for number in (6, 8, 10):
        mirror.hear(kept("/a", "x", "article:1", number=number))
        shown(mirror, "/a")
        mirror.hear(Dropped(frozenset({"article:1"}), number + 1, time.time()))

    assert mirror.wanted == ["/a"] * 3


def test_without_word_for_two_seconds_pages_say_that_they_may_be_stale(mirror):
    mirror.hear(kept("/a", "a", "article:1", number=6))
    sure = window(mirror).at_once("/a", WISH, time.time())
    mirror.hear(Sure(time.time() - 40))
    unsure = window(mirror).at_once("/a", WISH, time.time())

    assert "Warning" not in dict(sure.headers)
    assert dict(unsure.headers)["Warning"].startswith("110 ")
    assert int(dict(unsure.headers)["Age"]) in (42, 43)


def test_made_up_addresses_leave_the_memory_bounded(mirror):
    tracemalloc.start()
    for number in range(3 * MOST_ASKED):
        mirror.ask(f"/{number}", time.time())
        mirror.is_seen_to(f"/x{number}")
        mirror.wanted.clear()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 500 * MOST_ASKED


@given(cuts=st.lists(st.integers(1, 300), min_size=1), data=st.data())
@settings(deadline=None)
def test_messages_are_put_together_again_wherever_the_bytes_were_cut(cuts, data):
    messages = data.draw(st.lists(MESSAGES, max_size=8))
    relay, sent = Relay(), bytearray()
    relay.connect(sent.extend).begin()
    for each in messages:
        relay.tell(each)
    unpacker = Unpacker(Shares())
    received: list[object] = []
    for size in itertools.cycle(cuts):
        received += unpacker.messages(bytes(sent[:size]))
        del sent[:size]
        if not sent:
            break

    assert [comparable_message(each) for each in received] == [comparable_message(each) for each in messages]


def test_a_page_finds_what_it_shares_by_its_name_in_another_process():
    relay, sent, shares = Relay(), bytearray(), Shares()
    relay.connect(sent.extend).begin()
    share = Share("board:xx", lambda: Loaded("a value", frozenset()))
    relay.tell([share, share])

    [[one, other]] = Unpacker(shares).messages(bytes(sent))
    assert one is other is shares.elsewhere("board:xx")
    assert (one.value, share.at(0.0)) == (None, "a value")


class TellingPress(PressByHand):
    """A press without a thread that tells a mirror what it keeps."""

    def __init__(self) -> None:
        Press.__init__(self, room=50_000_000, pause=1, relay=Relay())
        self.has_begun = False


class Paper:
    """A press, a mirror that is fed by what it tells, and a kiosk over the mirror."""

    def __init__(self, beside: "Paper | None" = None) -> None:
        self.mirror = Mirror(50_000_000)
        self.wanted: list[str] = []
        self.mirror.want = self.wanted.append
        if beside is None:
            self.restart()
        else:
            self.follow(beside)

    def restart(self) -> None:
        """Begin with a press that knows nothing, as when the one before was killed."""
        self.press = TellingPress()
        self.reader = Reader(press=self.press)
        self._begin()

    def follow(self, other: "Paper") -> None:
        """Listen to the press of another."""
        self.press, self.reader = other.press, other.reader
        self._begin()

    def _begin(self) -> None:
        self.kiosk = Kiosk(Window(self.mirror, self.reader.door.rules), miss=self.mirror.ask)
        self.connect()

    def connect(self) -> None:
        """Have the press tell from here on; what is on its way is lost."""
        self.pipe = bytearray()
        self.unpacker = Unpacker(self.mirror.shares)
        self.press.start()
        line = self.press.relay.connect(self.pipe.extend)
        self.press.catch_up(line, self.mirror.heard)
        line.tell(Caught())

    def hear(self, most: int | None = None) -> list[object]:
        """Let the mirror hear what it was told, or so many bytes of it."""
        received = bytes(self.pipe[:most])
        del self.pipe[:most]
        messages = list(self.unpacker.messages(received))
        for each in messages:
            self.mirror.hear(each)
        # However long a test takes.
        self.mirror.sure_until = float("inf")
        return messages

    def look_unheard(self) -> None:
        """Have the press look for changes; what it tells is on its way."""
        self.reader.look()

    def look(self) -> list[object]:
        """Have the press look for changes, and the mirror hear of them."""
        self.reader.look()
        return self.hear()

    def shown(self, path: str) -> tuple[int, str, bool] | None:
        """Return what the kiosk hands out, and whether it is stale; None where others must answer."""
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip", "", ""]
        answer = self.kiosk.answer("\r\n".join(lines).encode())
        if answer is None:
            return None
        head, _end, body = answer.partition(b"\r\n\r\n")
        return int(head[9:12]), gzip.decompress(body).decode(), b"\r\nWarning: " in head

    def answer(self, path: str) -> tuple[int, str] | None:
        """Return what the kiosk hands out as the page of this moment."""
        found = self.shown(path)
        return None if found is None or found[2] else comparable(*found[:2])

    def ask(self, path: str) -> tuple[int, str] | None:
        """Ask as a reader does: what the kiosk has not, the press makes and tells."""
        found = self.answer(path)
        if found is not None:
            return found
        for each in self.press.sheets.fresh.values():
            each.relayed = 0.0  # as if the last one who asked had done so a while ago
        self.reader.get(path, accept_encoding="gzip")
        self.hear()
        return self.answer(path)


def made(reader: Reader, path: str) -> tuple[int, str]:
    answer = reader.get(path)
    return comparable(answer.status, answer.text)


def comparable(status: int, text: str) -> tuple[int, str]:
    # Where nothing is, what stands beside the apology need not be of this second.
    return status, text if status == 200 else ""


def kept(key: str, body: str, *tags: str, number: int, best_before: float = NEVER, **ends: float) -> Kept:
    """Return the word of a page of one piece, made from the state of a change."""
    assembled = Assembled((Piece.of(body.encode()),), (Tagged(tags),), **ends)
    joined = join(NEVER, Whole.share.value, assembled, now=time.time(), before=None)
    headers = (("Content-Type", "text/plain"),)
    sheet = Sheet(Whole(assembled), status="200 OK", headers=headers, best_before=best_before, joined=joined)
    return Kept.of(key, sheet, number)


def window(mirror: Mirror) -> Window:
    return Window(mirror, Reader(lambda *_asked: ()).door.rules)


def shown(mirror: Mirror, path: str) -> str | None:
    """Return what a mirror hands out, stale or not; None where others must answer."""
    reply = window(mirror).at_once(path, WISH, time.time())
    return None if reply is None else gzip.decompress(b"".join(reply.body)).decode()


def comparable_message(message: object) -> object:
    if isinstance(message, Kept):
        return message.key, whole(message.assembly.assemble("").pieces), message.assembly.tags, message.number
    return message


@pytest.fixture
def mirror() -> Mirror:
    """A mirror that has heard of six changes; `wanted` lists the pages that it has made."""
    mirror = Mirror(50_000_000)
    mirror.wanted = []
    mirror.want = mirror.wanted.append
    mirror.hear(Cleared(6))
    mirror.hear(Sure(float("inf")))
    return mirror
