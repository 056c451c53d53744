"""Real web processes and raw sockets: whatever comes, and in whatever bytes, is answered in order, and none is lost."""

import contextlib
import gzip
import http.client
import itertools
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from broadsheet.audience.counting import tallies
from broadsheet.audience.counting.live import Live
from broadsheet.project import turnover
from live_site import PATIENCE, ask, free_port, running, shell, wait_until, web

# What the system holds of answers that nobody reads may be some megabytes: these are more.
LONG_ANSWERS = 40
SOME_READERS = 200
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
COMMAND = [sys.executable, "-m", "broadsheet.project"]
MAKE = """
import random, sys; sys.path.insert(0, 'tests')
from broadsheet.project.commands.serving import collect_static, migrate
from newsstand import publish, publish_many
migrate()
collect_static()
chance = random.Random(7)
words = ' '.join(chance.randbytes(30).hex() for _number in range(5_000))
long = publish('A story without an end', text=words, days_ago=100)
print(*(each.get_absolute_url() for each in [long, *publish_many(20)]))
"""


# Kinds of requests, and what is told in answer.
TOLD = {
    "a ready page": (200, "Story number 0 of many"),
    "another ready page": (200, "Story number 1 of many"),
    "a page without a body": (200, ""),
    "a page uncompressed": (200, "Story number 2 of many"),
    "a page that must be made": (200, "Search: new"),
    "nothing": (404, "Page not found"),
    "a read": (204, ""),
    "a read in chunks": (204, ""),
    "the desk": (200, "Sign in"),
}
KINDS = list(TOLD)
NEW = itertools.count()
READERS = itertools.count()


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_that_is_cut_anywhere_is_answered_when_it_is_whole(paper, kind):
    with paper.come() as reader:
        answers = []
        for cut in itertools.count(1):
            asked = paper.request(kind)
            if cut >= len(asked):
                break
            reader.say(asked[:cut], asked[cut:], pause=0.002)
            answers.append(reader.answer(asked))

    assert len(answers) > 50
    assert {(each.status, each.title) for each in answers} == {TOLD[kind]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_that_comes_byte_by_byte_is_answered(paper, kind):
    asked = paper.request(kind)
    with paper.come() as reader:
        reader.say(*(bytes([each]) for each in asked), pause=0.0005)
        answer = reader.answer(asked)

    assert (answer.status, answer.title) == TOLD[kind]


@pytest.mark.parametrize("first", KINDS)
def test_two_requests_in_one_segment_are_answered_in_their_order(paper, first):
    with paper.come() as reader:
        answers = []
        for second in KINDS:
            asked = [paper.request(first), paper.request(second)]
            reader.say(b"".join(asked))
            answers += reader.answers(*asked)

    assert [(each.status, each.title) for each in answers] == [
        TOLD[kind] for second in KINDS for kind in (first, second)
    ]


def test_hundreds_of_requests_at_once_are_answered_in_their_order(paper):
    kinds = random.Random(3).choices(KINDS[:-1], k=400)
    asked = [paper.request(kind) for kind in kinds]
    with paper.come() as reader:
        reader.say(b"".join(asked))
        answers = reader.answers(*asked)
        reader.say(asked[0])
        again = reader.answer(asked[0])

    assert [(each.status, each.title) for each in answers] == [TOLD[kind] for kind in kinds]
    assert (again.status, again.title) == TOLD[kinds[0]]


def test_a_connection_that_stays_is_answered_by_whoever_can_in_order(paper):
    kinds = ["a ready page", "a page that must be made", "a read", "the desk"] * 50
    with paper.come() as reader:
        answers = []
        for kind in kinds:
            asked = paper.request(kind)
            reader.say(asked)
            answers.append(reader.answer(asked))

    assert [(each.status, each.title) for each in answers] == [TOLD[kind] for kind in kinds]


def test_a_reader_who_asks_and_does_not_read_loses_nothing(paper):
    asked = [
        get(path)
        for number in range(LONG_ANSWERS)
        for path in (paper.long, paper.paths[number % 20], f"/search/?q=unread{number}")
    ]
    with paper.come(room=4096) as reader:
        reader.say(*asked, pause=0.005)
        # By now nobody's room takes any more.
        time.sleep(0.5)
        others = ask(paper.port, paper.paths[3])[0]
        answers = reader.answers(*asked)
        reader.say(asked[1])
        again = reader.answer()

    assert [each.title for each in answers] == [
        title
        for number in range(LONG_ANSWERS)
        for title in (
            "A story without an end",
            f"Story number {number % 20} of many",
            f"Search: unread{number}",
        )
    ]
    assert sum(len(each.text) for each in answers) > LONG_ANSWERS * 300_000
    assert (others, again.title) == (200, "Story number 0 of many")


def test_as_many_readers_at_once_as_there_are_pages_are_all_answered(paper):
    paths = [*paper.paths, *(f"/search/?q=reader{number}" for number in range(SOME_READERS - 20))]
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(paper.come()) for _path in paths]
        for reader, path in zip(readers, paths, strict=True):
            reader.say(get(path))
        answers = [reader.answer() for reader in readers]

    assert [each.title for each in answers] == [
        *(f"Story number {number} of many" for number in range(20)),
        *(f"Search: reader{number}" for number in range(SOME_READERS - 20)),
    ]


