"""The security headers of every kind of answer, errors among them, with and without TLS."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from broadsheet.site import security_headers
from broadsheet.site.security_headers import ERROR_HEADERS, POLICIES, HeaderSet, headers_for
from factories import make_edition, make_section
from newsstand import publish

pytestmark = pytest.mark.django_db

READERS = [
    "/", "/feed/", "/popular/week/feed/", "/search/", "/section/town/", "/section/town/feed/", "/archive/",
    "/sitemap.xml", "/sitemap-0.xml", "/robots.txt", "/STORY", "/STORY-without-a-slash", "/en/", "/nothing/here/", "/ru/nothing/",
]  # fmt: skip
SAID_OF_ALL_DOCUMENTS = (
    "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy", "Permissions-Policy",
)  # fmt: skip


@pytest.mark.parametrize("address", READERS)
def test_every_address_of_readers_has_every_header(reader, story, address):
    response = reader.get(address.replace("/STORY-without-a-slash", story[:-1]).replace("/STORY", story))

    assert_headers(response, HeaderSet.PAGE)


@pytest.mark.parametrize(
    "address", ["/search/?q=story", "/search/?q=story&page=9", "/ru/search/?q=story", "/nothing/?q=story"]
)
def test_what_a_reader_looked_for_is_told_to_no_other_address(reader, story, address):
    said = reader.get(address).headers

    assert said["Referrer-Policy"] == "strict-origin"
    assert said["Content-Security-Policy"] == POLICIES[HeaderSet.PAGE]


@pytest.mark.parametrize(
    ("address", "method", "host", "status"),
    [
        ("/", "GET", "evil.example", 400),
        ("/", "GET", "a b", 400),
        ("/denied/", "GET", "testserver", 403),
        ("/token/", "POST", "testserver", 403),
        ("/", "PUT", "testserver", 405),
        ("/_b/1", "GET", "testserver", 405),
        ("/broken/", "GET", "testserver", 500),
        ("/away/", "GET", "testserver", 503),
    ],
)
def test_errors_run_nothing(reader, urls_that_fail, settings, address, method, host, status):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = reader.generic(method, address, headers={"Host": host})

    assert response.status_code == status
    assert_headers(response, HeaderSet.ERROR)


@pytest.mark.parametrize(
    "address", ["/desk/login/", "/desk/", "/desk/nothing/", "/desk/images/", "/desk/reports/"]
)
def test_every_answer_of_the_desk_has_its_policy(editor, address):
    assert_headers(editor.get(address), HeaderSet.DESK)


def test_a_refused_form_of_the_desk_has_its_policy(reader):
    response = reader.post("/desk/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert_headers(response, HeaderSet.DESK)


def test_the_desk_lets_nobody_frame_it_embed_in_it_or_move_its_addresses():
    directives = dict(each.strip().partition(" ")[::2] for each in POLICIES[HeaderSet.DESK].split(";"))
    strict = {
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
        "form-action": "'self'",
    }

    assert strict.items() <= directives.items()


@pytest.mark.parametrize("address", ["/media/x.png", "/media/../x.png", "/media/images/x.html"])
def test_whatever_stands_under_media_is_in_a_sandbox(reader, address):
    assert reader.get(address).headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("base", "expected"), [("https://paper.example", "max-age=31536000"), ("http://127.0.0.1:8000", None)]
)
@pytest.mark.parametrize("address", ["/", "/nothing/", "/desk/login/", "/media/x.png", "/static/x.css"])
def test_browsers_are_bound_to_tls_where_the_site_has_it(settings, base, expected, address):
    settings.BASE_URL = base
    make_edition("en", is_main=True)

    assert Client().get(address).headers.get("Strict-Transport-Security") == expected


def test_no_browser_is_bound_for_domains_that_are_not_the_site_s(settings):
    settings.BASE_URL = "https://paper.example"

    assert all(
        "includeSubDomains" not in value and "preload" not in value
        for kind in HeaderSet
        for _name, value in headers_for(kind)
    )


def test_answers_that_are_not_django_s_can_have_the_same_headers():
    assert headers_for(HeaderSet.ERROR) == ERROR_HEADERS
    assert all(name.isascii() and value.isprintable() for name, value in ERROR_HEADERS)


def test_what_a_view_says_itself_stays():
    own = security_headers.SecurityHeaders(
        lambda request: HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    )(SimpleNamespace(path="/desk/x/"))

    assert own.headers["Content-Security-Policy"] == "default-src 'none'"


def assert_headers(response, kind: HeaderSet) -> None:
    said = {name: response.headers.get(name) for name in ("Content-Security-Policy", *SAID_OF_ALL_DOCUMENTS)}

    assert said == {name: value for name, value in headers_for(kind) if name in said}


def deny(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def break_down(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def miss_the_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError


urlpatterns = [
    path("denied/", deny),
    path("broken/", break_down),
    path("away/", miss_the_database),
    path("token/", break_down),
    path("", include("broadsheet.project.urls")),
]
handler404 = "broadsheet.site.views.missing.page_not_found"
handler500 = "broadsheet.site.views.missing.server_error"


@pytest.fixture
def urls_that_fail(settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def story() -> str:
    edition = make_edition("en", is_main=True)
    make_edition("ru")
    return publish("A story", section=make_section("Town", edition=edition)).get_absolute_url()


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.com", "secret"))
    return client
