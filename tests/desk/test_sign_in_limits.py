"""Guessing is refused before a password is hashed, and nobody can lock an editor out from elsewhere."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from broadsheet.desk.models import SignInTries
from broadsheet.desk.sign_in import passwords, tries
from broadsheet.desk.sign_in.callers import LONGEST_NAME, compared, network_of
from broadsheet.desk.sign_in.refusals import RECHECK, refusals
from broadsheet.desk.sign_in.tries import SLOWED_FROM, WINDOW, TooManyTries, TryKind, one_try
from live_site import shell

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RIGHT = "the right password"


@pytest.fixture(autouse=True)
def new_process(monkeypatch):
    refusals.clear()
    monkeypatch.setattr(tries, "PAUSE_SECONDS", 0.0)
    yield
    refusals.clear()


def test_a_pair_of_name_and_network_is_locked_after_five_failures_even_for_the_right_password(anna):
    statuses = [sign_in(network="192.0.2.1") for _try in range(5)]

    assert [*statuses, sign_in(network="192.0.2.1", password=RIGHT)] == [200, 200, 200, 200, 200, 429]


def test_an_editor_signs_in_from_elsewhere_while_the_name_is_attacked(anna):
    for number in range(20):
        for _try in range(6):
            sign_in(network=f"198.51.100.{number}")

    assert sign_in(network="192.0.2.1", password=RIGHT) == 302


def test_a_name_that_is_attacked_is_slowed_and_no_other(anna, monkeypatch):
    pauses = []
    monkeypatch.setattr(tries.time, "sleep", pauses.append)
    for number in range(SLOWED_FROM + 2):
        sign_in(network=f"198.51.100.{number}")
    sign_in(name="bela", network="192.0.2.9")

    assert len(pauses) == 2


def test_few_threads_wait_for_a_name_that_is_slowed(monkeypatch):
    waiting, leave = [], threading.Event()
    monkeypatch.setattr(tries.time, "sleep", lambda seconds: (waiting.append(seconds), leave.wait(10)))
    with ThreadPoolExecutor(8) as pool:
        pauses = [pool.submit(tries._pause) for _thread in range(8)]
        while sum(each.done() for each in pauses) < 6:
            pass
        leave.set()

    assert len(waiting) == 2


def test_a_network_is_locked_after_thirty_failures_whatever_the_names():
    statuses = [sign_in(name=f"name-{number}", network="192.0.2.1") for number in range(31)]

    assert statuses == [200] * 30 + [429]


@pytest.mark.parametrize(
    "spelling",
    ["ANNA", " anna ", "Anna", "ａｎｎａ", "anna\t", "\u00a0anna", "ᴬnna", "anna\u200b"],
)
def test_no_spelling_of_a_name_has_tries_of_its_own(spelling):
    for _try in range(5):
        sign_in(name="anna", network="192.0.2.1")

    assert sign_in(name=spelling, network="192.0.2.1") == 429


@given(st.text(max_size=400))
def test_any_name_can_be_counted(name):
    kept = compared(name)

    assert len(kept) <= LONGEST_NAME and kept.isprintable()
    assert compared(name.upper().lower()) == compared(name.upper())


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("nonsense", "", True),
    ],
)
def test_a_network_is_an_ipv4_address_or_the_64_of_an_ipv6_one(first, second, are_one):
    for _try in range(5):
        sign_in(network=first)

    assert (sign_in(network=second) == 429) is are_one


@pytest.mark.parametrize("header", ["198.51.100.7", "198.51.100.7, 192.0.2.1", "::1, 10.0.0.1"])
def test_a_network_cannot_be_invented_where_no_proxy_is_trusted(header):
    statuses = [
        sign_in(network="192.0.2.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, {header}")
        for number in range(6)
    ]

    assert statuses[-1] == 429


def test_behind_a_trusted_proxy_the_network_is_the_one_that_the_proxy_saw(settings):
    settings.OPTIONS = replace(settings.OPTIONS, trusted_proxies="10.0.0.0/8")
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5, 2001:db8:1:2::7, 10.0.0.9"}

    assert network_of(environ) == "2001:db8:1:2::/64"


def test_what_is_locked_is_refused_before_a_password_is_hashed(anna, monkeypatch):
    for _try in range(5):
        sign_in(network="192.0.2.1")
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *_of: hashed.append(1) or "md5$x$y")
    for _try in range(10):
        sign_in(network="192.0.2.1", password=RIGHT)

    assert hashed == []


def test_a_refusal_says_in_a_sentence_when_to_come_again(anna):
    for _try in range(5):
        sign_in(network="192.0.2.1")
    answer = post_sign_in(network="192.0.2.1")

    assert answer.status_code == 429
    assert "too many wrong tries from your network. Try again in 15 minutes." in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= WINDOW.total_seconds()


def test_refused_tries_write_no_line_each(anna, caplog):
    for _try in range(9):
        sign_in(network="192.0.2.1")

    assert caplog.records == []


def test_refused_tries_ask_the_database_nothing_about_the_lock(anna):
    for _try in range(6):
        sign_in(network="192.0.2.1")
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        post_sign_in(network="192.0.2.1", client=client)

    assert [each["sql"] for each in asked.captured_queries if "signintries" in each["sql"]] == []


def test_refused_tries_are_counted_and_written_once_a_minute():
    fail(5, now=NOON)
    fail(7, now=NOON)
    tries.write_down(now=NOON)
    fail(9, now=NOON + timedelta(seconds=30))
    tries.write_down(now=NOON + timedelta(seconds=59))
    early = refused()
    tries.write_down(now=NOON + timedelta(seconds=61))

    assert (early, refused()) == (7, 16)


def test_counts_that_cannot_be_written_fail_no_answer_and_are_written_later():
    fail(8, now=NOON)
    with connection.execute_wrapper(_without_updates_of_tries):
        tries.write_down(now=NOON)
    tries.write_down(now=NOON + timedelta(seconds=61))

    assert refused() == 3


def test_a_lock_ends_after_a_quarter_of_an_hour_and_tries_count_from_none_again():
    fail(5, now=NOON)
    later = NOON + WINDOW + timedelta(seconds=1)
    fail(1, now=later)

    assert SignInTries.objects.get(name="anna", network="192.0.2.1").failures == 1


def test_failures_that_lie_far_apart_are_not_counted_together():
    for number in range(20):
        fail(1, now=NOON + number * (WINDOW + timedelta(seconds=1)))

    assert not SignInTries.objects.exclude(locked_until=None).exists()


def test_a_success_takes_back_what_the_pair_has_failed_but_not_what_its_network_has(anna):
    for _try in range(4):
        sign_in(network="192.0.2.1")
    sign_in(network="192.0.2.1", password=RIGHT)
    statuses = [sign_in(network="192.0.2.1") for _try in range(5)]

    assert statuses == [200] * 5
    assert SignInTries.objects.get(name="", network="192.0.2.1").failures == 9


def test_a_network_cannot_go_on_guessing_by_signing_in_to_an_account_of_its_own(anna):
    for number in range(30):
        sign_in(name=f"name-{number}", network="192.0.2.1")
        sign_in(network="192.0.2.1", password=RIGHT)

    assert sign_in(name="other", network="192.0.2.1") == 429


def test_a_try_that_could_not_be_made_is_no_failure():
    for _try in range(40):
        with pytest.raises(OSError), one_try(TryKind.PASSWORD, name="anna", network="192.0.2.1", now=NOON):
            raise OSError("the database is away")

    assert list(tries.noticed()) == []


def test_what_another_process_has_locked_is_locked_here_and_what_it_has_unlocked_is_not():
    fail(5, now=NOON)
    refusals.clear()  # another process, which remembers nothing
    with pytest.raises(TooManyTries):
        fail_once(now=NOON)
    SignInTries.objects.update(locked_until=None, failures=0)
    with pytest.raises(TooManyTries):
        fail_once(now=NOON + timedelta(seconds=1))
    fail_once(now=NOON + RECHECK)


def test_an_administrator_sees_locks_and_unlocks_them(chief, anna):
    for _try in range(7):
        sign_in(network="192.0.2.1")
    tries.write_down()
    page = chief.see("desk_sign_in_tries")
    row = SignInTries.objects.get(name="anna", network="192.0.2.1")
    chief.post("desk_sign_in_tries", row=row.pk)

    assert "192.0.2.1" in page and f'value="{row.pk}"' in page
    assert (row.failures, row.refused) == (5, 1)
    assert sign_in(network="192.0.2.1", password=RIGHT) == 302
    assert ModelLogEntry.objects.get(action="desk.unlock").user == chief.user


@pytest.mark.parametrize("row", ["", "0", "x", "9" * 30])
def test_a_row_that_is_none_cannot_be_unlocked(chief, row):
    assert chief.post("desk_sign_in_tries", row=row).status_code == 404


@pytest.mark.parametrize("screen", ["desk_sign_in_tries", "desk_two_factor_roles"])
def test_only_administrators_see_who_fails_to_sign_in(editor, screen):
    assert editor.status(screen) == 302
    assert editor.post(screen, row=1, person=1, role="administrators").status_code == 302


def test_the_old_password_cannot_be_guessed_where_a_new_one_is_chosen(editor):
    statuses = [change_password(editor, old="wrong") for _try in range(5)]

    assert [*statuses, change_password(editor, old="x")] == [200] * 5 + [429]


def test_a_password_is_changed_with_the_old_one_and_signs_other_browsers_out(editor):
    other = Client()
    other.force_login(editor.user)
    changed = change_password(editor, old="x")
    editor.user.refresh_from_db()

    assert changed == 302 and editor.user.check_password(NEW_PASSWORD)
    assert (editor.status("wagtailadmin_home"), other.get(reverse("wagtailadmin_home")).status_code) == (
        200,
        302,
    )


def test_links_of_letters_cannot_be_guessed(settings):
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    address = reverse("wagtailadmin_password_reset_confirm", args=["MQ", "abc-def"])
    statuses = [Client().get(address, REMOTE_ADDR="192.0.2.1").status_code for _try in range(31)]

    assert statuses == [200] * 30 + [429]


def test_letters_cannot_be_asked_for_without_end(settings, mailoutbox):
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    get_user_model().objects.create_superuser("anna", "anna@example.org", RIGHT)
    address = reverse("wagtailadmin_password_reset")
    statuses = [
        Client().post(address, {"email": each}, REMOTE_ADDR="192.0.2.1").status_code
        for each in ["anna@example.org", "Anna@Example.org"] * 3
    ]

    assert statuses == [302] * 5 + [429]
    assert len(mailoutbox) == 5


def test_parallel_tries_in_several_processes_make_no_more_than_five(tmp_path):
    environment = os.environ | {"BROADSHEET_DATA": str(tmp_path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    migrate = [sys.executable, "-m", "broadsheet.cli", "manage", "migrate", "-v0"]
    subprocess.run(migrate, env=environment, check=True)
    with ThreadPoolExecutor(2) as pool:
        let_through = list(pool.map(lambda _process: int(shell(environment, GUESSING)), range(2)))

    assert sum(let_through) == 5
    assert shell(environment, COUNTED).split() == ["5"]


def test_old_tries_are_forgotten_when_somebody_signs_in(anna):
    fail(1, name="bela", now=NOON - timedelta(days=2))
    sign_in(network="192.0.2.1", password=RIGHT)

    assert not SignInTries.objects.filter(name="bela").exists()


def test_old_tries_are_forgotten_under_attack():
    fail(1, now=NOON - timedelta(days=2))
    fail(6, name="bela", now=NOON)
    tries.write_down(now=NOON)

    assert not SignInTries.objects.filter(name="anna").exists()


def test_code_without_a_request_is_not_limited(anna):
    answers = [passwords.LimitedBackend().authenticate(None, "anna", "wrong") for _try in range(40)]

    assert answers == [None] * 40 and not SignInTries.objects.exists()


GUESSING = """
from concurrent.futures import ThreadPoolExecutor
from django.db import OperationalError, connection
from broadsheet.desk.sign_in.tries import TooManyTries, TryKind, one_try