def test_readers_who_break_off_at_any_moment_are_felt_by_nobody(paper):
    for kind in KINDS:
        asked = paper.request(kind)
        for end in range(0, len(asked) + 1, 7):
            reader = paper.come()
            reader.say(asked[:end])
            reader.break_off()
        reader = paper.come()
        reader.say(asked * 20)
        reader.break_off()
    with paper.come() as reader:
        asked = [paper.request(kind) for kind in KINDS]
        reader.say(*asked)
        answers = reader.answers(*asked)

    assert [(each.status, each.title) for each in answers] == [TOLD[kind] for kind in KINDS]


@pytest.mark.parametrize(
    "pieces",
    [
        lambda body, *fields: [post(body, *fields)],
        lambda body, *fields: [post(body, *fields)[: -len(body)], body],
        lambda body, *fields: [post(body, *fields)[:-1], body[-1:]],
        lambda body, *fields: [post_in_chunks(body, *fields)],
        lambda body, *fields: [bytes([each]) for each in post_in_chunks(body, *fields)],
        lambda body, *fields: [bytes([each]) for each in post(body, *fields)],
        lambda body, *fields: [post(body, *fields, "Connection: close")],
    ],
    ids=[
        "whole",
        "body later",
        "end later",
        "in chunks",
        "chunks byte by byte",
        "byte by byte",
        "and leaves",
    ],
)
def test_a_read_is_counted_however_its_bytes_come(paper, pieces):
    before = paper.counted
    paper.count(7)
    for _time in range(3):
        with paper.come() as reader:
            # One who has read a story is not counted again.
            fields = [f"X-Forwarded-For: {20 + next(READERS)}.0.7.9", f"User-Agent: {BROWSER}"]
            reader.say(*pieces(b"7 www.example.org", *fields), pause=0.003)
            assert reader.answer().status == 204

    assert paper.counted - before == 3


def test_a_read_that_waits_to_be_told_is_told_to_go_on(paper):
    with paper.come() as reader:
        reader.say(post(b"1", "Expect: 100-continue")[:-1])
        told = reader.go_on()
        reader.say(b"1")
        answer = reader.answer()

    assert (told, answer.status) == (b"HTTP/1.1 100 Continue", 204)


def test_a_large_body_that_no_page_wants_is_refused_and_the_connection_ended(paper):
    sent = 0
    with paper.come() as reader:
        reader.say(post(b"", path=paper.paths[0]).replace(b"Length: 0", b"Length: %d" % (100 << 20)))
        with contextlib.suppress(ConnectionError):
            while sent < 100 << 20:
                reader.say(bytes(1 << 16))
                sent += 1 << 16
        answer = reader.answer()
        ended = reader.is_ended()

    assert (answer.status, answer.headers["Connection"], ended) == (413, "close", True)
    # Refused at once, and taken neither in memory nor in a file.
    assert sent < 32 << 20


