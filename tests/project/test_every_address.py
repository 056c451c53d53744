"""Every address that the site has, with numbers in it that nothing can have: 404 or an answer, never a failure."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import DataError
from django.http import HttpRequest
from django.test import Client
from django.urls import URLResolver, get_resolver, include, path
from django.urls.resolvers import RoutePattern

from factories import make_edition
from newsstand import publish

pytestmark = pytest.mark.django_db

# Beyond columns of 32 and of 64 bits, beyond any, and beyond what Python reads as a number at all.
HUGE = (2**31, 2**63, 10**30, "9" * 5000)
FITTING = {
    "yyyy": ("0000", "9999"),
    "dd": ("00", "99"),
    "language": ("en", "zz"),
    "uuid": ("ffffffff-ffff-ffff-ffff-ffffffffffff",),
}
# Addresses whose patterns are expressions, with one number each in the place of N.
BY_EXPRESSION = (
    "desk/pages/N/revisions/compare/N...N/",
    "desk/pages/N/revisions/compare/earliest...N/",
    "desk/snippets/newsroom/article/history/N/revisions/compare/N...N/",
    "desk/api/main/images/N/",
    "documents/N/x.pdf",
)
IN_QUERIES = (
    "page",
    "p",
    "q",
    "id",
    "collection_id",
    "user",
    "locale",
    "go_live_at",
    "days",
    "section",
    "parent_page_id",
)
# Wagtail's own, which fails because it is told to.
FAILS_ON_PURPOSE = "desk/failwhale/"


def test_no_number_in_a_path_is_a_failure(admin):
    tried = {filled(route, number) for route in routes(get_resolver()) for number in HUGE if "<" in route}
    tried |= {"/" + each.replace("N", str(number)) for each in BY_EXPRESSION for number in HUGE}

    assert len(tried) > 400
    assert [each[:100] for each in sorted(tried) if admin.get(each).status_code >= 500] == []


def test_no_number_in_a_query_is_a_failure(admin):
    tried = {filled(route, 1) for route in routes(get_resolver()) if route != FAILS_ON_PURPOSE}
    number = 10**30
    query = dict.fromkeys(IN_QUERIES, number)

    assert len(tried) > 200
    assert [each for each in sorted(tried) if admin.get(each, query).status_code >= 500] == []


@pytest.mark.parametrize("number", HUGE)
def test_a_part_of_the_sitemap_that_no_number_can_have_is_not_there(reader, number):
    assert reader.get(f"/sitemap-{number}.xml").status_code == 404


@pytest.mark.parametrize("failure", [OverflowError, DataError, ValueError, OSError])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/fails/{HUGE[-1]}/", 404), (f"/fails/7/?id={HUGE[-1]}", 404), (f"/fails/7/?id=%39{HUGE[-1]}", 404),
        ("/fails/7/", 500), ("/fails/7/?id=8", 500),
    ],
)  # fmt: skip
def test_what_fails_over_a_small_number_is_a_failure_of_ours(reader, settings, failure, address, status):
    settings.ROOT_URLCONF = __name__
    fails.with_failure = failure

    assert reader.get(address).status_code == status


def fails(request: HttpRequest, number: str) -> None:
    raise fails.with_failure


urlpatterns = [path("fails/<number>/", fails), path("", include("broadsheet.project.urls"))]
handler404 = "broadsheet.site.views.missing.page_not_found"
handler500 = "broadsheet.site.views.missing.server_error"


@pytest.mark.parametrize(
    ("failure", "status"), [(OverflowError, 404), (DataError, 404), (ValueError, 500), (KeyError, 500)]
)
def test_a_number_that_anything_but_a_column_can_hold_hides_no_failure(reader, settings, failure, status):
    settings.ROOT_URLCONF = __name__
    fails.with_failure = failure

    assert reader.get(f"/fails/{2**31}/").status_code == status


def filled(route: str, number: object) -> str:
    """Return an address of a pattern, with a number wherever the pattern takes what a number can be."""

    def value(found: re.Match[str]) -> str:
        converter = found[1].rpartition(":")[0]
        fitting = FITTING.get(converter, (number,))
        return str(fitting[len(str(number)) % len(fitting)])

    return "/" + re.sub(r"<([^>]+)>", value, route)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if not isinstance(each.pattern, RoutePattern):
            continue  # see BY_EXPRESSION
        route = before + each.pattern._route
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        else:
            yield route


@pytest.fixture
def reader() -> Client:
    make_edition("en", is_main=True)
    publish("A story")
    return Client(raise_request_exception=False)


@pytest.fixture
def admin(reader) -> Client:
    reader.force_login(get_user_model().objects.create_superuser("admin", "admin@example.com", "secret"))
    return reader
