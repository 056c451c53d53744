"""Every correction of an edition on one list, newest first, as long as its article can be read."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.newsroom.models import Article, Correction
from broadsheet.newsroom.queries import corrections
from factories import make_edition, make_page
from newsstand import publish, publish_many, read
from reader import Reader

pytestmark = pytest.mark.django_db


def test_corrections_stand_newest_first_with_a_link_to_where_they_were_made():
    first, second = publish("Cranes", slug="cranes"), publish("Tugs", slug="tugs")
    correct(first, "It was <two> cranes.", days_ago=3)
    correct(second, "The tug is called Ida.", days_ago=1)

    page = read("/corrections/")

    assert re.findall(r'<h2><a href="([^"]+)">([^<]+)', page) == [
        (f"{each.get_absolute_url()}#corrections", each.headline) for each in (second, first)
    ]
    assert "It was &lt;two&gt; cranes." in page


def test_the_moment_of_a_correction_has_no_fraction_of_a_second_which_html_would_refuse():
    article = publish("Cranes", slug="cranes")
    Correction.objects.create(
        article=article, at=datetime(2026, 3, 16, 9, 30, 15, 123456, tzinfo=UTC), text="Two cranes."
    )

    pages = read("/corrections/") + read(article.get_absolute_url())

    assert pages.count('<time datetime="2026-03-16T09:30:15+00:00"') == 2


def test_an_edition_has_its_own_and_says_where_there_are_none():
    make_edition("en")
    correct(publish("Кран", edition=make_edition("ru"), slug="kran"), "Два крана.")

    assert "Nothing has been corrected here yet." in read("/corrections/")
    assert "Два крана." in read("/ru/corrections/")


def test_the_list_is_cut_into_pages():
    article = publish()
    for number in range(25):
        correct(article, f"Correction {number:02d}.", days_ago=number)

    pages = [re.findall(r"Correction \d\d", read(f"/corrections/{query}")) for query in ("", "?page=2")]

    assert pages == [[f"Correction {number:02d}" for number in span] for span in (range(20), range(20, 25))]
    read("/corrections/?page=3", status=404)


def test_every_page_and_the_policy_lead_to_it():
    make_page("How we correct", purpose="corrections", slug="how-we-correct")

    assert 'href="/corrections/"' in read("/")
    assert 'href="/page/how-we-correct/"' in read("/corrections/")


@pytest.mark.parametrize("when", ["embargoed_until", "killed_at", "expire_at"])
def test_the_correction_of_what_readers_may_not_see_is_not_shown_to_the_second(when):
    correct(publish("A secret"), "It was two secrets.")
    reader = Reader()
    before = reader.read("/corrections/")
    moment = timezone.now()
    Article.objects.update(**{when: moment + timedelta(hours=1) if when == "embargoed_until" else moment})
    reader.forget()

    after = reader.read("/corrections/")
    assert "two secrets" in before
    assert "secret" not in after


def test_a_correction_is_on_the_list_with_the_next_look_and_goes_with_its_article():
    article = publish("Cranes")
    reader = Reader()
    seen = ["two cranes" in reader.read("/corrections/")]
    article.corrections.add(Correction(at=timezone.now(), text="It was two cranes."))
    article.save()
    reader.look()
    seen.append("two cranes" in reader.read("/corrections/"))
    article.live = False
    article.save()
    reader.look()

    assert [*seen, "two cranes" in reader.read("/corrections/")] == [False, True, False]


def test_the_page_takes_no_more_queries_for_more_corrections(django_assert_num_queries):
    reader = Reader()
    for size in (3, 15):
        for each in publish_many(size, slug=""):
            correct(each, "Mended.")
        reader.read("/corrections/")
        reader.forget()
        with django_assert_num_queries(2):
            reader.read("/corrections/")


def test_the_database_reads_corrections_by_their_date_and_each_article_by_its_number():
    if connection.vendor != "sqlite":
        pytest.skip("the plan is SQLite's")
    plan = corrections(make_edition(), now=timezone.now())[:21].explain()

    assert "newsroom_correction_newest" in plan
    assert "USE TEMP B-TREE" not in plan and "SCAN U0" not in plan, plan


def correct(article, text, days_ago=0):
    Correction.objects.create(article=article, at=timezone.now() - timedelta(days=days_ago), text=text)
