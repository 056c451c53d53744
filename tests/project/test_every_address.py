"""Every address that the site has, with numbers in it that nothing can have: an answer, never a failure."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from factories import make_edition
from newsstand import publish

pytestmark = pytest.mark.django_db

HUGE = [2**31, 2**63, 10**30, 10**400]
FITTING = {
    "yyyy": ["0000", "9999"],
    "dd": ["00", "99"],
    "language": ["en", "zz"],
    "uuid": ["ffffffff-ffff-ffff-ffff-ffffffffffff"],
}


def test_walk(admin):
    bad = {}
    n = 0
    for address in sorted(set(addresses())):
        for method in ("get", "post"):
            n += 1
            response = getattr(admin, method)(address)
            if response.status_code >= 500:
                e = getattr(response, "exc_info", None)
                bad[method, address[:120]] = e and f"{e[0].__name__}: {str(e[1])[:100]}"
    print(n)
    for k, v in bad.items():
        print(k, v)
    assert not bad


def addresses() -> Iterator[str]:
    for route in routes(get_resolver()):
        for index in range(len(HUGE)):
            yield "/" + filled(route, index)


def filled(route: str, index: int) -> str:
    def value(found: re.Match[str]) -> str:
        converter = found[1].partition(":")[0] if ":" in found[1] else "str"
        values = FITTING.get(converter, HUGE)
        return str(values[index % len(values)])

    return re.sub(r"<([^>]+)>", value, route)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if not isinstance(each.pattern, RoutePattern):
            print("regex", before, each.pattern)
            continue
        route = before + each.pattern._route
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        else:
            yield route


@pytest.fixture
def admin() -> Client:
    make_edition("en", is_main=True)
    publish("A story")
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.com", "secret"))
    return client
