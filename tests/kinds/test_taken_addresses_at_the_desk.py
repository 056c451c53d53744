"""Whoever asks for a taken address at the desk gets the next free one, and the desk says so."""

from html import unescape

import pytest

from broadsheet.newsroom.models import Article, Author, Section, Topic
from desk.newsdesk import address
from desk_paper import open_paper_desk

pytestmark = pytest.mark.django_db

MODELS = {"section": Section, "topic": Topic, "author": Author, "article": Article}
LONG = ("harbour-" * 15)[:80].rstrip("-")


@pytest.fixture
def paper(db):
    return open_paper_desk()


@pytest.mark.parametrize("kind", MODELS)
def test_a_slug_that_another_has_is_numbered_and_the_desk_says_so(paper, kind):
    for name in ("Harbour", "Port", "Quay"):
        given(paper, kind, name, slug="harbour")

    assert slugs(kind) == ["harbour", "harbour-2", "harbour-3"]
    assert said(paper) == [("harbour", "harbour-2"), ("harbour", "harbour-3")]


@pytest.mark.parametrize("kind", MODELS)
def test_a_name_or_headline_that_another_has_is_numbered_and_the_desk_says_so(paper, kind):
    for name in ("Harbour", "Harbour!"):
        given(paper, kind, name, slug="")

    assert slugs(kind) == ["harbour", "harbour-2"]
    assert said(paper) == [("harbour", "harbour-2")]


@pytest.mark.parametrize("kind", MODELS)
def test_what_has_its_address_keeps_it_and_is_not_mentioned(paper, kind):
    given(paper, kind, "Harbour", slug="")
    first = given(paper, kind, "Port", slug="harbour")
    said(paper)

    for slug in ("harbour-2", "Harbour-2"):
        given(paper, kind, "Port", slug=slug, at=first)

    assert slugs(kind) == ["harbour", "harbour-2"]
    assert said(paper) == []


@pytest.mark.parametrize("kind", MODELS)
def test_what_is_renamed_to_a_taken_slug_is_numbered(paper, kind):
    given(paper, kind, "Harbour", slug="")
    other = given(paper, kind, "Quay", slug="")
    given(paper, kind, "Quay", slug="harbour", at=other)

    assert slugs(kind) == ["harbour", "harbour-2"]
    assert said(paper) == [("harbour", "harbour-2")]


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_a_slug_that_is_emptied_is_made_of_the_name_and_may_be_the_own_one(paper, kind):
    first = given(paper, kind, "Harbour", slug="")
    given(paper, kind, "Harbour", slug="", at=first)

    assert (slugs(kind), said(paper)) == (["harbour"], [])


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_a_taken_slug_of_the_greatest_length_is_cut_for_its_number(paper, kind):
    for name in ("Harbour", "Port"):
        given(paper, kind, name, slug=LONG)

    assert said(paper) == [(LONG, f"{LONG[:78].rstrip('-')}-2")]


@pytest.mark.parametrize("kind", MODELS)
def test_a_taken_slug_in_letters_of_a_script_is_spelled_before_it_is_compared(paper, kind):
    for name in ("Weather", "Sky"):
        given(paper, kind, name, slug="погода")

    assert said(paper) == [("pogoda", "pogoda-2")]


def test_an_article_whose_headline_ends_in_a_year_is_not_taken_for_a_numbered_one(paper):
    draft = paper.desk.write(headline="Budget", section=paper.section.pk)
    paper.desk.rewrite(
        draft, headline="Budget 2024", slug="budget", section=paper.section.pk, action="publish"
    )

    assert (slugs("article"), said(paper)) == (["budget-2024"], [])


def given(paper, kind, name, *, slug, at=None):
    """Fill in a form of this kind, a new one or that of what is there, and return the number of its row."""
    desk = paper.desk
    if kind == "article":
        fields = {"headline": name, "slug": slug, "section": paper.section.pk, "action": "publish"}
        article = desk.write(**fields) if at is None else desk.rewrite(Article.objects.get(pk=at), **fields)
        return article.pk
    form = {"name": name, "slug": slug, "position": 1, "role": "", "biography": ""}
    where = address(f"{kind}:add") if at is None else address(f"{kind}:edit", at)
    answer = desk.client.post(where, form)
    assert answer.status_code == 302, answer.context["form"].errors
    return at or MODELS[kind].objects.latest("pk").pk


def slugs(kind):
    """Return the slugs of this kind but that of the section that was there before."""
    return sorted(MODELS[kind].objects.exclude(slug="town").values_list("slug", flat=True))


def said(paper):
    """Return what the desk has said of taken addresses since it was asked last: the wanted one, the given one."""
    page = unescape(paper.desk.see("topic:list"))
    parts = page.split("The address “")[1:]
    return [(each.partition("”")[0], each.split("“")[1].partition("”")[0]) for each in parts]
