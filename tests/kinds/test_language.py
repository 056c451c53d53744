"""A story is public in an edition that its readers can read, or waits; what is in use cannot be deleted."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.actions.filing import Outcome, file_stories
from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.models import Article, Edition
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.press.models import Change
from broadsheet.prose.language_tags import base_of, best_match
from broadsheet.wire.importer import import_files
from broadsheet.wire.reading import Wishes
from factories import NOW, make_article, make_edition, make_section, make_topic

pytestmark = pytest.mark.django_db
EDITIONS = ("az", "en", "es", "he", "id", "nb", "pt-br", "sr", "zh-hans")


@pytest.mark.parametrize(
    ("tag", "edition"),
    [
        ("en-GB", "en"), ("en_US", "en"), ("eng", "en"), ("en-Us", "en"), ("es-MX", "es"), ("es-419", "es"),
        ("zh-CN", "zh-hans"), ("zh", "zh-hans"), ("zh-SG", "zh-hans"), ("zh-Hans-CN", "zh-hans"), ("cmn-Hans", "zh-hans"),
        ("zh-TW", None), ("zh-HK", None), ("zh-Hant", None), ("yue", None),
        ("no", "nb"), ("nor", "nb"), ("nb-NO", "nb"), ("nn", None), ("iw", "he"), ("in", "id"), ("ID", "id"),
        ("sr", "sr"), ("sr-Cyrl", "sr"), ("sr-Latn", None), ("sr-Latn-RS", None), ("sr-ME", None), ("sh", None),
        ("pt", "pt-br"), ("pt-PT", "pt-br"), ("az-Cyrl", None), ("aze-Latn", "az"),
        ("und", None), ("mul", None), ("english", None), ("x-default", None), ("", None), ("de", None),
    ],
)  # fmt: skip
def test_a_tag_is_at_home_where_its_readers_can_read(tag, edition):
    assert best_match(tag, EDITIONS) == edition


def test_of_several_editions_the_nearest_is_taken():
    editions = ["en", "en-gb", "en-au"]

    assert [best_match(each, editions) for each in ("en-GB", "en-AU", "en-NZ", "en")] == [
        "en-gb",
        "en-au",
        "en",
        "en",
    ]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("es-MX", "es"),
        ("zh-CN", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("sr-Latn", "sr-latn"),
        ("no", "nb"),
    ],
)
def test_a_new_edition_is_that_of_the_base(settings, tag, code):
    assert base_of(tag, dict(settings.LANGUAGES)) == code


def test_a_variant_joins_the_edition_of_its_base():
    make_edition("en")
    file_stories([story("en-gb"), story("en-ZA")], by=None, now=NOW)

    assert [each.locale.language_code for each in Article.objects.visible(NOW)] == ["en", "en"]
    assert not any(each.get_absolute_url().startswith("/en") for each in Article.objects.all())


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "de", "sr-Latn", "tlh"])
def test_a_language_without_an_edition_waits_in_the_main_one_with_its_language(language):
    make_edition("en")
    before = Change.objects.count()
    [filed] = file_stories([story(language)], by=None, now=NOW)
    article = Article.objects.get()

    assert (filed.outcome, article.live, article.stated_language) == (Outcome.WITHHELD, False, language)
    assert article.locale.language_code == "en" and language in article.withheld_because
    assert [each.language for each in Edition.objects.all()] == ["en"]
    assert Change.objects.count() == before


def test_the_report_names_the_option_that_makes_a_story_public(tmp_path):
    make_edition("en")
    report = import_files([feed(tmp_path, "zh-TW")])

    assert any(line.startswith("withheld: ") and "--new-edition zh-hant" in line for line in report.lines)
    assert (report.withheld, report.waiting) == (1, {"zh-TW": 1})


@pytest.mark.parametrize("option", ["zh", "zh-CN", "zh-Hans", "any"])
def test_the_option_makes_it_public_at_once_and_after_it_has_waited(tmp_path, option):
    make_edition("en")
    file = feed(tmp_path, "zh-CN")
    import_files([file])
    report = import_files([file], Wishes(new_editions=(option,)))
    [article] = Article.objects.visible(NOW)

    assert (report.added, report.updated, article.locale.language_code) == (0, 1, "zh-hans")
    assert article.get_absolute_url().startswith("/zh-hans/2020/")
    assert (article.withheld_because, article.stated_language) == ("", "")
    assert Article.objects.count() == 1


def test_the_option_for_one_language_opens_no_other(tmp_path):
    make_edition("en")
    import_files([feed(tmp_path, "zh-TW")], Wishes(new_editions=("zh", "az")))

    assert [each.language for each in Edition.objects.all()] == ["en"]
    assert not Article.objects.visible(NOW).exists()


def test_what_waits_for_another_reason_too_stays_a_draft_when_its_edition_opens():
    make_edition("en")
    draft = story("az", status="draft")
    file_stories([draft], by=None, now=NOW)
    file_stories([draft], by=None, now=NOW, places=Places(new_editions=["any"]))

    assert not Article.objects.visible(NOW).exists()


def test_an_empty_site_is_in_the_language_of_its_settings():
    file_stories([story("zh-CN"), story("en-GB")], by=None, now=NOW)

    assert [(each.language, each.is_main) for each in Edition.objects.all()] == [("en", True)]
    assert [each.headline for each in Article.objects.visible(NOW)] == ["Story in en-GB"]


def test_the_first_edition_is_the_main_one_whoever_makes_it():
    make_edition("az", is_main=False)

    assert Edition.objects.get().is_main


def test_what_is_in_use_cannot_be_deleted():
    edition, section, topic = make_edition("en"), make_section("Town"), make_topic("Bridges")
    make_article("Bridge closed", section=section, topics=["Bridges"])

    for each in (edition, section, topic):
        with pytest.raises(ProtectedError, match="Bridge closed"), transaction.atomic():
            each.delete()


@pytest.mark.parametrize("kind", ["edition", "section", "topic"])
def test_the_desk_names_the_first_twenty_uses_and_their_number(kind):
    make_edition("en")
    things = {"edition": make_edition("az"), "section": make_section("Town"), "topic": make_topic("Bridges")}
    for number in range(23):
        fields = {"edition": {"edition": things["edition"]}, "section": {"section": things["section"]}}
        make_article(f"Report {number}.", **fields.get(kind, {"topics": ["Bridges"]}))
    chief = Client()
    chief.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    address = reverse(f"wagtailsnippets_newsroom_{kind}:delete", args=[things[kind].pk])

    page = chief.get(address).content.decode()

    assert "23 articles are filed under it" in page and "And 3 more." in page
    assert [f"Report {number}." in page for number in range(23)] == [False] * 3 + [True] * 20
    assert "Yes, delete" not in page
    chief.post(address)
    assert type(things[kind]).objects.filter(pk=things[kind].pk).exists()


def test_when_the_last_edition_is_deleted_no_page_of_it_is_served_any_more():
    edition = make_edition("en")
    edition.delete()

    assert "gone:chrome:en" in Change.objects.latest("pk").tags.split()


def story(language: str, **fields) -> Story:
    body = (Paragraph(f"<p>The council of Narrin met on Monday and spoke of {language}.</p>"),)
    return Story(
        f"Story in {language}", body, language=language, published_at=NOW.replace(year=2020), **fields
    )


def feed(folder, language: str):
    path = folder / "feed.xml"
    path.write_text(
        f"<rss version='2.0'><channel><link>https://port.example/</link><language>{language}</language><item>"
        "<title>港口今天恢复运行</title><link>https://port.example/1</link><guid>https://port.example/1</guid>"
        "<pubDate>Wed, 01 Jan 2020 08:00:00 GMT</pubDate><description>港口今天上午恢复运行，工人们重新开始装卸货物，"
        "管理部门表示一切正常。</description></item></channel></rss>",
        encoding="utf-8",
    )
    return path
