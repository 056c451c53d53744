"""Rails of real rows: full, once, lawful and explained, from one article to many."""

from datetime import timedelta

import pytest

from broadsheet.newsroom import indexing
from broadsheet.newsroom.models import Article, StoryLine
from broadsheet.newsroom.page_rails import edition_rails, page_rails
from broadsheet.rails import Rail
from factories import NOW, make_article, make_articles, make_edition, make_pick, make_section

pytestmark = pytest.mark.django_db


def test_sixteen_stories_fill_three_rails_of_five():
    first, *_others = make_articles(16)

    assert [len(cards) for cards in page_rails(first, now=NOW).rails.values()] == [5, 5, 5]


@pytest.mark.parametrize(("stories", "lengths"), [(1, []), (2, [1]), (4, [1, 1, 1]), (8, [2, 2, 3])])
def test_fewer_stories_are_dealt_evenly_and_no_heading_stands_over_nothing(stories, lengths):
    first, *_others = make_articles(stories)

    assert sorted(len(cards) for _rail, cards in page_rails(first, now=NOW).filled) == lengths


def test_no_story_stands_twice_nor_the_article_itself():
    articles = make_articles(20)
    make_pick(articles[3])
    indexing.refresh(each.pk for each in articles)
    stories = [card.story for card in page_rails(articles[0], now=NOW).cards]

    assert len(set(stories)) == 15
    assert articles[0].story not in stories


def test_a_version_of_a_story_stands_for_it():
    articles = make_articles(18)
    Article.objects.filter(pk=articles[5].pk).update(version_of=articles[4])
    stories = [card.story for card in page_rails(articles[0], now=NOW).cards]

    assert len(stories) == len(set(stories)) == 15


def test_what_readers_may_not_see_stands_in_no_rail():
    seen = make_articles(17)
    hidden = [
        make_article(live=False), make_article(embargoed_until=NOW + timedelta(seconds=1)),
        make_article(expire_at=NOW), make_article(killed_at=NOW), make_article(published_at=NOW + timedelta(days=1)),
        make_article(edition=make_edition("ru")),
    ]  # fmt: skip
    make_pick(hidden[1])
    indexing.refresh(each.pk for each in (*seen, *hidden))
    shown = {card.article for each in seen for card in page_rails(each, now=NOW).cards}

    assert shown.isdisjoint(each.pk for each in hidden)


def test_a_running_pick_opens_its_rail_and_an_expired_one_is_gone():
    articles = make_articles(17)
    make_pick(articles[10], position=2)
    make_pick(articles[11], position=1)
    make_pick(articles[12], days_left=-1)
    rails = page_rails(articles[0], now=NOW).rails

    assert [card.article for card in rails[Rail.EDITORS_CHOICE][:2]] == [articles[11].pk, articles[10].pk]
    assert [card.is_pick for card in rails[Rail.EDITORS_CHOICE]] == [True, True, False, False, False]


def test_the_story_line_stands_in_related_where_little_else_is_related():
    page, before, after = (make_article(days_ago=days) for days in (900, 1500, 300))
    make_articles(20)
    line = StoryLine.objects.create(locale=page.locale)
    Article.objects.filter(pk__in=[page.pk, before.pk, after.pk]).update(line=line)
    page.refresh_from_db()

    related = page_rails(page, now=NOW).rails[Rail.RELATED]

    assert [(each.article, each.reason.text) for each in related[:2]] == [
        (after.pk, "same story-line; 20 months later"), (before.pk, "same story-line; 20 months earlier"),
    ]  # fmt: skip


def test_every_card_is_explained():
    articles = make_articles(17)
    make_pick(articles[10])
    indexing.refresh(each.pk for each in articles)

    assert all(card.reason.text for card in page_rails(articles[0], now=NOW).cards)


def test_an_old_story_stands_beside_stories_of_its_time():
    section = make_section("Politics")
    old = [
        make_article(f"Old story {n}", days_ago=3650 + n, section=section, text=f"Word{n} alone{n}.")
        for n in range(8)
    ]
    make_articles(20)
    related = page_rails(old[0], now=NOW).rails[Rail.RELATED]

    assert {card.article for card in related} <= {each.pk for each in old}


def test_an_article_of_unknown_date_has_full_rails_and_stands_last_among_the_newest():
    articles = [*make_articles(16), make_article("Undated", days_ago=None)]

    assert len(page_rails(articles[-1], now=NOW).cards) == 15
    assert Article.objects.get(headline="Undated").pk not in {
        card.article for card in edition_rails(make_edition(), now=NOW).rails[Rail.POPULAR]
    }


def test_a_front_page_repeats_nothing_that_stands_on_it():
    articles = make_articles(20)
    rails = edition_rails(make_edition(), now=NOW, beside=articles[:3])

    assert {card.article for card in rails.cards}.isdisjoint(each.pk for each in articles[:3])


def test_the_page_depends_on_every_card_that_it_shows():
    articles = make_articles(17)
    rails = page_rails(articles[0], now=NOW)

    assert {f"article:{card.article}" for card in rails.cards} <= rails.tags
    assert {"edition:en", "picks:en", "popular:en", f"related:{articles[0].pk}"} <= rails.tags


def test_an_article_page_asks_the_database_a_bounded_number_of_times(django_assert_max_num_queries):
    articles = make_articles(30)
    make_pick(articles[5])
    indexing.refresh(each.pk for each in articles)
    article = Article.objects.select_related("locale__edition", "section").get(pk=articles[0].pk)

    with django_assert_max_num_queries(9):
        page_rails(article, now=NOW)
