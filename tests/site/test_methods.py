"""Readers' pages are read: whoever uses another method is told which there are."""

import pytest
from django.test import Client

from factories import make_edition, make_section
from newsstand import publish

pytestmark = pytest.mark.django_db

ALLOW = "GET, HEAD, OPTIONS"
PAGES = [
    "/", "/feed/", "/search/", "/archive/", "/section/town/", "/section/town/feed/", "/topic/none/", "/author/none/",
    "/sitemap.xml", "/sitemap-0.xml", "/robots.txt", "/popular/week/feed/", "/editors-choice/feed/",
    "/feed/atom/", "/feed/json/", "/popular/week/", "/corrections/", "/oembed", "/undated/x.json", "/undated/", "/2026/", "/2026/01/", "/STORY", "/ru/",
]  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X"])
@pytest.mark.parametrize("page", PAGES)
def test_other_methods_are_told_which_there_are_before_anybody_asks_for_a_token(reader, story, page, method):
    response = reader.generic(method, page.replace("/STORY", story))

    assert (response.status_code, response.headers.get("Allow")) == (405, ALLOW)


@pytest.mark.parametrize("page", PAGES)
def test_options_are_answered_without_a_page(reader, story, page):
    response = reader.options(page.replace("/STORY", story))

    assert (response.status_code, response.headers["Allow"], response.content) == (204, ALLOW, b"")


def test_options_of_the_whole_server_are_answered(reader):
    response = reader.generic("OPTIONS", "/", PATH_INFO="*")

    assert (response.status_code, response.headers["Allow"]) == (204, ALLOW)


def test_nothing_else_can_be_asked_of_the_whole_server(reader):
    assert reader.generic("POST", "/", PATH_INFO="*").status_code == 405


def test_where_nothing_is_no_method_is_refused(reader, story):
    assert reader.post("/nothing/here/").status_code == 404


def test_the_desk_still_wants_a_token(reader):
    assert reader.post("/desk/login/").status_code == 403


@pytest.fixture
def story() -> str:
    edition = make_edition("en", is_main=True)
    make_edition("ru")
    return publish("A story", section=make_section("Town", edition=edition)).get_absolute_url()


@pytest.fixture
def reader() -> Client:
    return Client(enforce_csrf_checks=True)
