"""A card of a list is printed once as long as nothing of it changes."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from broadsheet.newsroom.cards import Card, card
from broadsheet.newsroom.models import Article, Edition
from broadsheet.rails.model import Reason
from broadsheet.site import printed_cards
from broadsheet.site.contexts import EditionContext
from broadsheet.site.printed_cards import remembered_card
from factories import make_section
from newsstand import publish

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the closing of renditions' temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WHY = Reason("newest", "newest in the edition")
# What stands on a card, all of which is in the key of `remembered_card`; and what does not.
PRINTED = {
    "headline", "card_text", "url", "section", "section_url", "is_pick", "picture", "picture_alt", "published_at",
    "date_precision", "kicker", "kind", "is_updated", "columnist", "columnist_url", "face",
}  # fmt: skip
# Of the reason, only what a card below the floor is marked with.
NOT_PRINTED = {"article", "story", "language", "reason", "expires_at"}


@pytest.fixture(autouse=True)
def english():
    printed_cards._remembered.clear()
    with translation.override("en"):
        yield
    printed_cards._remembered.clear()


@pytest.fixture
def shown(picture) -> Card:
    article = publish("The crane", picture=picture, picture_alt="A crane", section=make_section())
    return card(article, WHY)


@pytest.fixture
def paper(shown) -> EditionContext:
    edition = Edition.objects.get()
    return EditionContext(edition, [edition], [], timezone.now())


def test_it_is_printed_once_whatever_made_it_stand_there(shown, paper, monkeypatch):
    first = remembered_card(shown, paper)
    monkeypatch.setattr(printed_cards, "print_card", _nothing_is_printed)

    assert "<img" in first
    assert remembered_card(replace(shown, reason=Reason("lead", "picked")), paper) is first


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "The other crane"},
        {"card_text": "It turns."},
        {"url": "/elsewhere/"},
        {"section": "Harbour"},
        {"section_url": "/section/harbour/"},
        {"is_pick": True},
        {"picture": None},
        {"picture_alt": "A crane at night"},
        {"published_at": datetime(2012, 11, 16, tzinfo=UTC)},
        {"published_at": None},
        {"kicker": "Harbour inquiry"},
        {"kind": "opinion"},
        {"is_updated": True},
        {"columnist": "Rana Idrisi", "columnist_url": "/author/rana-idrisi/"},
        {"reason": Reason("related", "near in time", {"also": "time"})},
        {"reason": Reason("related", "near in section", {"also": "section"})},
    ],
)
def test_it_is_printed_anew_where_anything_of_it_is_different(shown, paper, change):
    before = remembered_card(shown, paper)
    after = remembered_card(replace(shown, **change), paper)

    assert after != before
    assert after == printed_cards.print_card(replace(shown, **change), paper)


def test_of_every_field_of_a_card_it_is_known_whether_it_is_printed():
    # Is the new field printed? Then name it in the key of `remembered_card`, or lists show the card of before.
    assert {each.name for each in fields(Card)} == PRINTED | NOT_PRINTED


def test_in_another_year_it_says_in_which(shown, paper):
    year = timezone.localtime(shown.published_at).year
    later = replace(paper, now=paper.now.replace(year=year + 1))

    assert str(year) not in _date(remembered_card(shown, paper))
    assert str(year) in _date(remembered_card(shown, later))


def test_another_style_level_or_rail_is_another_card(shown, paper):
    cards = {remembered_card(shown, paper, style=style) for style in ("", "text", "lead")}
    cards |= {remembered_card(shown, paper, level=2), remembered_card(shown, paper, rail="popular")}

    assert len(cards) == 5


def test_a_picture_that_cannot_be_read_is_looked_for_again(shown, paper, picture):
    file = Path(picture.file.path)
    away = file.rename(file.with_suffix(".away"))
    # Wagtail remembers renditions by the numbers of pictures, which other tests had as well.
    cache.clear()
    # As it is read from the database, and not held open.
    without = remembered_card(card(Article.objects.get(), WHY), paper, style="lead")
    away.rename(file)

    assert "<img" not in without
    assert "<img" in remembered_card(shown, paper, style="lead")


def test_no_more_are_remembered_than_there_is_room_for(shown, paper, monkeypatch):
    monkeypatch.setattr(printed_cards, "MOST_CARDS", 3)
    for number in range(20):
        remembered_card(replace(shown, headline=f"Crane {number}"), paper)

    assert len(printed_cards._remembered) <= 3


def _date(html: str) -> str:
    return html.partition("<time")[2].partition(">")[2].partition("</time>")[0]


def _nothing_is_printed(*_given, **_named):
    raise AssertionError("It was printed before.")
