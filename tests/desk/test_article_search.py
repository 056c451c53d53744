"""Finding articles by their words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.newsroom.matching import best_matches
from factories import make_article, make_section

pytestmark = pytest.mark.django_db


def test_an_article_is_found_by_a_word_of_its_body():
    found = make_article(text="A zeppelin crossed the bay.")
    make_article(text="Nothing crossed the bay.")

    assert best_matches("zeppelin") == [found.pk]


def test_the_beginning_of_the_last_word_is_enough():
    found = make_article("Zeppelin over the harbour")

    assert best_matches("harbour zepp") == [found.pk]


def test_all_words_must_stand_in_the_article():
    make_article("Zeppelin over the harbour")

    assert best_matches("zeppelin submarine") == []


@pytest.mark.parametrize(
    "text", ['"', "*", "a AND", "NEAR(", "title:", "-", "^x", "'; drop", "\x00", "{", "”", "💡"]
)
def test_no_sign_breaks_the_search(text):
    make_article("Zeppelin over the harbour")

    assert isinstance(best_matches(text), list)


def test_a_search_is_narrowed_by_section(chief):
    make_article("Zeppelin in sport", section=make_section("Sport"))
    make_article("Zeppelin in politics", section=make_section("Politics"))

    page = chief.see("article:list", q="zeppelin", section=make_section("Sport").pk)

    assert "Zeppelin in sport" in page and "Zeppelin in politics" not in page


def test_a_search_can_be_turned_round(chief):
    make_article("Zeppelin now", days_ago=1)
    make_article("Zeppelin then", days_ago=900)

    page = chief.see("article:list", q="zeppelin", ordering="published_at")

    assert page.index("Zeppelin then") < page.index("Zeppelin now")


def test_the_dialogue_of_choosing_an_article_finds_it_by_its_words(chief):
    make_article("Zeppelin over the harbour")
    make_article("A quiet day")

    page = chief.client.get(reverse("wagtailsnippetchoosers_newsroom_article:choose_results"), {"q": "zepp"})

    assert "Zeppelin over the harbour" in page.content.decode() and "A quiet day" not in page.content.decode()


def test_the_dialogue_asks_no_question_per_row(chief, django_assert_max_num_queries):
    for _number in range(10):
        make_article(section=make_section("Town"))

    with django_assert_max_num_queries(12):
        chief.client.get(reverse("wagtailsnippetchoosers_newsroom_article:choose"))


def test_saving_an_article_reads_the_titles_of_no_others():
    make_article("The zeppelin lands")
    article = make_article("The submarine surfaces")

    with CaptureQueriesContext(connection) as seen:
        article.headline = "The submarine dives"
        article.save()

    assert [
        each["sql"]
        for each in seen
        if "AVG(" in each["sql"].upper() or "title_norm" in each["sql"].partition("WHERE")[2]
    ] == []
    assert best_matches("submarine dives") == [article.pk]
