"""Sections, topics, authors, the archive by date, search."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from broadsheet.newsroom.actions.killing import kill
from factories import make_article, make_edition, make_section, make_topic
from newsstand import headlines, publish, publish_many, read
from reader import Reader
from searchable import index_articles

pytestmark = pytest.mark.django_db


def test_a_long_section_is_cut_into_pages_that_lead_to_each_other():
    publish_many(45, section=make_section("Town"))

    first, second, third = (read(f"/section/town/?page={number}") for number in (1, 2, 3))

    assert [_stories(each) for each in (first, second, third)] == [20, 20, 5]
    assert _ways(first) == {"next": "/section/town/?page=2"}
    assert _ways(second) == {"prev": "/section/town/", "next": "/section/town/?page=3"}
    assert _ways(third) == {"prev": "/section/town/?page=2"}


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "", "1.5", "٢", "99999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(page):
    publish(section=make_section("Town"))

    read(f"/section/town/?page={page}", status=404)


def test_a_section_without_an_article_says_so():
    make_section("Town")

    assert "Nothing has been published here yet." in read("/section/town/")


def test_topic_and_author_list_their_own():
    publish("On the bridge", topics=["North Bridge"], authors=["Hana Ostrow"])
    publish("On the ferry", topics=["Ferry"], authors=["Ivo Tal"])

    assert headlines(read("/topic/north-bridge/"))[0] == "On the bridge"
    assert headlines(read("/author/ivo-tal/"))[0] == "On the ferry"


@pytest.mark.parametrize(
    "path", ["/section/none/", "/topic/none/", "/author/none/", "/2001/", "/2001/01/", "/2001/01/01/"]
)
def test_a_list_of_nothing_is_not_found(path):
    publish()

    read(path, status=404)


@pytest.mark.parametrize("path", ["/0000/", "/9999/", "/2012/00/", "/2012/13/", "/2012/02/30/"])
def test_a_day_that_no_calendar_has_is_not_found(path):
    publish()

    read(path, status=404)


def test_the_archive_leads_from_year_to_month_to_day():
    publish("In the archive", published_at=datetime(2012, 11, 16, 12, tzinfo=UTC))

    assert 'href="/2012/"' in read("/archive/")
    assert 'href="/2012/11/">November</a>' in read("/2012/")
    assert 'href="/2012/11/16/">16</a>' in read("/2012/11/")
    assert "In the archive" in headlines(read("/2012/11/16/"))


def test_the_archive_has_a_place_for_what_has_no_date():
    make_article("Nobody knows when", days_ago=None)

    assert 'href="/undated/"' in read("/archive/")
    assert headlines(read("/undated/")) == ["Nobody knows when"]


def test_search_finds_words_of_an_edition_only():
    publish("The blue crane stands still")
    publish("Синий crane", edition=make_edition("ru"), slug="sinij")
    index_articles()

    assert headlines(read("/search/?q=crane")) == ["The blue crane stands still"]


@pytest.mark.parametrize("words", ["'", '"', "*", "a OR", "NEAR(", "%00", "-", "a:b", "(", "%F0%9F%98%80"])
def test_search_takes_any_words(words):
    publish()
    index_articles()

    read(f"/search/?q={words}")


def test_a_search_without_finds_offers_something_else():
    publish_many(20)
    index_articles()

    page = read("/search/?q=zeppelin")

    assert "Nothing was found for “zeppelin”" in page
    assert len(headlines(page)) == 15


def test_what_is_searched_for_is_escaped():
    publish()
    index_articles()

    assert "<b>bold</b>" not in read("/search/?q=%3Cb%3Ebold%3C/b%3E")


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/section/town/", 6),
        ("/topic/bridge/", 4),
        ("/author/hana-ostrow/", 4),
        ("/archive/", 3),
        ("/undated/", 2),
        ("/search/?q=story", 3),
        ("/search/", 0),
        ("/nowhere/", 3),
    ],
)
def test_lists_keep_to_their_queries(path, queries, django_assert_num_queries):
    publish_many(30, section=make_section("Town"), topics=["Bridge"], authors=["Hana Ostrow"])
    make_article("Nobody knows when", days_ago=None)
    index_articles()

    reader = Reader()
    reader.get(path)
    reader.forget()

    with django_assert_num_queries(queries):
        reader.get(path)


def test_a_topic_and_an_author_name_the_same_in_other_editions_where_something_is_to_be_read():
    english, russian, german = (make_edition(each) for each in ("en", "ru", "de"))
    topic = make_topic("Bridge", edition=english)
    same = [topic.copy_for_translation(each.locale) for each in (russian, german)]
    for each in same:
        each.slug = f"bridge-{each.locale.language_code}"
        each.save()
    publish(edition=english, topics=["Bridge"], authors=["Ida Moor"])
    alone = read("/topic/bridge/"), read("/author/ida-moor/")

    story = publish(edition=russian, authors=["Ida Moor"])
    story.topics = [same[0]]
    story.save()

    assert [_alternates(each) for each in alone] == [{}, {}]
    assert _alternates(read("/topic/bridge/")) == _alternates(read("/ru/topic/bridge-ru/")) == {
        "x-default": "/topic/bridge/", "en": "/topic/bridge/", "ru": "/ru/topic/bridge-ru/",
    }  # fmt: skip
    assert _alternates(read("/author/ida-moor/")) == {
        "x-default": "/author/ida-moor/", "en": "/author/ida-moor/", "ru": "/ru/author/ida-moor/",
    }  # fmt: skip


def test_what_is_to_be_read_in_another_edition_changes_the_page_of_the_topic():
    reader = Reader()
    english, russian = make_edition("en"), make_edition("ru")
    topic = make_topic("Bridge", edition=english)
    publish(edition=english, topics=["Bridge"], authors=["Ida Moor"])
    paths = ("/topic/bridge/", "/author/ida-moor/")
    before = [reader.get(path).text for path in paths]
    same = topic.copy_for_translation(russian.locale)
    same.save()

    story = publish(edition=russian, authors=["Ida Moor"])
    story.topics = [same]
    story.save()
    reader.look()
    shown = [_alternates(reader.get(path).text) for path in paths]
    kill(story, by=None, now=timezone.now())
    reader.look()

    assert [set(each) for each in shown] == [{"x-default", "en", "ru"}] * 2
    assert (
        [_alternates(reader.get(path).text) for path in paths]
        == [{}, {}]
        == [_alternates(each) for each in before]
    )


def test_what_is_read_most_of_a_section_is_not_the_section_in_other_languages():
    english, russian = make_edition("en"), make_edition("ru")
    town = make_section("Town", edition=english)
    copy = town.copy_for_translation(russian.locale)
    copy.save()
    publish(edition=english, section=town)
    publish("Мост", edition=russian, section=copy, slug="most")

    assert set(_alternates(read("/section/town/"))) == {"x-default", "en", "ru"}
    assert _alternates(read("/section/town/popular/week/")) == {}


def _alternates(page: str) -> dict[str, str]:
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page)
    return {language: address.removeprefix(settings.BASE_URL) for language, address in found}


def _stories(page: str) -> int:
    return len(headlines(page.partition('<div class="side">')[0]))


def _ways(page: str) -> dict[str, str]:
    return dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', page))
