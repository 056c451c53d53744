"""A card of Related that is no nearer than chance would have it says so, to readers and to editors."""

from datetime import timedelta

import pytest
from django.utils import translation

from broadsheet.newsroom import indexing
from broadsheet.newsroom.checking import check_archive
from broadsheet.newsroom.models import Neighbour, RelatedFloor
from broadsheet.newsroom.page_rails import page_rails
from broadsheet.rails.registry import Rail
from broadsheet.site.contexts import EditionContext
from broadsheet.site.printed_cards import print_card
from factories import NOW, make_article, make_articles, make_edition, make_section

pytestmark = pytest.mark.django_db


def test_the_worker_samples_a_floor_and_marks_every_neighbour_below_it():
    indexing.refresh([each.pk for each in town()])
    floor = RelatedFloor.objects.get().likeness
    stored = list(Neighbour.objects.all())

    assert 0 < floor < 1
    assert {each.parts["likeness"] < floor for each in stored} == {True, False}
    assert [each.parts.get("below") for each in stored] == [
        floor if each.parts["likeness"] < floor else None for each in stored
    ]


def test_a_rebuild_samples_the_floor_again():
    indexing.refresh([each.pk for each in town()])
    sampled = RelatedFloor.objects.get().likeness
    RelatedFloor.objects.update(likeness=0.9)
    indexing.start_over()
    indexing.finish()

    assert RelatedFloor.objects.get().likeness == sampled


@pytest.mark.parametrize(
    ("days_between", "is_same_section", "called", "printed"),
    [
        (30, False, "time", "also of that time"),
        (400, True, "section", "also in Town"),
        (400, False, "archive", "from the archive"),
    ],
)
def test_a_card_below_the_floor_is_called_what_it_is(days_between, is_same_section, called, printed):
    town, sport = make_section("Town"), make_section("Sport")
    article = make_article("Bridge", published_at=NOW - timedelta(days=500), section=town)
    other = make_article(
        "Plums",
        published_at=NOW - timedelta(days=500 - days_between),
        section=town if is_same_section else sport,
    )
    newer()
    beside(article, other, likeness=0.05)
    card = related(article)

    assert card.also == called
    assert card.reason.text.startswith(f"{printed}; shares jam")
    assert f'<p class="card-also">{printed}</p>\n</article>' in printed_in("en", card)


def test_a_card_that_is_near_has_no_such_line():
    article, other = pair()
    beside(article, other, likeness=0.5)
    card = related(article)

    assert (card.also, "card-also" in printed_in("en", card)) == ("", False)


@pytest.mark.parametrize(("language", "said"), [("az", "həmin dövrdən"), ("ru", "того же времени")])
def test_the_line_is_said_in_the_language_of_the_edition(language, said):
    article, other = pair()
    beside(article, other, likeness=0.05)

    assert f'<p class="card-also">{said}</p>' in printed_in(language, related(article))


def test_the_check_names_a_card_below_the_floor_that_does_not_say_so(monkeypatch):
    article, other = pair()
    beside(article, other, likeness=0.05)
    honest = "unmarked" in kinds()
    monkeypatch.setattr("broadsheet.newsroom.page_rails.is_near", lambda _reason: True)

    assert (honest, "unmarked" in kinds()) == (False, True)


def town():
    """Make articles that each tell of one or two of five things."""
    things = ["bridge", "harbour", "market", "school", "theatre"]
    return [
        make_article(
            f"{one} and {other}".title(),
            text=f"The {one} stands beside the {other}. It was report {place}{number}.",
        )
        for place, one in enumerate(things)
        for number, other in enumerate(things[: place + 1])
    ]


def pair():
    """Make two articles, and newer ones that fill the other rails."""
    newer()
    town = make_section("Town")
    return make_article(days_ago=61, section=town), make_article(days_ago=60, section=town)


def newer():
    """Make the stories of today that stand in Editor's choice."""
    for name in ("Town", "Sport"):
        make_articles(3, section=make_section(name))


def beside(article, other, *, likeness):
    """Store one neighbour of an article, marked where it is less alike than 0.1."""
    below = {"below": 0.1} if likeness < 0.1 else {}
    Neighbour.objects.create(
        article=article,
        neighbour=other,
        position=0,
        score=likeness,
        parts={"words": ["jam"], "likeness": likeness, "time": 1.0, **below},
    )


def related(article):
    """Return the first card of Related beside an article."""
    return page_rails(article, now=NOW).rails[Rail.RELATED][0]


def printed_in(language, card):
    edition = make_edition()
    with translation.override(language):
        return print_card(card, EditionContext(edition, [], [], NOW))


def kinds():
    return [fault.kind for page in check_archive(now=NOW) for fault in page.faults]
