"""The mail server is one setting; what cannot work is refused by a sentence that keeps the password to itself."""

import os
import subprocess
import sys

import pytest

from broadsheet.project.email_url import email_from, email_settings
from broadsheet.project.options import OptionError, Options


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl", "tls", "user", "password"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, False, False, "", ""),
        ("smtp://mail.example.org:2525/", "mail.example.org", 2525, False, False, "", ""),
        ("smtp://ed:p%40ss@mail.example.org/?tls=true", "mail.example.org", 587, False, True, "ed", "p@ss"),
        ("smtp://ed%40example.org:x@h:26/?tls=false", "h", 26, False, False, "ed@example.org", "x"),
        ("smtps://ed:x@mail.example.org", "mail.example.org", 465, True, False, "ed", "x"),
        ("smtp://[::1]:25", "::1", 25, False, False, "", ""),
    ],
)
def test_an_address_becomes_django_s_settings(url, host, port, ssl, tls, user, password):
    assert email_settings(url) == {
        "EMAIL_BACKEND": "broadsheet.project.letters.SmtpInBackground",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_SSL": ssl,
        "EMAIL_USE_TLS": tls,
        "EMAIL_TIMEOUT": 10,
    }


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://ed:hush@mail.example.org",
        "smtp://",
        "smtp://ed:hush@",
        "smtp://ed:hush@h:70000",
        "smtp://ed:hush@h:port",
        "smtp://ed:hush@[::1",
        "smtp://ed@h",
        "smtp://:hush@h",
        "smtp://ed:hush@h/?tls=maybe",
        "smtp://ed:hush@h/?tls=true&tls=false",
        "smtp://ed:hush@h/?ssl=true",
        "smtp://ed:hush@h/folder",
        "smtp://ed:hush@h/#x",
        "smtps://ed:hush@h/?tls=true",
        "smtp://ed:hu#sh@h",
    ],
)
def test_an_address_that_cannot_work_is_refused_without_its_password(url):
    with pytest.raises(OptionError) as caught:
        email_settings(url)

    said = str(caught.value)
    assert said.startswith("BROADSHEET_EMAIL_URL ") and "smtp" in said
    assert "hush" not in said and caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", "Broadsheet <broadsheet@gazette.example>"),
        ("desk@example.org", "desk@example.org"),
        ("The Gazette <desk@example.org>", "The Gazette <desk@example.org>"),
    ],
)
def test_letters_come_from_an_address(written, meant):
    assert email_from(written, host="gazette.example") == meant


@pytest.mark.parametrize("written", ["desk", "@example.org", "desk@", "a@b.example\nBcc: c@d.example", "<>"])
def test_what_is_no_address_is_refused(written):
    with pytest.raises(OptionError, match="BROADSHEET_EMAIL_FROM is "):
        email_from(written, host="gazette.example")


def test_a_bad_address_stops_the_start_with_one_line(tmp_path):
    environment = os.environ | {
        "BROADSHEET_DATA": str(tmp_path),
        "BROADSHEET_EMAIL_URL": "http://ed:hush@mail.example.org",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "broadsheet.cli", "manage", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "broadsheet: BROADSHEET_EMAIL_URL does not name a mail server. "
        "Write smtp://user:password@host:587/?tls=true or smtps://user:password@host.\n"
    )


def test_the_mail_server_is_a_secret():
    assert "hush" not in repr(Options(email_url="smtp://ed:hush@mail.example.org"))
