"""What floods a log costs one line a minute, and no line says who somebody is."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.project.logs import logging_config
from broadsheet.project.logs.console import Console, JsonLines, TextLines
from broadsheet.project.logs.kinds import LONGEST_LINE, without_persons
from broadsheet.project.logs.sampling import EVERY_SECONDS, MOST_KINDS, Sampler
from faulty_urls import fail_with

MANY = 50
ADDRESS, NAME, MAIL = "203.0.113.77", "hana.ostrow", "hana@example.com"
TROUBLE = ["full", "full-below", "locked", "malformed", "away", "broken"]


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_beside_our_code_costs_one_line_a_minute_and_no_traceback(kind, client, log, clock):
    for _number in range(MANY):
        assert client.get(f"/fail/{kind}/").status_code == 500
    first = log.lines()
    clock.now += EVERY_SECONDS
    client.get(f"/fail/{kind}/")

    assert len(first) == 1 and len(first[0]) < 300
    assert log.lines()[1:] == [f"{first[0]} (and {MANY - 1} like it, at most one is written in 60 s)"]


def test_a_foreign_host_costs_one_line_whatever_it_is(client, log):
    for number in range(MANY):
        assert client.get("/post/", HTTP_HOST=f"evil{number}.example").status_code == 400
    [line] = log.lines()

    assert "evil0.example" in line and len(line) < 300


@pytest.mark.parametrize("path", ["/wp-login.php", "/.env", "/%2e%2e/etc/passwd", "/?x=../..", "/é", "/a\nb"])
def test_a_scanner_costs_nothing(path, client, log):
    assert client.get(path).status_code == 404

    assert log.lines() == []


def test_a_form_from_elsewhere_costs_one_line(log):
    client = Client(enforce_csrf_checks=True)
    for _number in range(MANY):
        assert client.post("/post/?secret=sesame").status_code == 403

    assert [line.endswith("POST Forbidden (CSRF cookie not set.): /post/") for line in log.lines()] == [True]


def test_our_own_fault_is_told_once_with_its_traceback(client, log):
    for _number in range(MANY):
        client.get("/fail/bug/?q=sesame")

    assert log.text().count("Traceback") == log.text().count("GET Internal Server Error: /fail/bug/") == 1
    assert "in fail_with" in log.text() and "sesame" not in log.text() and "example.com" not in log.text()


def test_two_faults_of_our_own_are_both_told(log):
    for each in (ValueError("one"), KeyError("two")):
        try:
            raise each
        except Exception:
            logging.getLogger("broadsheet.worker").exception("Something failed")

    assert log.text().count("Traceback") == 2


def test_nothing_personal_stands_in_a_line_about_a_request(client, log):
    token = "c9x2k1-0123456789abcdef0123456789abcdef"
    for kind in [*TROUBLE, token]:
        client.get(
            f"/desk/password_reset/confirm/MQ/{kind}/?next={MAIL}",
            REMOTE_ADDR=ADDRESS,
            HTTP_COOKIE=f"sessionid={NAME}",
            HTTP_REFERER=f"https://example.org/?{NAME}",
        )

    assert log.lines()
    for each in (ADDRESS, NAME, MAIL, token, "next="):
        assert each not in log.text()


@pytest.mark.parametrize(
    "message",
    ["AXES: New login failure by %s. Created new record in the database.", "AXES: Locking out %s after %d"],
)
def test_a_refused_sign_in_says_neither_who_nor_whence(message, log):
    who = f'{{username: "{NAME}", ip_address: "{ADDRESS}", path_info: "/desk/login/"}}'
    arguments = (who, 5)[: message.count("%")]
    logging.getLogger("axes.handlers.database").warning(message, *arguments)

    assert "AXES: " in log.text()
    assert NAME not in log.text() and ADDRESS not in log.text()


def test_a_password_in_an_address_is_left_out(log):
    logging.getLogger("broadsheet.press").error("postgres://paper:sesame@db/x is away, tell ed@example.com")

    assert log.lines() == ["ERROR broadsheet.press: postgres://…@db/x is away, tell …"]


def test_a_database_that_is_away_is_told_of_once_in_whatever_words(log):
    for backoff in range(MANY):
        try:
            fail_with("away", "")
        except OperationalError as error:
            logging.getLogger("broadsheet.worker").error(
                "The database cannot be used (%s); %s s", error, backoff
            )

    assert len(log.lines()) == 1


def test_other_handlers_see_the_whole_record(client, log, caplog):
    client.get("/fail/locked/")
    [record] = [each for each in caplog.records if each.name == "django.request"]

    assert record.exc_info and isinstance(record.request, HttpRequest)


def test_each_line_of_json_is_an_object_with_utc_to_the_millisecond(log, client):
    log.handler.setFormatter(JsonLines())
    client.get("/fail/bug/")
    logging.getLogger("broadsheet.press").warning("Two\nlines of %s", "news")
    fault, news = [json.loads(line) for line in log.text().splitlines()]

    assert list(fault) == ["time", "level", "logger", "process", "message", "exception"]
    assert "Traceback" in fault["exception"] and "\n" in fault["exception"]
    assert news | {"time": ""} == {
        "time": "", "level": "WARNING", "logger": "broadsheet.press", "process": "MainProcess", "message": "Two lines of news",
    }  # fmt: skip
    at = datetime.fromisoformat(news["time"])
    assert news["time"].endswith("Z") and abs((datetime.now(UTC) - at).total_seconds()) < 60


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_configuration_is_one_that_logging_takes(form):
    config = logging_config(form)
    # Tests' own handlers stay.
    logging.config.DictConfigurator(config).configure_formatter(config["formatters"][form])

    assert {"_granian", "broadsheet", "django", "axes"} <= set(config["loggers"])


@given(st.text())
def test_no_text_breaks_what_leaves_persons_out(text):
    assert MAIL not in without_persons(f"{text} {MAIL} {text}")


def test_a_very_long_line_is_cut(log):
    logging.getLogger("broadsheet.press").error("x" * 100_000)

    assert len(log.lines()[0]) < LONGEST_LINE + 100


def test_a_flood_of_new_kinds_does_not_fill_memory():
    sampler = Sampler()
    for number in range(3 * MOST_KINDS):
        sampler.left_out(number)

    assert len(sampler._seen) == MOST_KINDS


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Log:
    """What our handler writes."""

    def __init__(self, clock: Clock) -> None:
        self.stream = io.StringIO()
        self.handler = Console(Sampler(clock))
        self.handler.setStream(self.stream)
        self.handler.setFormatter(TextLines())

    def text(self) -> str:
        return self.stream.getvalue()

    def lines(self) -> list[str]:
        """Return the lines without the time at their beginning."""
        return [line.split(" ", 2)[2] for line in self.text().splitlines()]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(clock) -> Iterator[Log]:
    found = Log(clock)
    logging.getLogger().addHandler(found.handler)
    yield found
    logging.getLogger().removeHandler(found.handler)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.ROOT_URLCONF = "faulty_urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.MIDDLEWARE = [
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
