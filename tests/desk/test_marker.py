"""An editor's browser is known by what we have signed, and by nothing else."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import Signer, TimestampSigner
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from newsdesk import address, story

from broadsheet.desk.marker import COOKIE, is_editor, new_marker
from broadsheet.press.middleware import PressMiddleware
from broadsheet.press.tags import depend
from factories import make_article

DAY = 24 * 60 * 60


@pytest.mark.parametrize(
    "header",
    [
        "{name}={value}",
        "a=b; {name}={value}",
        "{name}={value}; a=b",
        "a=b;{name}={value};c",
        " {name} = {value} ",
        "{name}=old; {name}={value}",
    ],
)
def test_a_signed_marker_is_believed_wherever_it_stands(header):
    assert is_editor(header.format(name=COOKIE, value=new_marker()))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "{name}",
        "{name}=",
        "{name}=x",
        "x{name}={value}",
        "{name}x={value}",
        "a={name}={value}",
        "{upper}={value}",
        "{name}={value}x",
        "{name}=x{value}",
        "{name}={value}, a=b",
        "{name}={value}; {name}=x",
        "sessionid={value}",
        "asessionid=x; sessionid=x",
    ],
)
def test_what_only_looks_like_a_marker_is_not_believed(header):
    said = header.format(name=COOKIE, upper=COOKIE.upper(), value=new_marker())

    assert not is_editor(said)


@pytest.mark.parametrize("signer", [Signer(), Signer(salt="other"), Signer(key="k"), TimestampSigner()])
def test_what_is_signed_for_another_purpose_is_not_believed(signer):
    assert not is_editor(f"{COOKIE}={signer.sign(str(int(time.time())))}")


@pytest.mark.parametrize(("days", "is_believed"), [(0, True), (13, True), (15, False), (4000, False)])
def test_a_marker_lives_as_long_as_a_session(days, is_believed):
    assert is_editor(f"{COOKIE}={new_marker()}", now=time.time() + days * DAY) is is_believed


@given(
    st.one_of(
        st.text(),
        st.text().map(lambda each: f"{COOKIE}={each}"),
        st.text().map(lambda each: f"{each}; {COOKIE}={each}:{each}"),
    )
)
def test_no_header_is_too_hostile(header):
    assert is_editor(header) is False


@given(st.binary())
def test_no_bytes_are_too_hostile(raw):
    assert is_editor(f"{COOKIE}=" + raw.decode("latin-1")) is False
    assert is_editor(f"{COOKIE}=" + raw.decode("utf-8", "surrogateescape")) is False


def test_a_flood_of_markers_costs_one_signature():
    header = "; ".join(f"{COOKIE}=1700000000:{number}" for number in range(5000))
    begun = time.process_time()
    said = is_editor(header)

    assert (said, time.process_time() - begun < 0.5) == (False, True)


@pytest.mark.django_db
def test_the_desk_marks_a_browser_and_takes_the_mark_at_sign_out(editor):
    editor.see("wagtailadmin_home")
    cookie = editor.client.cookies[COOKIE]
    marked = is_editor(f"{COOKIE}={cookie.value}")
    editor.client.post("/desk/logout/")

    assert marked and (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert editor.client.cookies[COOKIE].value == ""


@pytest.mark.django_db
def test_a_mark_that_is_valid_is_not_written_anew(editor):
    editor.see("wagtailadmin_home")

    assert COOKIE not in editor.client.get("/desk/").cookies


@pytest.mark.django_db
def test_a_mark_that_is_forged_is_replaced_for_an_editor_and_removed_for_others(editor):
    editor.client.cookies[COOKIE] = "forged"
    editor.see("wagtailadmin_home")
    stranger = Client()
    stranger.cookies[COOKIE] = "forged"
    stranger.get("/desk/login/")

    assert is_editor(f"{COOKIE}={editor.client.cookies[COOKIE].value}")
    assert stranger.cookies[COOKIE].value == ""


@pytest.mark.django_db
def test_the_mark_is_sent_over_tls_alone_where_the_session_is(editor, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = editor.client.get("/desk/", secure=True)

    assert answer.cookies[COOKIE]["secure"] is True


@pytest.mark.django_db
def test_the_mark_alone_opens_nothing(section):
    client = Client()
    client.cookies[COOKIE] = new_marker()

    assert client.get("/desk/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["sessionid", "asessionid", COOKIE])
def test_a_cookie_of_anybody_s_makes_no_page_private(section, cookie):
    path = make_article("Read", section=section).get_absolute_url()
    client = Client()
    client.cookies[cookie] = "x" * 32
    answer = client.get(path)

    assert "private" not in answer.headers.get("Cache-Control", "")
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert hasattr(answer, "dependence")


@pytest.mark.django_db
def test_a_page_that_takes_a_broken_session_s_cookie_away_is_not_kept(section):
    path = make_article("Read", section=section).get_absolute_url()
    client = Client()
    client.cookies["sessionid"] = "x"
    answer = client.get(path)

    assert answer.cookies["sessionid"].value == "" and not hasattr(answer, "dependence")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_page_that_an_editor_sees_is_nobody_else_s(editor, section):
    path = make_article("Read", section=section).get_absolute_url()
    editor.see("wagtailadmin_home")
    answer = editor.client.get(path)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not hasattr(answer, "dependence")


@pytest.mark.django_db
def test_a_preview_is_never_kept_not_even_of_an_editor_without_a_mark(editor, section):
    article = make_article("Secret", section=section, live=False)
    preview = address("article:preview_on_edit", article.pk)
    editor.client.post(preview, story(headline="Secret", section=section.pk))
    editor.client.cookies.pop(COOKIE, None)
    answer = editor.client.get(preview)

    assert answer.status_code == 200 and "Secret" in answer.content.decode()
    assert not hasattr(answer, "dependence") and "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("is_looked_at", [False, True])
@pytest.mark.parametrize("is_within", [False, True])
def test_what_looks_at_a_session_is_never_kept(rf, is_looked_at, is_within):
    request = rf.get("/")
    request.session = SessionStore()

    def page(asked):
        if is_looked_at:
            request.session.get("x")
        depend(asked, "article:1")
        return HttpResponse()

    def desk_around(_asked):
        # A preview: within the desk's answer there is another request, which has no session of its own.
        return PressMiddleware(page)(rf.get("/2026/"))

    answer = PressMiddleware(desk_around if is_within else page)(request)

    assert hasattr(answer, "dependence") is not is_looked_at
    assert (answer.headers.get("Cache-Control") == "private, no-store") is is_looked_at


@pytest.mark.django_db
def test_a_session_that_is_used_ends_two_weeks_after_its_last_day(editor):
    session = editor.client.session
    session["used_on"] = "2026-01-01"
    session.save()
    editor.see("wagtailadmin_home")

    assert editor.client.session["used_on"] != "2026-01-01"
    assert editor.client.session.get_expiry_age() == 14 * DAY