@pytest.mark.parametrize(
    "nonsense",
    [
        b"NONSENSE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(255)),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /_b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n11",
        b"POST /_b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /_b HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        b"GET /" + b"a" * 200_000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 40_000,
        b"POST /_b HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000,
    ],
)
def test_what_is_no_request_is_told_so_and_the_connection_ended(paper, nonsense):
    with paper.come() as reader:
        reader.say(paper.request("a ready page"))
        before = reader.answer()
        with contextlib.suppress(ConnectionError):
            reader.say(nonsense)
        answer = reader.answer()
        ended = reader.is_ended()

    assert (before.status, answer.status, answer.headers["Connection"], ended) == (200, 400, "close", True)


@pytest.mark.parametrize("fields", [[], ["Connection: keep-alive"]])
@pytest.mark.parametrize("kind", ["a ready page", "a page that must be made", "the desk", "a read"])
def test_an_older_reader_is_answered_and_the_connection_ended(paper, kind, fields):
    asked = paper.request(kind).replace(b"HTTP/1.1\r\n", "\r\n".join(["HTTP/1.0", *fields, ""]).encode())
    with paper.come() as reader:
        reader.say(asked)
        answer = reader.answer()
        ended = reader.is_ended()

    assert ((answer.status, answer.title), ended) == (TOLD[kind], True)


@pytest.mark.parametrize("kind", KINDS)
def test_who_asks_for_the_end_is_answered_before_it(paper, kind):
    asked = paper.request(kind).replace(b"Host:", b"Connection: close\r\nHost:", 1)
    with paper.come() as reader:
        reader.say(asked)
        answer = reader.answer(asked)
        ended = reader.is_ended()

    assert ((answer.status, answer.title), ended) == (TOLD[kind], True)


@pytest.mark.parametrize(
    "path", ["ready", "/search/?q=headless", "/missing/", "/desk/login/", "/_b", "/desk/"]
)
def test_head_has_no_body_and_every_answer_says_when_it_was_given(paper, path):
    path = paper.paths[0] if path == "ready" else path
    asked = [get(path), get(path, method="HEAD"), get(path, method="HEAD"), get(path)]
    with paper.come() as reader:
        reader.say(*asked, pause=0.01)
        answers = reader.answers(*asked)
        reader.say(paper.request("a read"))
        read = reader.answer()

    dates = [parsedate_to_datetime(each.headers["Date"]).timestamp() for each in (*answers, read)]
    assert max(abs(each - time.time()) for each in dates) < 3
    assert [each.status for each in answers] == [answers[0].status] * 4
    assert [each.text == "" for each in answers[1:3]] == [True, True]


def test_a_body_that_is_said_to_be_too_large_is_refused_before_it_comes(paper):
    with paper.come() as reader:
        reader.say(
            post(b"", "Expect: 100-continue", path=paper.paths[0]).replace(b"Length: 0", b"Length: 1000000")
        )
        answer = reader.answer()
        ended = reader.is_ended()

    assert (answer.status, answer.headers["Connection"], ended) == (413, "close", True)


def test_web_processes_alone_are_not_ended_by_a_paper_that_is_started_anew_over_their_folder(paper):
    folder = Path(paper.environment["BROADSHEET_DATA"])
    turnover.count_on(folder)
    turnover.Turnover(folder).ready()
    time.sleep(5 * turnover.LOOK_SECONDS)

    assert (turnover.is_taken_over(folder), ask(paper.port, paper.paths[0])[0]) == (True, 200)
    assert "Connection" not in ask(paper.port, "/search/?q=still")[1]


