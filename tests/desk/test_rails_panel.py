"""The rails of an article as an editor sees them."""

import pytest

from factories import make_article, make_articles, make_pick

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
