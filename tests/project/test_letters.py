"""Letters go out by SMTP, beside what is asked for; without a mail server nothing of them is kept or printed."""

import logging
import re
import shutil
import time
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage, send_mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from broadsheet.desk.sign_in.refusals import refusals
from broadsheet.project import letters
from broadsheet.project.email_url import email_settings
from broadsheet.project.logs.console import Console, TextLines
from factories import make_article, make_edition, make_section
from live_site import free_port
from mail_server import mail_server, make_certificate

NEW_PASSWORD = "kelp-hall-1962-lantern"
RESET = "/desk/password_reset/"


@pytest.fixture(autouse=True)
def new_process():
    refusals.clear()
    yield
    letters._outbox.finish()


@pytest.fixture
def over(settings):
    """Have the site send letters as a setting says."""

    def set_up(url: str) -> None:
        for name, value in email_settings(url).items():
            setattr(settings, name, value)
        settings.WAGTAIL_PASSWORD_RESET_ENABLED = bool(url)

    return set_up


@pytest.mark.django_db
def test_a_reset_letter_arrives_and_its_link_sets_the_password_once(over, anna, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with mail_server() as server:
        over(f"smtp://127.0.0.1:{server.port}")
        Client().post(RESET, {"email": "anna@example.org"})
        [letter] = server.wait_for(1)
        link = re.search(r"/desk/password_reset/confirm/\S+", letter.get_content())[0]
        first, second = use(link), use(link)
    anna.refresh_from_db()
    token = link.rstrip("/").rpartition("/")[2]
    # The server of the test is the one that says what it was given.
    logged = [each.getMessage() for each in caplog.records if each.name != "mail.log"]
    printed = "".join([*capfd.readouterr(), *logged])

    assert letter["To"] == "anna@example.org"
    assert (first, second, anna.check_password(NEW_PASSWORD)) == (True, False, True)
    assert len(token) > 20 and token not in printed and "anna@example.org" not in printed


@pytest.mark.parametrize(
    "path", ["/desk/password_reset/confirm/MQ/abc-123/", "/x/password_reset/confirm/MQ/abc-123"]
)
def test_an_error_on_the_page_of_a_link_does_not_print_the_link(path):
    written = StringIO()
    console = Console()
    console.setStream(written)
    console.setFormatter(TextLines())
    said = ("Internal Server Error", path)
    console.handle(logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", said, None))

    assert "Internal Server Error: " in written.getvalue() and "abc-123" not in written.getvalue()


@pytest.mark.django_db
def test_without_a_mail_server_no_reset_is_offered_and_none_is_made(over, anna):
    over("")
    page = Client().get("/desk/login/").content.decode()

    assert "password_reset" not in page
    assert (Client().get(RESET).status_code, Client().post(RESET, {"email": anna.email}).status_code) == (
        404,
        404,
    )


def test_without_a_mail_server_one_line_names_nothing_of_a_letter(over, caplog, capfd):
    over("")
    letter = EmailMessage(
        "subject-token", "body-token", "from@example.org", ["a@example.org"], cc=["b@example.org"]
    )
    sent = letter.send()

    assert sent == 0
    assert [each.getMessage() for each in caplog.records] == [
        "Not sent, for BROADSHEET_EMAIL_URL is empty: letters to 2 recipients"
    ]
    assert capfd.readouterr().out == ""


@pytest.mark.django_db
def test_an_article_that_is_submitted_writes_to_who_approves_it(over, anna):
    with mail_server() as server:
        over(f"smtp://127.0.0.1:{server.port}")
        submit(anna)
        [letter] = server.wait_for(1)

    assert letter["To"] == "chief@example.org" and "The ferry sails again" in letter["Subject"]


@pytest.mark.django_db
def test_a_mail_server_that_does_not_answer_holds_up_no_submission(over, anna, caplog):
    over(f"smtp://127.0.0.1:{free_port()}")
    begun = time.monotonic()
    state = submit(anna)
    letters._outbox.finish()

    assert state.status == "in_progress" and time.monotonic() - begun < 8
    assert [each.getMessage() for each in caplog.records if each.name.startswith("broadsheet")] == [
        "Not sent: letter to 1 recipients (ConnectionRefusedError)"
    ]
    assert not any(each.exc_info for each in caplog.records)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_with_tls_the_name_and_password_are_given_over_an_encrypted_connection(over, tmp_path, monkeypatch):
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=certificate) as server:
        over(f"smtp://ed:p%40ss@127.0.0.1:{server.port}/?tls=true")
        send_mail("Subject", "Body", None, ["a@example.org"])
        server.wait_for(1)

    assert (server.were_encrypted, server.signed_in) == ([True], [("ed", "p@ss")])


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_mail_server_whose_certificate_nobody_vouches_for_is_given_nothing(over, tmp_path, caplog):
    with mail_server(certificate=make_certificate(tmp_path)) as server:
        over(f"smtp://ed:hush@127.0.0.1:{server.port}/?tls=true")
        send_mail("Subject", "Body", None, ["a@example.org"])
        letters._outbox.finish()

    assert (server.letters, server.signed_in) == ([], [])
    assert "SSLCertVerificationError" in caplog.text and "hush" not in caplog.text


def test_too_many_letters_that_wait_are_dropped_with_a_line(over, caplog, monkeypatch):
    monkeypatch.setattr(letters, "MOST_WAITING", 2)
    monkeypatch.setattr(letters._Outbox, "_send_all", lambda _outbox: None)
    outbox = letters._Outbox()
    taken = [outbox.post(EmailMessage(to=["a@example.org"])) for _letter in range(3)]

    assert taken == [True, True, False]
    assert "letters wait already" in caplog.text


@pytest.fixture
def anna(db):
    user = get_user_model().objects.create_user("anna", "anna@example.org", "x")
    user.groups.add(Group.objects.get(name="Reporters"))
    return user


def use(link: str) -> bool:
    """Open a link of a letter and set a password by it; return whether it was let."""
    client = Client()
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    done = client.post(address, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    return done.status_code == 302 and done.headers["Location"] == reverse(
        "wagtailadmin_password_reset_complete"
    )


def submit(user):
    """Submit an article as the reporter; the chief is who approves it."""
    chief = get_user_model().objects.create_user("chief", "chief@example.org", "x")
    chief.groups.add(Group.objects.get(name="Editors"))
    article = make_article(
        "The ferry sails again", section=make_section("Town", edition=make_edition("en")), live=False
    )
    article.save_revision(user=user)
    return Workflow.objects.get().start(article, user)


@pytest.mark.parametrize(
    ("sender", "paper", "sent"),
    [
        (
            "Broadsheet <broadsheet@a.example>",
            "The Narrin Lantern",
            "The Narrin Lantern <broadsheet@a.example>",
        ),
        ("desk@a.example", "Salt, Tide", '"Salt, Tide" <desk@a.example>'),
        ("The Desk <desk@a.example>", "The Narrin Lantern", "The Desk <desk@a.example>"),
        ("Broadsheet <broadsheet@a.example>", "", "Broadsheet <broadsheet@a.example>"),
        ("desk@a.example", "Ərk", "=?utf-8?q?=C6=8Frk?= <desk@a.example>"),
    ],
)
def test_letters_come_from_the_paper_unless_the_settings_name_somebody(sender, paper, sent):
    assert letters.in_the_name_of_the_paper(sender, paper) == sent


@pytest.mark.django_db
def test_letters_are_sent_in_the_name_of_the_paper(over, anna, settings):
    make_edition("en", name="Salt & Tide")
    Client().get("/")
    with mail_server() as server:
        over(f"smtp://127.0.0.1:{server.port}")
        Client().post(RESET, {"email": "anna@example.org"})
        [letter] = server.wait_for(1)

    assert (letter["Subject"], letter["From"].partition(" <")[0]) == (
        "Password reset · Salt & Tide",
        "Salt & Tide",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_letters_of_the_workflow_have_the_name_of_the_paper(suffix):
    make_edition("en", name="Salt & Tide")
    printed = render_to_string(
        f"wagtailadmin/notifications/base.{suffix}", {"user": get_user_model()(username="anna")}
    )

    assert {"txt": "-- Salt & Tide", "html": "Salt &amp; Tide</p>"}[suffix] in printed
    assert ("/icon-144.png" in printed) == (suffix == "html")