def test_no_reader_is_lost_while_the_paper_is_started_anew(paper):
    port = free_port()
    environment = paper.environment | {"BROADSHEET_DATA": str(paper.unserved), "BROADSHEET_PORT": str(port)}
    asked = [*paper.paths, "/search/?q=anew", "/desk/login/", "/missing/"]
    with running([*COMMAND, "serve", "--port", str(port)], environment, port) as served:
        readers = [Steady(port, asked[start:] + asked[:start], stays=start % 3 > 0) for start in range(9)]
        for each in readers:
            each.start()
        before = web_processes_of(served.pid)
        subprocess.run([*COMMAND, "restart"], env=environment, check=True)
        wait_until(lambda: before.isdisjoint(web_processes_of(served.pid)))
        answered = [each.answers for each in readers]
        wait_until(lambda: all(each.answers > old + 5 for each, old in zip(readers, answered, strict=True)))
        for each in readers:
            each.stop()

    assert (len(before), [each.failures for each in readers]) == (3, [[]] * len(readers))


@dataclass(frozen=True)
class Answer:
    """What came back, unpacked."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def title(self) -> str:
        """What stands before the name of the paper, without the number that makes a request another one."""
        found = re.search("<title>(.*?) [·-] ", self.text)
        return re.sub(r"new\d+", "new", found[1]) if found else self.text[:40]


@dataclass(frozen=True)
class Paper:
    """A paper that one kiosk hands out, and a folder like its own in which nobody serves."""

    port: int
    long: str
    paths: list[str]
    environment: dict[str, str]
    unserved: Path

    def come(self, *, room: int | None = None) -> "Line":
        return Line(self.port, room=room)

    def request(self, kind: str) -> bytes:
        """Return a request of a kind, of which those that must be made are asked for once."""
        made = {
            "a ready page": get(self.paths[0]),
            "another ready page": get(self.paths[1]),
            "a page without a body": get(self.paths[0], method="HEAD"),
            "a page uncompressed": get(self.paths[2], coding="identity"),
            "a page that must be made": get(f"/search/?q=new{next(NEW)}"),
            "nothing": get("/missing/"),
            "a read": post(b"1"),
            "a read in chunks": post_in_chunks(b"1"),
            "the desk": get("/desk/login/"),
        }
        return made[kind]

    @property
    def counted(self) -> int:
        """How many reads are on record."""
        return sum(
            int(tallies.read_hour(self._kept, hour)[:, :2].sum()) for hour in tallies.hours(self._kept)
        )

    def count(self, article: int) -> None:
        """Have reads of an article counted, as the follower of readers does, which does not run here."""
        self._kept.mkdir(exist_ok=True)
        Live(self._kept).set([article], is_live=True)

    @property
    def _kept(self) -> Path:
        return Path(self.environment["BROADSHEET_DATA"], "audience")


class Line:
    """A connection to a paper, over which a test says what it wants and reads answers as they come."""

    def __init__(self, port: int, *, room: int | None = None) -> None:
        self.socket = socket.socket()
        if room is not None:
            # Before it is connected: what a reader can take is said at the beginning (tcp(7)).
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self._held = b""

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def say(self, *pieces: bytes, pause: float = 0.0) -> None:
        """Send pieces in segments of their own."""
        for number, each in enumerate(pieces):
            time.sleep(pause if number else 0.0)
            self.socket.sendall(each)

    def answers(self, *asked: bytes) -> list[Answer]:
        return [self.answer(each) for each in asked]

    def answer(self, asked: bytes = b"GET ") -> Answer:
        """Read the answer to a request (RFC 9112, 6.3)."""
        first, *lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        assert first.startswith("HTTP/1.1 "), first
        status = int(first[9:12])
        headers = {name.title(): value for name, value in (each.split(": ", 1) for each in lines)}
        if asked.startswith(b"HEAD ") or status in (204, 304):
            body = b""
        elif headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(self._chunks())
        else:
            body = self._take(int(headers["Content-Length"]))
        is_zipped = headers.get("Content-Encoding") == "gzip" and body
        return Answer(status, headers, (gzip.decompress(body) if is_zipped else body).decode())

    def go_on(self) -> bytes:
        """Read the word to go on (RFC 9110, 15.2.1)."""
        return self._until(b"\r\n\r\n")

    def is_ended(self) -> bool:
        """Wait until the other side ends the connection; say whether it sent nothing more."""
        try:
            return self._held + self.socket.recv(1) == b""
        except ConnectionResetError:
            # It had not read all that we sent.
            return self._held == b""

    def break_off(self) -> None:
        """Go away without a word of farewell (socket(7), SO_LINGER)."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self._until(b"\r\n"), 16):
            yield self._take(size)
            self._take(2)
        self._take(2)

    def _until(self, end: bytes) -> bytes:
        while end not in self._held:
            self._read()
        found, _end, self._held = self._held.partition(end)
        return found

    def _take(self, count: int) -> bytes:
        while len(self._held) < count:
            self._read()
        found, self._held = self._held[:count], self._held[count:]
        return found

    def _read(self) -> None:
        received = self.socket.recv(1 << 16)
        assert received, f"The connection was ended after {self._held[:200]!r}"
        self._held += received