def guess(_number):
    try:
        with one_try(TryKind.PASSWORD, name="anna", network="192.0.2.1"):
            return True
    except TooManyTries:
        return False
    finally:
        connection.close()

with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(guess, range(40))))
"""
COUNTED = """
from broadsheet.desk.models import SignInTries
print(SignInTries.objects.get(name="anna", network="192.0.2.1").failures)
"""
NEW_PASSWORD = "kelp-hall-1962-lantern"


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_superuser("anna", password=RIGHT)


def post_sign_in(*, network, name="anna", password="wrong", client=None, **environ):
    data = {"username": name, "password": password}
    return (client or Client()).post(reverse("wagtailadmin_login"), data, REMOTE_ADDR=network, **environ)


def sign_in(**fields) -> int:
    return post_sign_in(**fields).status_code


def _without_updates_of_tries(execute, sql, params, many, context):
    if sql.startswith('UPDATE "desk_signintries"'):
        raise OperationalError("database is locked")
    return execute(sql, params, many, context)


def fail_once(*, now, name="anna"):
    with one_try(TryKind.PASSWORD, name=name, network="192.0.2.1", now=now):
        pass


def fail(count, *, now, name="anna"):
    for _try in range(count):
        try:
            fail_once(now=now, name=name)
        except TooManyTries:
            continue


def refused() -> int:
    return SignInTries.objects.get(name="anna", network="192.0.2.1").refused


def change_password(desk, *, old) -> int:
    page = desk.client.get(reverse("wagtailadmin_account"))
    data = {}
    for panels in page.context["panels_by_tab"].values():
        for panel in panels:
            form = panel.get_form()
            data |= {
                form.add_prefix(name): form[name].value() or "" for name in form.fields if name != "avatar"
            }
    data |= {f"name_email-{name}": "Ed" for name in ("first_name", "last_name")}
    data |= {
        "name_email-email": "ed@example.org",
        "password-old_password": old,
        "password-new_password1": NEW_PASSWORD,
        "password-new_password2": NEW_PASSWORD,
    }
    return desk.client.post(reverse("wagtailadmin_account"), data).status_code
