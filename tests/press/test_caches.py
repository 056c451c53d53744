"""Each cache in front is told in its own words, again and again until it hears, and of nothing that does not matter to it."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone

from broadsheet.press import outbox
from broadsheet.press.caches.by_address import ByAddress
from broadsheet.press.caches.cloudflare import Cloudflare
from broadsheet.press.caches.fastly import Fastly
from broadsheet.press.caches.hub import Hub
from broadsheet.press.caches.purger import ECHO_SECONDS, Purger
from broadsheet.press.caches.purges import EVERYTHING, MOST_TAGS, Purge, Unreached
from broadsheet.press.caches.varnish import Varnish
from broadsheet.press.models import Change

BOTH = Purge(gone=frozenset(["article:1"]), changed=frozenset(["edition:en", "article:2"]))
MANY = Purge(changed=frozenset(f"article:{number}" for number in range(1000, 1300)))
HTTP_BACKEND = "wagtail.contrib.frontend_cache.backends.HTTPBackend"


def test_varnish_purges_what_is_gone_and_softly_what_changed(service):
    Varnish(service.address).purge(BOTH)

    assert [(each.method, each.path, each.said("xkey-")) for each in service.asked] == [
        ("PURGE", "/", {"xkey-purge": "article:1"}),
        ("PURGE", "/", {"xkey-softpurge": "article:2 edition:en"}),
    ]


def test_no_header_to_varnish_is_longer_than_it_takes(service):
    tags = Purge(changed=frozenset(f"translations:{number:036}" for number in range(400)))
    Varnish(service.address).purge(tags)
    sent = [each.said("xkey-")["xkey-softpurge"] for each in service.asked]

    assert max(map(len, sent)) < 8000
    assert set(" ".join(sent).split()) == tags.changed


def test_fastly_purges_keys_with_its_token(service):
    Fastly("abc", "secret", service.address).purge(BOTH)

    assert [(each.method, each.path, each.said("surrogate", "fastly")) for each in service.asked] == [
        ("POST", "/service/abc/purge", {"surrogate-key": "article:1", "fastly-key": "secret"}),
        (
            "POST",
            "/service/abc/purge",
            {"surrogate-key": "article:2 edition:en", "fastly-key": "secret", "fastly-soft-purge": "1"},
        ),
    ]


def test_fastly_takes_256_keys_at_once(service):
    Fastly("abc", "secret", service.address).purge(MANY)

    assert [len(each.said("surrogate")["surrogate-key"].split()) for each in service.asked] == [256, 44]


def test_fastly_forgets_everything_at_once(service):
    Fastly("abc", "secret", service.address).purge(EVERYTHING)

    assert [each.path for each in service.asked] == ["/service/abc/purge_all"]


def test_cloudflare_purges_tags_with_its_token(service):
    service.body = b'{"success": true, "errors": []}'
    Cloudflare("zone1", "secret", service.address).purge(BOTH)

    assert [(each.method, each.path, each.said("auth"), json.loads(each.body)) for each in service.asked] == [
        ("POST", "/zones/zone1/purge_cache", {"authorization": "Bearer secret"}, {"tags": ["article:1"]}),
        (
            "POST",
            "/zones/zone1/purge_cache",
            {"authorization": "Bearer secret"},
            {"tags": ["article:2", "edition:en"]},
        ),
    ]


def test_cloudflare_takes_a_hundred_tags_at_once(service):
    service.body = b'{"success": true}'
    Cloudflare("zone1", "secret", service.address).purge(MANY)

    assert [len(json.loads(each.body)["tags"]) for each in service.asked] == [100, 100, 100]


def test_cloudflare_forgets_everything_at_once(service):
    service.body = b'{"success": true}'
    Cloudflare("zone1", "secret", service.address).purge(EVERYTHING)

    assert [json.loads(each.body) for each in service.asked] == [{"purge_everything": True}]


@pytest.mark.parametrize("body", [b'{"success": false, "errors": [{"message": "no"}]}', b"<html>", b"[]"])
def test_an_answer_of_cloudflare_that_is_no_success_is_none(service, body):
    service.body = body

    with pytest.raises(Unreached):
        Cloudflare("zone1", "secret", service.address).purge(BOTH)


def test_a_backend_of_wagtail_s_is_told_addresses(service):
    cache = ByAddress("cdn", {"BACKEND": HTTP_BACKEND, "LOCATION": service.address}, some_addresses)
    cache.purge(BOTH)

    assert [(each.method, each.path, each.said("host")) for each in service.asked] == [
        ("PURGE", "/article:1/", {"host": "paper.example"}),
        ("PURGE", "/article:2/", {"host": "paper.example"}),
        ("PURGE", "/edition:en/", {"host": "paper.example"}),
    ]


def test_a_host_that_is_not_a_backend_s_is_left_to_others(service):
    setting = {"BACKEND": HTTP_BACKEND, "LOCATION": service.address, "HOSTNAMES": ["other.example"]}
    ByAddress("cdn", setting, some_addresses).purge(BOTH)

    assert service.asked == []


def test_a_backend_of_wagtail_s_that_fails_is_unreached_though_it_only_logs_it(service, caplog):
    service.status = 503
    cache = ByAddress("cdn", {"BACKEND": HTTP_BACKEND, "LOCATION": service.address}, some_addresses)
    with pytest.raises(Unreached, match="503"):
        cache.purge(BOTH)

    assert caplog.text == ""


def test_a_cache_that_never_had_the_page_has_forgotten_it(service):
    service.status = 404
    ByAddress("cdn", {"BACKEND": HTTP_BACKEND, "LOCATION": service.address}, some_addresses).purge(BOTH)

    assert len(service.asked) == 3


def test_a_hub_is_told_of_each_feed_that_shows_a_change(service):
    Hub(f"{service.address}/hub?key=1", some_addresses).purge(BOTH)

    told = [(each.method, each.path, dict(parse_qsl(each.body.decode()))) for each in service.asked]
    assert told == [
        ("POST", "/hub?key=1", {"hub.mode": "publish", "hub.url": each, "hub.topic": each})
        for each in some_addresses(["article:1", "article:2", "edition:en"])
    ]
    assert {each.headers["content-type"] for each in service.asked} == {"application/x-www-form-urlencoded"}


@pytest.mark.django_db
def test_a_hub_that_is_away_holds_nothing_up_and_is_told_when_it_is_back(service):
    outbox.announce(["article:0"])
    purger = Purger(Hub(service.address, some_addresses), pause=1, purges_changes=True)
    turn(purger, range(20))
    greeted = len(service.asked)
    service.status = 503
    outbox.announce(["article:7"])
    turn(purger, range(20, 80))
    refused = len(service.asked) - greeted
    outbox.announce(["article:8"])
    service.status = 204
    turn(purger, range(80, 100))
    told = b"".join(each.body for each in service.asked[greeted + refused :])

    assert 4 <= refused <= 12
    assert b"article%3A7" in told and b"article%3A8" in told


@pytest.mark.parametrize("status", [302, 403, 429, 500])
def test_nothing_but_a_success_is_one_and_no_token_is_named(service, status):
    service.status = status
    with pytest.raises(Unreached) as raised:
        Fastly("abc", "secret", service.address).purge(BOTH)

    assert str(status) in str(raised.value)
    assert "secret" not in f"{raised.value!r} {Fastly('abc', 'secret')!r} {Cloudflare('z', 'secret')!r}"


def test_where_nobody_listens_nobody_was_told(service):
    service.close()

    with pytest.raises(Unreached, match="refused"):
        Varnish(service.address).purge(BOTH)


def test_tidings_unite_and_what_is_gone_is_not_changed_as_well():
    changed = Purge.of(["article:1", "article:2"])

    assert changed | Purge.of(["gone:article:1", "article:1"]) == Purge(
        frozenset(["article:1"]), frozenset(["article:2"])
    )


def test_so_many_tags_are_all():
    many = Purge.of(f"article:{number}" for number in range(2, MOST_TAGS + 3))

    assert Purge.of(["gone:article:1"]) | many == Purge(frozenset(["article:1"]), frozenset(["all"]))
    assert EVERYTHING | many == EVERYTHING


@pytest.mark.django_db
def test_a_cache_that_was_never_told_forgets_everything():
    told = Told()
    told.pass_time(1)

    assert told.all == [EVERYTHING]


@pytest.mark.django_db
def test_changes_of_one_second_are_told_together_and_once_more_when_every_process_has_heard():
    told = Told.up_to_date()
    for tag in ("article:1", "article:2"):
        outbox.announce([tag])
    both = Purge(changed=frozenset(["article:1", "article:2"]))
    told.pass_time(1)
    soon = list(told.all)
    told.pass_time(ECHO_SECONDS)

    assert (soon, told.all) == ([both], [both, both])


@pytest.mark.django_db
def test_a_cache_that_asks_every_second_hears_only_of_what_is_gone():
    told = Told.up_to_date(purges_changes=False)
    outbox.announce(["article:1", "edition:en"])
    outbox.announce(["popular:en"])
    outbox.announce(["article:2", "gone:article:2", "edition:en"])
    told.pass_time(1)

    assert told.all == [Purge(gone=frozenset(["article:2"]))]


@pytest.mark.django_db
def test_a_cache_that_is_away_is_told_everything_when_it_is_back_and_the_log_says_so_once(caplog):
    told = Told.up_to_date()
    told.is_away = True
    for tag in ("article:1", "article:2"):
        outbox.announce([tag])
        told.pass_time(60)
    told.is_away = False
    told.pass_time(20)
    expected = Purge(changed=frozenset(["article:1", "article:2"]))

    assert set(told.all) == {expected}
    assert [each.getMessage() for each in caplog.records if each.levelname != "INFO"] == [
        "The cache cannot be told of changes (gone fishing); this is tried again until it answers",
        "The cache answers again; it has missed nothing",
    ]


@pytest.mark.django_db
def test_a_cache_that_is_away_is_not_asked_ten_times_a_second():
    told = Told.up_to_date()
    told.is_away = True
    outbox.announce(["article:1"])
    told.pass_time(60)

    assert 5 <= told.tries <= 12


@pytest.mark.django_db
def test_what_a_cache_was_not_told_before_a_stop_is_told_after_it():
    before = Told.up_to_date()
    before.is_away = True
    outbox.announce(["article:1"])
    before.pass_time(10)
    after = Told()
    after.pass_time(1)

    assert after.all == [Purge(changed=frozenset(["article:1"]))]


@pytest.mark.django_db
def test_what_a_cache_was_told_for_the_last_time_is_not_told_after_a_stop():
    before = Told.up_to_date()
    outbox.announce(["article:1"])
    before.pass_time(10)
    after = Told()
    after.pass_time(10)

    assert after.all == []


@pytest.mark.django_db
def test_a_cache_keeps_no_change_from_being_pruned_and_forgets_everything_when_it_missed_one():
    Told.up_to_date()
    for tag in ("article:1", "article:2", "article:3"):
        outbox.announce([tag])
    Change.objects.update(at=timezone.now() - timedelta(days=9))
    outbox.prune(before=timezone.now() - timedelta(days=2))
    late = Told()
    late.pass_time(1)

    assert late.all == [EVERYTHING]


def turn(purger: Purger, seconds: range) -> None:
    purger.hear()
    for now in seconds:
        purger.turn(float(now), is_well=True)


class Told:
    """A cache that remembers what it was told, and the teller that tells it, by a clock of the test's."""

    name = "The cache"

    def __init__(self, *, purges_changes: bool = True) -> None:
        self.all: list[Purge] = []
        self.tries = 0
        self.is_away = False
        self._purger = Purger(self, pause=1, purges_changes=purges_changes)
        self._now = 1000.0

    @classmethod
    def up_to_date(cls, *, purges_changes: bool = True) -> "Told":
        outbox.announce(["article:0"])
        told = cls(purges_changes=purges_changes)
        told.pass_time(10)
        told.all.clear()
        return told

    def purge(self, what: Purge) -> None:
        self.tries += 1
        if self.is_away:
            raise Unreached("gone fishing")
        self.all.append(what)

    def pass_time(self, seconds: float) -> None:
        self._purger.hear()
        for _tenth in range(round(seconds * 10)):
            self._now += 0.1
            self._purger.turn(self._now, is_well=True)


@dataclass(frozen=True)
class Asked:
    """A request as it came to a service."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def said(self, *beginnings: str) -> dict[str, str]:
        """Return the headers with one of these beginnings."""
        return {name: value for name, value in self.headers.items() if name.startswith(beginnings)}


class Service:
    """Stands for a service on the network: writes down what it is asked, and answers what a test wants."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.status, self.body = 200, b"{}"
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.asked.append(Asked(self.command, self.path, headers, body))
                self.send_response(service.status)
                self.send_header("Content-Length", str(len(service.body)))
                self.end_headers()
                self.wfile.write(service.body)

            do_PURGE = do_POST

            def log_message(self, *_said: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.close()


def some_addresses(tags) -> list[str]:
    return [f"http://paper.example/{tag}/" for tag in sorted(tags)]
