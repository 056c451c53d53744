"""Caches that know only addresses are told those at which a change is seen."""

import pytest

from broadsheet.newsroom.models import Neighbour
from broadsheet.site.sitemap_keeping import chunk_of
from broadsheet.site.urls_showing import addresses
from factories import make_article, make_edition, make_page, make_section

pytestmark = pytest.mark.django_db

OF_THE_PAPER = (
    "/.well-known/security.txt", "/ads.txt", "/apple-touch-icon.png", "/favicon.ico", "/icon-144.png", "/icon-192.png",
    "/icon-512.png", "/icon.svg", "/site.webmanifest",
)  # fmt: skip

SITEMAPS = ("/sitemap.xml", "/news-sitemap.xml")


WINDOWS = ("now", "hour", "day", "week", "month")


@pytest.fixture(autouse=True)
def _at(settings):
    settings.BASE_URL = "https://paper.example"


def test_an_article_is_seen_on_its_page_and_in_its_lists_and_beside_others():
    article = make_article("Cranes", section=make_section("Town"), authors=["Ann Lee"], topics=["Harbour"])
    beside = make_article("Tugs")
    Neighbour.objects.create(article=beside, neighbour=article, position=0, score=1.0)

    assert addresses([f"article:{article.pk}"]) == [
        f"https://paper.example{path}"
        for path in sorted((
            *front("/"), *section("/section/town/"), *with_feeds("/author/ann-lee/"), *with_feeds("/topic/harbour/"),
            "/2026/", "/2026/11/", "/2026/11/22/", "/2026/11/22/cranes/", "/2026/11/22/cranes.json", "/2026/11/22/tugs/",
            *SITEMAPS, f"/sitemap-{chunk_of(article.pk)}.xml", f"/news-sitemap-{chunk_of(article.pk)}.xml",
        ))
    ]  # fmt: skip


def test_a_killed_article_is_seen_where_it_was():
    article = make_article("Cranes", live=False, date_precision="unknown", days_ago=None)

    assert "https://paper.example/undated/cranes/" in addresses([f"article:{article.pk}"])


def test_another_edition_s_article_is_seen_in_its_own_lists_alone():
    make_edition("en")
    article = make_article("Kranlar", edition=make_edition("az"))

    found = [each for each in addresses([f"article:{article.pk}"]) if "sitemap" not in each]

    assert found and all("/az/" in each for each in found)


def test_all_is_every_front_and_section_and_a_wildcard():
    make_edition("en")
    make_section("Town")
    make_edition("az")

    assert addresses(["all"]) == [
        f"https://paper.example{path}"
        for path in sorted((
            *front("/"), *front("/az/"), *section("/section/town/"), "/*", "/robots.txt", "/opensearch.xml",
            "/az/opensearch.xml", *SITEMAPS, *OF_THE_PAPER,
        ))
    ]  # fmt: skip


def test_a_page_is_seen_at_its_address_published_or_not():
    page, draft = make_page("About us"), make_page("Imprint", live=False)

    assert addresses([f"page:{page.pk}", f"page:{draft.pk}"]) == [
        "https://paper.example/page/about-us/",
        "https://paper.example/page/imprint/",
    ]
    assert "https://paper.example/page/about-us/" in addresses(["chrome:en"])
    number = page.pk
    page.delete()
    assert addresses([f"page:{number}"]) == ["https://paper.example/page/about-us/"]


def test_an_article_of_a_sub_section_is_seen_in_the_section_above_it_too():
    article = make_article("Cranes", section=make_section("Harbour", parent=make_section("Town")))

    found = addresses([f"article:{article.pk}"])

    assert {f"https://paper.example/section/{each}/" for each in ("town", "harbour")} <= set(found)


def test_what_is_read_most_is_seen_on_a_page_and_in_feeds_for_each_window():
    make_edition("en")

    assert {f"https://paper.example{path}" for path in front("/")} <= set(addresses(["popular:en"]))


def front(root: str) -> list[str]:
    popular = [each for window in WINDOWS for each in with_feeds(f"{root}popular/{window}/")]
    return [*with_feeds(root), *with_feeds(f"{root}editors-choice/")[1:], *popular, f"{root}corrections/"]


def section(path: str) -> list[str]:
    return [*with_feeds(path), *(f"{path}popular/{window}/" for window in WINDOWS)]


def with_feeds(path: str) -> list[str]:
    return [path, *(f"{path}feed/{kind}" for kind in ("", "atom/", "json/"))]
