"""The rails of an article as an editor sees them."""

import re

import pytest
from django.utils import timezone

from broadsheet.newsroom import popularity
from broadsheet.newsroom.models import Article
from broadsheet.rails.popular import PopularStanding
from factories import make_article, make_articles, make_edition, make_pick
from newsstand import read

pytestmark = pytest.mark.django_db


def test_each_card_says_why_it_stands_there(editor):
    article = make_article("The page")
    make_articles(16)
    make_pick(make_article("The picked one"), note="for the anniversary", days_left=400)

    page = editor.see("article:edit", article.pk)

    assert page.count("desk-reason") == 15 and "The picked one" in page


def test_an_unpublished_article_has_no_rails_yet(editor):
    article = make_article("Draft", live=False)

    page = editor.see("article:edit", article.pk)

    assert "when readers can see the article" in page and "when readers can see the article" in editor.see(
        "article:add"
    )


@pytest.mark.parametrize(
    ("readers", "heading"),
    [([], "Latest"), ([30, 2, 2, 2, 2], "Latest"), ([30, 20, 10, 2, 2], "Popular"), ([3] * 5, "Popular")],
)
def test_the_rail_of_reads_has_the_heading_and_the_labels_that_readers_see(editor, readers, heading):
    article = make_article("The page")
    rank(make_articles(20)[-len(readers) :] if readers else make_articles(20)[:0], readers)

    at_desk = editor.see("article:edit", article.pk)
    shown = read(article.get_absolute_url())

    found = re.findall(r"<h3>([^<]+)</h3>(.*?)</section>", at_desk, re.DOTALL)
    on_page = re.search(r'<h2 id="rail-popular">([^<]+)</h2>(.*?)</section>', shown, re.DOTALL)
    assert (found[-1][0], on_page[1]) == (heading, heading)
    assert found[-1][1].count("<strong>Latest</strong>") == on_page[2].count('"card-label">Latest<')


def rank(articles: list[Article], readers: list[int]) -> None:
    places = [
        PopularStanding(each.pk, 50.0 - place, 1.0, day)
        for place, (each, day) in enumerate(zip(articles, readers, strict=True))
    ]
    popularity.save({(make_edition().locale_id, None): places}, timezone.now())
