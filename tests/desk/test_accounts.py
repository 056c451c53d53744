"""Passwords are kept by argon2id, made one at a time, and the first one stays out of logs."""

import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.test import Client, RequestFactory

from broadsheet.desk.accounts import account_line, ensure_editor
from broadsheet.desk.models import SignInTries
from broadsheet.desk.sign_in import hashers
from broadsheet.desk.sign_in.hashers import Argon2OneAtATime, HashingBusy, PBKDF2OneAtATime, one_at_a_time
from broadsheet.desk.sign_in.refusals import refusals
from broadsheet.project import settings as of_the_product

SALT = "a-salt-of-some-length"


@pytest.fixture
def real_hashers(settings):
    settings.PASSWORD_HASHERS = of_the_product.PASSWORD_HASHERS
    refusals.clear()


@pytest.mark.django_db
def test_new_passwords_are_kept_by_argon2id_with_owasp_s_least_memory(real_hashers):
    kept = get_user_model().objects.create_user("anna", password="x").password

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.django_db
def test_an_older_hash_is_made_anew_at_the_next_sign_in(real_hashers):
    older = PBKDF2PasswordHasher().encode("x", SALT, iterations=1000)
    user = get_user_model().objects.create_superuser("anna")
    get_user_model().objects.update(password=older)
    Client().post("/desk/login/", {"username": "anna", "password": "x"})
    user.refresh_from_db()

    assert identify_hasher(user.password).algorithm == "argon2" and user.check_password("x")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_a_name_that_nobody_has_costs_the_same_hash(real_hashers, monkeypatch, name):
    get_user_model().objects.create_user("anna", password="x")
    hashed = []
    one_hash = hashers.one_at_a_time
    monkeypatch.setattr(hashers, "one_at_a_time", lambda: hashed.append(name) or one_hash())
    authenticate(RequestFactory().post("/"), username=name, password="wrong")

    assert hashed == [name]


@pytest.mark.parametrize("hasher", [Argon2OneAtATime(), PBKDF2OneAtATime()], ids=lambda each: each.algorithm)
def test_no_password_is_hashed_beside_another(hasher, monkeypatch):
    at_once, most = [], []

    def watched(original):
        def run(*args, **named):
            at_once.append(1)
            most.append(len(at_once))
            try:
                time.sleep(0.01)
                return original(*args, **named)
            finally:
                at_once.pop()

        return run

    # Few iterations: only who hashes beside whom is looked at.
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    base = type(hasher).__mro__[1]
    monkeypatch.setattr(base, "encode", watched(base.encode))
    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(lambda _each: hasher.encode("x", SALT), range(6)))
        verified = list(pool.map(lambda each: hasher.verify("x", each), kept))

    assert (set(most), set(verified)) == ({1}, {True})


@pytest.mark.django_db
def test_who_waits_too_long_for_a_hash_is_told_to_come_again_and_has_failed_nothing(
    real_hashers, monkeypatch
):
    monkeypatch.setattr(hashers, "WAIT_SECONDS", 0.05)
    held, leave = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold, args=(held, leave))
    holder.start()
    held.wait()
    answer = Client().post("/desk/login/", {"username": "anna", "password": "x"})
    leave.set()
    holder.join()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert not SignInTries.objects.exclude(failures=0).exists()


def test_the_turn_is_given_back_after_an_error():
    with pytest.raises(OSError), one_at_a_time():
        raise OSError
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(Argon2OneAtATime().encode, "x", SALT).result(5)


def test_waiting_ends_with_a_sentence(monkeypatch):
    monkeypatch.setattr(hashers, "WAIT_SECONDS", 0.01)
    with one_at_a_time(), ThreadPoolExecutor(1) as pool:
        error = pool.submit(Argon2OneAtATime().encode, "x", SALT).exception()

    assert isinstance(error, HashingBusy) and str(error).startswith("Too many passwords")


@pytest.mark.django_db
def test_the_first_account_is_an_administrator_and_made_once():
    name, password = ensure_editor()
    user = get_user_model().objects.get()

    assert (user.username, user.is_superuser, user.check_password(password)) == (name, True, True)
    assert ensure_editor() is None


def test_a_terminal_shows_the_first_password(tmp_path):
    line = account_line(("editor", "secret-word"), data=tmp_path, is_terminal=True)

    assert "editor (administrator)" in line and "secret-word" in line
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_the_first_password_stands_in_a_file_of_its_owner_alone(tmp_path):
    line = account_line(("editor", "secret-word"), data=tmp_path, is_terminal=False)
    path = tmp_path / "first-password"

    assert "editor (administrator)" in line and str(path) in line and "secret-word" not in line
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("secret-word\n", 0o600)


def test_the_first_password_is_not_written_through_what_somebody_has_put_there(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("theirs")
    (tmp_path / "first-password").symlink_to(elsewhere)
    account_line(("editor", "secret-word"), data=tmp_path, is_terminal=False)

    assert elsewhere.read_text() == "theirs"
    assert not (tmp_path / "first-password").is_symlink()


def _hold(held: threading.Event, leave: threading.Event) -> None:
    with one_at_a_time():
        held.set()
        leave.wait(10)
