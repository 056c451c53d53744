"""A damaged row costs a page one card at most, and the check names it and goes on with the other pages."""

import pytest
from django.utils import timezone

from archives import make_archive, relate_all
from broadsheet.newsroom import checking
from broadsheet.newsroom.checking import check_archive
from broadsheet.newsroom.models import Article, Neighbour, PopularList
from broadsheet.newsroom.page_rails import EditionRails
from newsstand import read
from small_town import be_popular

pytestmark = pytest.mark.django_db

STORIES = 40


@pytest.mark.parametrize("parts", [{}, [], "words", {"words": 3}, {"words": [1]}, {"words": [], "days": "x"}])
def test_a_damaged_place_costs_its_page_one_card_and_is_one_fault(parts):
    page, damaged = related_archive()
    Neighbour.objects.filter(article=page, neighbour=damaged).update(parts=parts)
    html = read(page.get_absolute_url())

    assert f'href="{damaged.get_absolute_url()}#r=related"' not in html
    assert found() == [(page.get_absolute_url(), 5, "damaged", damaged.pk)]


def test_a_page_of_which_every_place_is_damaged_is_shown_with_full_rails():
    page, _nearest = related_archive()
    Neighbour.objects.filter(article=page).update(parts={})

    assert read(page.get_absolute_url()).count("<li><article") == 15


@pytest.mark.parametrize("place", [{}, None, 7, {"article": 1}, {"basis": "no such"}])
def test_a_damaged_place_of_popular_costs_no_page(place):
    page, _nearest = related_archive()
    be_popular(list(Article.objects.all())[10:20])
    ranking = PopularList.objects.get()
    ranking.places[0] = ranking.places[0] | place if isinstance(place, dict) and place else place
    ranking.places[1]["score"] = "many"
    ranking.save()

    assert "rail-popular" in read(page.get_absolute_url())


def test_an_article_whose_date_is_known_to_no_known_precision_is_shown():
    page, nearest = related_archive()
    Article.objects.filter(pk=nearest.pk).update(date_precision="fortnig")

    assert nearest.headline in read(page.get_absolute_url())


def test_a_crash_on_one_page_is_a_fault_of_that_page_and_all_others_are_checked(monkeypatch):
    page, _nearest = related_archive()
    beside = EditionRails.beside
    monkeypatch.setattr(EditionRails, "beside", lambda rails, article: (
        beside(rails, article) if article.pk != page.pk else beside(rails, None)
    ))  # fmt: skip

    assert found() == [(page.get_absolute_url(), 1, "crashed", None)]
    assert len(list(check_archive(now=timezone.now()))) == STORIES


def test_a_card_that_cannot_be_judged_is_a_fault_of_its_page(monkeypatch):
    page, _nearest = related_archive()
    judged = checking.faults
    monkeypatch.setattr(checking, "faults", lambda each: (
        judged(each) if each.article != page.pk else judged(None)
    ))  # fmt: skip

    assert found() == [(page.get_absolute_url(), 1, "crashed", None)]


def related_archive() -> tuple[Article, Article]:
    """Make an archive; return an article and what stands first in its list."""
    make_archive(STORIES)
    relate_all()
    place = Neighbour.objects.select_related("article__locale__edition", "neighbour__locale__edition").filter(
        position=0
    )
    first = place.order_by("article").first()
    return first.article, first.neighbour


def found():
    return [
        (page.url, each.law, each.kind, each.article)
        for page in check_archive(now=timezone.now())
        for each in page.faults
    ]