class Steady(threading.Thread):
    """A reader who reads on until told to stop, over a connection that stays as long as the paper wants, or over new ones."""

    def __init__(self, port: int, paths: list[str], *, stays: bool) -> None:
        super().__init__()
        self.answers = 0
        self.failures: list[str] = []
        self._paths = itertools.cycle(paths)
        self._stays = stays
        self._over = threading.Event()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        # Without this a broken connection would be opened again in silence.
        self._connection.auto_open = 0

    def run(self) -> None:
        is_open = False
        while not self._over.is_set():
            path = next(self._paths)
            try:
                if not is_open:
                    self._connection.connect()
                self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                answer = self._connection.getresponse()
                answer.read()
                if answer.status != (404 if path == "/missing/" else 200):
                    self.failures.append(f"{path}: {answer.status}")
                is_open = self._stays and answer.getheader("Connection") != "close"
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{path}: {error!r}")
                is_open = False
            if not is_open:
                self._connection.close()
            self.answers += 1
            time.sleep(0.005)
        self._connection.close()

    def stop(self) -> None:
        self._over.set()
        self.join()


def web_processes_of(served: int) -> set[int]:
    """Return the kiosks and presses that a process has started, those that are leaving included."""
    found = set()
    for each in Path("/proc").glob("[0-9]*"):
        # What ended meanwhile is none any more.
        with contextlib.suppress(OSError):
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == served and (each / "comm").read_text().startswith(("kiosk-", "press-")):
                found.add(int(each.name))
    return found


def get(path: str, *fields: str, method: str = "GET", coding: str = "gzip") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Accept-Encoding: {coding}", *fields, "", ""]
    return "\r\n".join(lines).encode()


def post(body: bytes, *fields: str, path: str = "/_b") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", *fields, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def post_in_chunks(body: bytes, *fields: str) -> bytes:
    lines = ["POST /_b HTTP/1.1", "Host: localhost", *fields, "Transfer-Encoding: chunked", "", ""]
    chunks = b"".join(b"%x\r\n%c\r\n" % (1, each) for each in body)
    return "\r\n".join(lines).encode() + chunks + b"0\r\n\r\n"


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Iterator[Paper]:
    folder = tmp_path_factory.mktemp("kiosk")
    environment = os.environ | {
        "BROADSHEET_DATA": str(folder / "var"),
        "BROADSHEET_ALLOWED_HOSTS": "*",
        "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        # However many processors there are.
        "BROADSHEET_KIOSKS": "2",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    long, *paths = shell(environment, MAKE).split()
    shutil.copytree(folder / "var", folder / "unserved")
    with web(environment) as port:
        made = Paper(port, long, paths, environment, folder / "unserved")
        with made.come() as reader:
            # From here on the kiosks have them.
            for each in (long, *paths):
                reader.say(get(each))
                reader.answer()
        yield made
