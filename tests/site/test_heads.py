"""The head of pages for search engines, browsers and social networks."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import html

from broadsheet.newsroom.actions.changing_paper import change_paper
from broadsheet.newsroom.models import Correction
from broadsheet.newsroom.paper.site_settings import PaperPicture, SiteSettings
from broadsheet.newsroom.pictures.making import renditions
from broadsheet.newsroom.pictures.shapes import SHARED
from broadsheet.site.alternates import open_graph_locale
from factories import make_article, make_edition, make_page, make_section
from newsstand import publish, read, take_picture
from reader import Reader
from schemas import valid
from searchable import index_articles
from whole_paper import print_whole_paper

# Wagtail leaves the closing of renditions' temporary files to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NAMED = 'rel="alternate" hreflang="([^"]+)"'
LARGE = "max-image-preview:large"


def test_every_page_has_one_address_one_card_and_one_word_for_robots(picture):
    heads = {path: Head(path) for path in print_whole_paper(picture) if not path.startswith("/nowhere")}
    there = {path: each for path, each in heads.items() if each.status == 200}

    assert [path for path, each in there.items() if len(each.links("canonical")) != 1] == []
    assert [path for path, each in there.items() if each.links("canonical") != [each.named("og:url")]] == []
    assert [path for path, each in there.items() if not each.named("twitter:card")] == []
    not_indexed = [path for path, each in there.items() if each.robots != LARGE]
    # The Arabic edition has corrected nothing.
    assert not_indexed == [path for path in there if "/search/" in path or path == "/ar/corrections/"]
    assert {each.robots for path, each in heads.items() if each.status != 200} <= {"noindex"}


def test_a_canonical_address_leads_to_the_page_itself(picture):
    for path in print_whole_paper(picture):
        head = Head(path)
        if head.status == 200:
            [canonical] = head.links("canonical")
            assert Head(canonical.removeprefix(settings.BASE_URL)).links("canonical") == [canonical]


@pytest.mark.parametrize(
    "path",
    ["/", "/section/town/", "/archive/", "/corrections/", "/popular/week/", "/section/town/popular/day/"],
)
def test_what_lists_nothing_is_not_for_search_engines(path):
    make_section("Town")
    empty = Head(path).robots
    story = publish(section=make_section("Town"))
    Correction.objects.create(article=story, at=timezone.now(), text="It is 214 metres.")

    assert (empty, Head(path).robots) == ("noindex", LARGE)


def test_an_answer_to_a_search_has_its_own_address_and_is_not_for_search_engines():
    publish("The blue crane")
    index_articles()

    head = Head("/search/?q=crane&utm_source=x")

    assert (head.robots, head.links("canonical")) == ("noindex", [f"{settings.BASE_URL}/search/?q=crane"])


def test_articles_sections_pages_and_fronts_name_their_other_languages_and_one_for_everybody_else():
    english, russian = make_edition("en", is_main=True), make_edition("ru")
    make_edition("az")
    section = make_section("Town", edition=english)
    gorod = make_section("Город", edition=russian, slug="gorod", translation_key=section.translation_key)
    article = publish("In English", edition=english, section=section)
    other = publish("По-русски", edition=russian, translation_key=article.translation_key, slug="po-russki", section=gorod)  # fmt: skip
    page = make_page("About", edition=english)
    make_page("О нас", edition=russian, slug="o-nas", translation_key=page.translation_key)
    pairs = {
        "/": "/ru/", article.get_absolute_url(): other.get_absolute_url(), "/section/town/": "/ru/section/gorod/",
        "/page/about/": "/ru/page/o-nas/",
    }  # fmt: skip

    for path, elsewhere in pairs.items():
        said = [Head(each).alternates for each in (path, elsewhere)]
        assert said == [{"x-default": path, "en": path, "ru": elsewhere}] * 2
    assert Head("/").all_named("og:locale:alternate") == ["ru_RU"]


def test_a_front_is_named_from_the_first_story_of_its_edition_on():
    publish("In English", edition=make_edition("en", is_main=True))
    publish("По-русски", edition=make_edition("ru"), slug="po-russki")
    turkish = make_edition("tr")
    publish("Sonra", edition=turkish, slug="sonra", embargoed_until=timezone.now() + timedelta(days=1))
    reader = Reader()
    before = [re.findall(NAMED, reader.read(path)) for path in ("/", "/ru/", "/tr/")]

    publish("Haber", edition=turkish, slug="haber", date_precision="unknown", published_at=None)
    reader.look()

    named = ["x-default", "en", "ru", "tr"]
    assert before == [named[:3], named[:3], []]
    assert [re.findall(NAMED, reader.read(path)) for path in ("/", "/ru/", "/tr/")] == [named] * 3


@pytest.mark.parametrize("hidden", [{"live": False}, {"embargoed_until": timezone.now() + timedelta(days=1)}])
def test_a_section_is_named_in_the_languages_that_have_something_to_read_in_it(hidden):
    english, russian = make_edition("en", is_main=True), make_edition("ru")
    town = make_section("Town", edition=english)
    gorod = make_section("Город", edition=russian, slug="gorod", translation_key=town.translation_key)
    below = make_section("Порт", edition=russian, slug="port", parent=gorod)
    publish("In English", edition=english, section=town)
    publish("Тайна", edition=russian, section=below, slug="taina", **hidden)
    reader = Reader()
    paths = ("/section/town/", "/ru/section/gorod/")
    before = [re.findall(NAMED, reader.read(path)) for path in paths]

    # What is read in a sub-section is read in the section.
    publish("Порт открыт", edition=russian, section=below, slug="port-otkryt")
    reader.look()

    assert before == [[], []]
    assert [re.findall(NAMED, reader.read(path)) for path in paths] == [["x-default", "en", "ru"]] * 2


def test_a_page_in_one_language_names_no_other():
    assert Head(publish().get_absolute_url()).alternates == {}
    make_section("Town")
    assert Head("/section/town/").alternates == {}


def test_the_language_for_everybody_else_is_that_of_the_first_edition_that_has_the_page():
    make_edition("en", is_main=True)
    russian, azerbaijani = make_edition("ru"), make_edition("az")
    article = publish("По-русски", edition=russian, slug="po-russki")
    other = publish("Azərbaycanca", edition=azerbaijani, translation_key=article.translation_key, slug="azca")

    assert {Head(each.get_absolute_url()).alternates["x-default"] for each in (article, other)} == {
        article.get_absolute_url()
    }


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("pt-br", "pt_BR"), ("zh-hans", "zh_CN"), ("az", "az_AZ"), ("sr-latn", "sr_RS"), ("qqq", "qqq")],
)  # fmt: skip
def test_networks_know_a_language_with_a_country(language, locale):
    assert open_graph_locale(language) == locale


def test_networks_are_told_what_an_article_is(picture):
    updated = timezone.now()
    article = publish(
        'Cranes "turn"', section=make_section("Town"), authors=["Hana Ostrow", "Ivo Tal"], topics=["Bridge & quay", "Port"],
        picture=picture, picture_alt="Two cranes",
    )  # fmt: skip
    type(article).objects.filter(pk=article.pk).update(updated_at=updated)
    renditions(picture, (SHARED,))

    head = Head(article.get_absolute_url())

    assert {name: head.all_named(name) for name in SAID} == {
        "og:type": ["article"], "og:title": ['Cranes "turn"'], "og:locale": ["en_US"], "article:section": ["Town"],
        "article:author": [f"{settings.BASE_URL}/author/hana-ostrow/", f"{settings.BASE_URL}/author/ivo-tal/"],
        "article:tag": ["Bridge & quay", "Port"], "og:image:width": ["1200"], "og:image:height": ["630"],
        "og:image:alt": ["Two cranes"], "twitter:card": ["summary_large_image"],
    }  # fmt: skip
    assert head.named("og:image").endswith(".jpg")
    assert head.named("article:published_time") and head.named("article:modified_time")


SAID = (
    "og:type", "og:title", "og:locale", "article:section", "article:author", "article:tag", "og:image:width",
    "og:image:height", "og:image:alt", "twitter:card",
)  # fmt: skip


def test_without_any_picture_the_card_is_a_small_one_and_the_paper_s_own_makes_it_large():
    article = publish()
    before = Head(article.get_absolute_url()).named("twitter:card")
    change_paper(SiteSettings(share=PaperPicture("x.jpg", 1200, 630)), by=None, now=timezone.now())
    head = Head(article.get_absolute_url())

    assert (before, head.named("twitter:card")) == ("summary", "summary_large_image")
    assert head.named("og:image") == f"{settings.BASE_URL}/paper/x.jpg"


@pytest.mark.parametrize(
    ("size", "is_shown"), [((80, 60), False), ((299, 400), False), ((400, 150), False), ((300, 200), True)]
)
def test_a_picture_too_small_to_be_shown_large_is_no_preview(settings, tmp_path, size, is_shown):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    picture = take_picture(size=size)
    story = publish(picture=picture, picture_alt="Cranes")
    path = story.get_absolute_url()

    def shown() -> tuple[str, list[str]]:
        head = Head(path)
        return head.named("twitter:card"), head.all_named("og:image:width")

    alone = shown()
    change_paper(SiteSettings(share=PaperPicture("share.jpg", 1200, 630)), by=None, now=timezone.now())

    own = ("summary_large_image", [str(size[0])])
    assert alone == (own if is_shown else ("summary", []))
    assert shown() == (own if is_shown else ("summary_large_image", ["1200"]))


@pytest.mark.parametrize(
    "name", ["The Lantern", 'A "long" name & more of it <b>\x0b', "Погода сегодня и завтра"]
)
def test_browsers_can_search_each_edition(name):
    make_edition("en", is_main=True, name=name)
    make_edition("ru", name="Фонарь")
    make_article()
    for path in ("/opensearch.xml", "/ru/opensearch.xml"):
        root = valid(read(path), "opensearch")
        template = root.find("{*}Url").attrib["template"]
        assert urlsplit(template).path == path.replace("opensearch.xml", "search/")
        assert parse_qs(urlsplit(template).query) == {"q": ["{searchTerms}"]}

    answer = Client().get("/opensearch.xml")

    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert Head("/ru/").links("search") == ["/ru/opensearch.xml"]


class Head:
    """The head of a page, as a machine reads it."""

    def __init__(self, path: str) -> None:
        response = Client().get(path)
        self.status = response.status_code
        self._read: Any = html.fromstring(response.content)

    def links(self, rel: str) -> list[str]:
        return list(self._read.xpath(f"//head/link[@rel='{rel}']/@href"))

    def all_named(self, name: str) -> list[str]:
        return list(self._read.xpath(f"//head/meta[@property='{name}' or @name='{name}']/@content"))

    def named(self, name: str) -> str:
        found = self.all_named(name)
        assert len(found) <= 1, (name, found)
        return found[0] if found else ""

    @property
    def robots(self) -> str:
        return self.named("robots")

    @property
    def alternates(self) -> dict[str, str]:
        found = self._read.xpath("//head/link[@rel='alternate'][@hreflang]")
        assert len({each.get("hreflang") for each in found}) == len(found)
        return {each.get("hreflang"): each.get("href").removeprefix(settings.BASE_URL) for each in found}
