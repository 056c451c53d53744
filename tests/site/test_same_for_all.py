"""Page law 7: no cookie, no third host, nothing that runs but what we ship."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import broadsheet.site
from broadsheet.press.tags import dependence_of
from broadsheet.site.views.article import article
from factories import make_section
from newsstand import publish, publish_many

PATHS = [
    "/",
    "/section/town/",
    "/topic/bridge/",
    "/author/hana-ostrow/",
    "/archive/",
    "/popular/week/",
    "/corrections/",
    "/search/?q=story",
    "/nowhere/",
    "/feed/",
]


@pytest.fixture
def town(db) -> str:
    section = make_section("Town")
    publish_many(20, section=section, topics=["Bridge"], authors=["Hana Ostrow"])
    return publish("The one that is read", section=section).get_absolute_url()


@pytest.mark.parametrize("path", [*PATHS, "article"])
def test_no_page_sets_a_cookie_or_names_another_host(path, town):
    response = Client().get(town if path == "article" else path)

    # Links by which readers share an article lead elsewhere; nobody is told before one is followed.
    page = re.sub(r'<nav class="share".*?</nav>', "", response.content.decode(), flags=re.DOTALL)
    addresses = re.findall(r'(?:src|srcset|href|action|url)="?\(?(https?://[^"/\s)]+)', page)
    assert response.cookies == {}
    assert set(addresses) <= {settings.BASE_URL}


@pytest.mark.parametrize("path", [*PATHS, "article"])
def test_every_page_forbids_what_is_not_ours(path, town):
    response = Client().get(town if path == "article" else path)

    assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert response.headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", [*PATHS[:-1], "article"])
def test_no_page_needs_a_style_or_a_script_of_its_own(path, town):
    page = Client().get(town if path == "article" else path).content.decode()

    assert re.findall(r"<style| style=| on[a-z]+=|javascript:", page) == []


def test_styles_load_nothing_from_elsewhere():
    styles = list((Path(broadsheet.site.__file__).parent / "static").rglob("*.css"))
    texts = {each.name: each.read_text() for each in styles}
    # What lies beside a sheet may be imported: it is joined with it once the static files are gathered.
    others = {
        name: re.sub(
            r'@import url\("([a-z]+\.css)"\)', lambda found: "" if found[1] in texts else found[0], text
        )
        for name, text in texts.items()
    }

    assert [name for name, text in others.items() if re.search(r"https?:|@import|url\(\"?/", text)] == []


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(method, town):
    assert getattr(Client(), method)(town).status_code == 405


def test_an_article_says_what_it_depends_on(rf, town):
    linked = publish("Linked to")
    found = publish(
        "With a link", body=[("paragraph", f'<p>See <a linktype="article" id="{linked.pk}">this</a>.</p>')]
    )
    year, month, day, slug = found.path.split("/")
    request = rf.get(found.get_absolute_url())

    article(request, year=int(year), month=int(month), day=int(day), slug=slug)

    tags = dependence_of(request).tags
    own = {f"article:{found.pk}", f"related:{found.pk}", f"article:{linked.pk}"}
    shared = {"edition:en", "picks:en", "popular:en", "chrome:en"}
    assert own | shared <= tags
    assert len([each for each in tags if each.startswith("article:")]) >= 16
