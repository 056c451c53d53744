"""What pages say to machines: JSON-LD by the terms of schema.org, and by what Google recommends."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import html

from broadsheet.newsroom.models import Article, Author, Correction
from broadsheet.newsroom.pictures.making import renditions
from broadsheet.newsroom.pictures.shapes import SEARCHED
from broadsheet.site.structured import cut_headline
from factories import make_edition, make_page, make_section
from newsstand import publish, publish_many, read, take_picture
from reader import Reader
from schemas import faults, terms
from whole_paper import print_whole_paper

# Wagtail leaves the closing of renditions' temporary files to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "structured-data.md"
HOSTILE = '</script><script>alert("1")</script> & \u2028 "quoted" \\ \x0b <!-- '
LEAST_PIXELS = 50_000
MARCH = datetime(2012, 3, 4, 12, tzinfo=UTC)


def test_every_page_says_only_what_schema_org_knows(picture):
    paths = print_whole_paper(picture)
    said = {path: described(path) for path in paths if path != "/nowhere/"}

    assert {
        path: wrong for path, each in said.items() if (wrong := [*map(faults, each)]) and any(wrong)
    } == {}
    kinds = {each["@type"] for every in said.values() for each in every}
    assert kinds == {
        "WebSite", "NewsMediaOrganization", "NewsArticle", "BreadcrumbList", "ItemList", "ProfilePage",
    }  # fmt: skip


def test_the_judge_of_descriptions_finds_what_is_wrong():
    wrong = {
        "@type": "NewsArticle", "headline": 7, "author": {"@type": "ImageObject"}, "shoe": "x", "datePublished": "yesterday",
    }  # fmt: skip

    assert [each.partition(":")[0] for each in faults(wrong)] == [
        "headline",
        "author",
        "shoe",
        "datePublished",
    ]
    assert faults({"@type": "Shoe"}) != []


def test_an_article_with_everything_has_all_that_google_recommends(picture):
    article = _full(picture)
    renditions(picture, SEARCHED)
    said = described(article.get_absolute_url())[0]

    table = REFERENCE.read_text().partition("## What Google recommends")[2].partition("\n## ")[0]
    recommended = re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)
    assert len(recommended) == 7
    assert [name for name in recommended if not all(found(said, name))] == []
    assert all(
        datetime.fromisoformat(said[name]).tzinfo is not None for name in ("datePublished", "dateModified")
    )
    assert sorted(round(each["width"] / each["height"], 2) for each in said["image"]) == [1.0, 1.33, 1.78]
    assert min(each["width"] * each["height"] for each in said["image"]) >= LEAST_PIXELS
    assert {each["creditText"] for each in said["image"]} == {"I. Tal"}


def test_the_other_properties_of_the_reference_are_printed_too(picture):
    article = _full(picture)
    said = described(article.get_absolute_url())[0]

    table = REFERENCE.read_text().partition("## Beyond Google's table")[2].partition("\n## ")[0]
    named = [
        name for row in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE) for name in re.findall(r"`([\w.]+)`", row)
    ]  # fmt: skip
    assert len(named) == 6
    assert [name for name in named if not all(found(said, name))] == []


def test_a_reader_s_request_makes_no_file_for_search_engines(picture):
    article = publish(picture=picture, picture_alt="Cranes")
    said = described(article.get_absolute_url())[0]

    assert picture.renditions.filter(filter_spec__in=SEARCHED).count() == 0
    assert [each["url"].rpartition(".")[2] for each in said["image"]] == ["webp"]


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("news", "NewsArticle"), ("opinion", "OpinionNewsArticle"), ("analysis", "AnalysisNewsArticle"),
        ("review", "ReviewNewsArticle"), ("interview", "NewsArticle"), ("obituary", "NewsArticle"),
    ],
)  # fmt: skip
def test_an_article_is_called_by_its_kind(kind, printed):
    assert described(publish(kind=kind).get_absolute_url())[0]["@type"] == printed


def test_the_paper_signs_what_nobody_does():
    make_edition(name="The Lantern")

    [author] = described(publish().get_absolute_url())[0]["author"]

    assert author == {"@type": "Organization", "name": "The Lantern", "url": f"{settings.BASE_URL}/"}


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({"source": "", "link": "lantern.example/bridge"}, None),
        ({"source": "Lantern"}, {}),
        ({"source": "Lantern", "link": "lantern.example/bridge"}, {"url": "https://lantern.example/bridge"}),
        (
            {"source": "Lantern", "link": "lantern.example/bridge", "source_id": "http://www.lantern.example/bridge/?utm_source=x"},
            {"url": "http://www.lantern.example/bridge/?utm_source=x"},
        ),
        ({"source": "Lantern", "link": "lantern.example/bridge", "source_id": "javascript:1"}, {"url": "https://lantern.example/bridge"}),
        ({"source": "Lantern", "link": "paper.example/bridge"}, {}),
    ],
)  # fmt: skip
def test_a_story_of_an_agency_says_whose_it_is_and_where(settings, fields, origin):
    settings.BASE_URL = "https://www.paper.example"
    story = publish()
    Article.objects.filter(pk=story.pk).update(**fields)
    said = described(story.get_absolute_url())[0]

    expected = {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": "Lantern"}}
    assert said.get("isBasedOn") == (None if origin is None else expected | origin)
    assert said.get("creditText") == (None if origin is None else "Lantern")


@pytest.mark.parametrize(
    ("headline", "printed"),
    [
        ("Cranes", "Cranes"),
        ("x" * 110, "x" * 110),
        ("x" * 111, "x" * 109 + "…"),
        ("word " * 30, ("word " * 22).strip() + "…"),
    ],
)
def test_a_headline_is_cut_at_a_word(headline, printed):
    assert cut_headline(headline) == printed
    assert len(printed) <= 110


def test_the_front_describes_site_and_paper_with_its_policies():
    edition = make_edition(name="The Lantern")
    for purpose in ("corrections", "about", "contact", "ethics"):
        make_page(f"Page {purpose}", purpose=purpose)
    publish(edition=edition)

    site, paper = described("/")

    assert (site["@type"], site["name"], site["url"]) == ("WebSite", "The Lantern", f"{settings.BASE_URL}/")
    policies = {
        name: paper[name].removeprefix(settings.BASE_URL)
        for name in paper
        if name.endswith(("Policy", "Principles", "masthead", "Info"))
    }
    about, ethics, corrections = "/page/page-about/", "/page/page-ethics/", "/page/page-corrections/"
    assert policies == {
        "correctionsPolicy": corrections, "actionableFeedbackPolicy": corrections,
        "ethicsPolicy": ethics, "publishingPrinciples": ethics, "verificationFactCheckingPolicy": ethics,
        "unnamedSourcesPolicy": ethics, "noBylinesPolicy": ethics,
        "masthead": about, "ownershipFundingInfo": about, "missionCoveragePrioritiesPolicy": about,
    }  # fmt: skip
    assert paper["contactPoint"]["url"].endswith("/page/page-contact/")


def test_a_paper_without_a_page_of_principles_has_them_in_the_page_about_itself():
    make_page("About", edition=make_edition(), purpose="about")
    publish()

    paper = described("/")[1]

    assert paper["publishingPrinciples"].endswith("/page/about/")
    assert "ethicsPolicy" not in paper


def test_the_way_to_a_page_leads_through_its_sections():
    below = make_section("Harbour", parent=make_section("Town"))
    article = publish("Cranes", section=below)

    def way(path: str) -> list[tuple[str, str]]:
        steps = of_type("BreadcrumbList", path)["itemListElement"]
        assert [each["position"] for each in steps] == [*range(1, len(steps) + 1)]
        return [(each["name"], each["item"].removeprefix(settings.BASE_URL)) for each in steps][1:]

    to_section = [("Town", "/section/town/"), ("Harbour", "/section/harbour/")]
    assert way(article.get_absolute_url()) == [*to_section, ("Cranes", article.get_absolute_url())]
    assert way("/section/harbour/") == to_section
    assert [path for _name, path in way(f"/{article.path[:10]}/")][:2] == [
        "/archive/",
        f"/{article.path[:5]}",
    ]
    assert len(way(f"/{article.path[:10]}/")) == 4


def test_names_of_steps_are_words_alone_also_where_the_page_marks_their_language():
    """In an edition without a catalogue our words are English and marked, in elements."""
    story = publish("ხიდი", edition=make_edition("ka", name="ფარანი"), slug="khidi", published_at=MARCH)

    steps = of_type("BreadcrumbList", f"/{story.path[:10]}/")["itemListElement"]

    assert [each["name"] for each in steps] == ["ფარანი", "Archive", "2012", "March", "4 March 2012"]


@pytest.mark.parametrize(("size", "widths"), [((80, 60), []), ((320, 200), [320]), ((1600, 900), [1280])])
def test_files_too_small_for_search_engines_are_not_named(settings, tmp_path, size, widths):
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    story = publish(picture=take_picture(size=size), picture_alt="Cranes")

    article = of_type("NewsArticle", story.get_absolute_url())

    assert [each["width"] for each in article.get("image", [])] == widths


@pytest.mark.parametrize("path", ["/section/town/", "/popular/week/", "/section/town/popular/week/"])
def test_a_list_without_articles_is_described_as_none(path):
    make_section("Town")

    assert [each["@type"] for each in described(path)] == ["BreadcrumbList"]


def test_a_list_names_its_articles_in_their_places_on_each_page():
    stories = publish_many(25, section=make_section("Town"))

    listed = [
        (each["position"], each["url"].removeprefix(settings.BASE_URL))
        for path in ("/section/town/", "/section/town/?page=2")
        for each in of_type("ItemList", path)["itemListElement"]
    ]

    assert listed == [(place, each.get_absolute_url()) for place, each in enumerate(stories, 1)]


def test_an_author_s_page_is_a_profile_with_role_and_face(picture):
    publish(authors=["Hana Ostrow"])
    Author.objects.update(role="Editor", biography="Writes on ports.", picture=picture)

    who = of_type("ProfilePage", "/author/hana-ostrow/")["mainEntity"]

    assert (who["name"], who["jobTitle"], who["description"]) == ("Hana Ostrow", "Editor", "Writes on ports.")
    assert who["url"] == f"{settings.BASE_URL}/author/hana-ostrow/"
    assert (who["image"][0]["width"], who["image"][0]["height"]) == (256, 256)


def test_hostile_words_are_words_in_every_description(picture):
    section = make_section("Town")
    article = publish(
        HOSTILE, slug="hostile", section=section, source=HOSTILE, authors=["Hana"], topics=["Bridge"]
    )
    type(section).objects.update(name=HOSTILE)
    Author.objects.update(name=HOSTILE, role=HOSTILE, biography=HOSTILE)
    article.topics.update(name=HOSTILE)
    type(make_edition()).objects.update(name=HOSTILE, tagline=HOSTILE)
    paths = ("/", article.get_absolute_url(), "/section/town/", "/author/hana/", "/topic/bridge/")

    pages = {path: read(path) for path in paths}

    assert [path for path, page in pages.items() if "<script>alert" in page or "\x0b" in scripts(page)] == []
    assert {path: each for path in paths if any(each := [*map(faults, described(path))])} == {}
    said = described(article.get_absolute_url())[0]
    assert said["author"][0]["name"] == HOSTILE.replace("\x0b", "")


@pytest.mark.parametrize("state", ["embargoed", "killed", "expired"])
def test_what_nobody_may_see_is_in_no_description(state):
    story = publish(
        "The secret", slug="secret", section=make_section("Town"), topics=["Port"], authors=["Hana"]
    )
    publish("Another", section=make_section("Town"), topics=["Port"], authors=["Hana"])
    paths = ("/", "/section/town/", "/topic/port/", "/author/hana/", f"/{story.path[:4]}/")
    before = [path for path in paths[1:] if "secret" in json.dumps(described(path))]
    now = timezone.now()
    Article.objects.filter(pk=story.pk).update(
        **{
            "embargoed": {"embargoed_until": now + timedelta(seconds=60)},
            "killed": {"killed_at": now, "live": False},
            "expired": {"expire_at": now},
        }[state]
    )

    assert before == list(paths[1:])
    assert [path for path in paths if "secret" in json.dumps(described(path))] == []


def test_a_change_of_a_section_elsewhere_is_in_the_links_to_other_languages():
    english = make_section("Town", edition=make_edition("en", is_main=True))
    russian = make_section(
        "Город", edition=make_edition("ru"), slug="gorod", translation_key=english.translation_key
    )
    publish(section=english)
    publish("Мост", edition=make_edition("ru"), section=russian, slug="most")
    reader = Reader()
    before = reader.read("/section/town/")
    russian.slug = "gorod-2"
    russian.save()
    reader.look()

    assert 'hreflang="ru" href="' + settings.BASE_URL + '/ru/section/gorod/"' in before
    assert 'hreflang="ru" href="' + settings.BASE_URL + '/ru/section/gorod-2/"' in reader.read(
        "/section/town/"
    )


def test_the_terms_of_schema_org_are_closed():
    named = {above for each in terms().values() for above in each["under"]}
    ranges = {kind for each in terms().values() for kinds in each["has"].values() for kind in kinds}

    assert named | ranges <= {*terms(), "Text", "URL", "Date", "DateTime", "Integer", "Boolean"}


def described(path: str) -> list[dict[str, Any]]:
    """Return all that a page says as JSON-LD."""
    response = read(path) if path.startswith("/") else path
    return [
        json.loads(each)
        for each in html.fromstring(response).xpath("//script[@type='application/ld+json']/text()")
    ]


def of_type(kind: str, path: str) -> dict[str, Any]:
    [found] = [each for each in described(path) if each["@type"] == kind]
    return found


def scripts(page: str) -> str:
    return "".join(html.fromstring(page).xpath("//script/text()"))


def found(said: Any, name: str) -> list[Any]:
    """Return what a description has under a name with dots, in each thing of a list."""
    first, _dot, rest = name.partition(".")
    things = said if isinstance(said, list) else [said]
    values = [each.get(first) for each in things]
    return [one for each in values for one in found(each, rest)] if rest else values


def _full(picture: Any) -> Article:
    """Publish an article with everything that it can say of itself."""
    article = publish(
        "Cranes turn", authors=["Hana Ostrow", "Ivo Tal"], topics=["Bridge"], section=make_section("Town"), picture=picture,
        picture_alt="Two cranes", picture_caption="At dusk", picture_credit="I. Tal", source="Lantern Agency",
    )  # fmt: skip
    Correction.objects.create(article=article, text="It was two cranes.", at=timezone.now())
    Article.objects.filter(pk=article.pk).update(link="lantern.example/cranes", updated_at=datetime.now(UTC))
    return article
