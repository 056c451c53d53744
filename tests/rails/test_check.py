"""The check finds each way in which a page can break the laws, and nothing on a lawful page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.rails import Rail, Reason
from broadsheet.rails.check import CheckedCard, CheckedPage, faults
from broadsheet.rails.registry import RAILS, rails

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_lawful_page_has_no_fault():
    assert faults(page()) == []


def test_a_page_of_a_small_archive_is_lawful_when_its_cards_are_dealt_evenly():
    assert faults(page(lengths=(1, 1, 0), eligible=2)) == []


def test_an_empty_rail_is_a_fault_where_stories_are_left():
    assert found(page(lengths=(5, 5, 0))) == [(1, "empty", Rail.POPULAR, None)]


def test_a_short_rail_is_a_fault_where_stories_are_left():
    assert found(page(lengths=(5, 3, 5))) == [(1, "short", Rail.EDITORS_CHOICE, None)]


def test_a_missing_card_is_a_fault_when_the_rails_are_even():
    assert found(page(lengths=(2, 2, 2), eligible=7)) == [(1, "short", Rail.RELATED, None)]


def test_cards_dealt_unevenly_are_a_fault():
    assert found(page(lengths=(4, 2, 2), eligible=8)) == [(1, "uneven", None, None)]


def test_rails_that_have_as_many_cards_as_they_have_room_for_are_lawful():
    lengths = (1, 5, 5)
    specs = tuple(replace(spec, length=length) for spec, length in zip(RAILS, lengths, strict=True))

    assert faults(replace(page(lengths=lengths), specs=specs)) == []
    assert found(replace(page(lengths=(2, 5, 4)), specs=specs)) == [
        (1, "long", Rail.RELATED, None),
        (1, "short", Rail.POPULAR, None),
    ]
    assert found(replace(page(lengths=(1, 4, 2), eligible=7), specs=specs)) == [
        (1, "short", Rail.POPULAR, None),
        (1, "uneven", None, None),
    ]


def test_a_story_that_stands_twice_is_a_fault():
    lawful = page()
    lawful.rails[Rail.POPULAR][0] = replace(lawful.rails[Rail.POPULAR][0], story=1)

    assert found(lawful) == [(2, "repeated", Rail.POPULAR, 11)]


def test_the_page_itself_among_its_cards_is_a_fault():
    lawful = page()
    lawful.rails[Rail.RELATED][0] = card(0)

    assert found(lawful) == [(2, "repeated", Rail.RELATED, 0)]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"card_text": "Word " * 41 + "end."}, (4, "unclean")),
        ({"card_text": "It breaks off in the"}, (4, "unclean")),
        ({"card_text": "Story number 1."}, (4, "unclean")),
        ({"card_text": "STORY number 1: what came of it."}, (4, "unclean")),
        ({"card_text": "It rained.", "body": "It  rained"}, (4, "unclean")),
        ({"has_picture": True}, (4, "unclean")),
        ({"headline": " "}, (4, "unclean")),
        ({"date_shown": ""}, (3, "undated")),
        ({"date_shown": "", "published_at": None}, (3, "undated")),
        ({"language": "az"}, (6, "wrong-edition")),
        ({"is_visible": False}, (6, "unlawful")),
        ({"published_at": NOW + timedelta(seconds=1)}, (6, "unlawful")),
        ({"reason": Reason("", "")}, (5, "unexplained")),
        ({"reason": Reason("related", "shares constable; 3 days later", {"office": 1})}, (5, "unmarked")),
        ({"reason": Reason("pick", "picked", {"ends": NOW.isoformat()})}, (3, "stale")),
        (
            {"reason": Reason("reads", "read", {"as_of": (NOW - timedelta(minutes=11)).isoformat()})},
            (3, "stale"),
        ),
    ],
)
def test_a_card_that_breaks_a_law_is_named(wrong, fault):
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(lawful.rails[Rail.RELATED][0], **wrong)

    assert found(lawful) == [(*fault, Rail.RELATED, 1)]


def test_an_undated_card_that_says_so_is_lawful():
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(card(1), published_at=None, date_shown="date unknown")

    assert faults(lawful) == []


def test_a_pick_and_reads_of_now_are_lawful():
    lawful = page()
    later = (NOW + timedelta(seconds=1)).isoformat()
    lawful.rails[Rail.EDITORS_CHOICE][0] = replace(card(6), reason=Reason("pick", "picked", {"ends": later}))
    lawful.rails[Rail.POPULAR][0] = replace(
        card(11), reason=Reason("reads", "read", {"as_of": NOW.isoformat()})
    )

    assert faults(lawful) == []


def test_a_rail_longer_than_its_length_is_a_fault():
    assert found(replace(page(), specs=rails(4))) == [(1, "long", rail, None) for rail in Rail]


@pytest.mark.parametrize(("lengths", "eligible", "kinds"), [
    ((0, 0, 0), 0, []),
    ((1, 0, 0), 1, []),
    ((1, 1, 0), 3, ["empty"]),
    ((0, 0, 0), 2, ["short"]),
    ((3, 2, 2), 7, []),
    ((3, 3, 1), 7, ["short", "uneven"]),
    ((2, 2, 2), 6, []),
    ((5, 5, 5), 15, []),
])  # fmt: skip
def test_a_small_archive_is_dealt_evenly_and_to_the_last_card(lengths, eligible, kinds):
    assert [fault.kind for fault in faults(page(lengths=lengths, eligible=eligible))] == kinds


def test_each_fault_is_said_with_its_figures():
    short, uneven = page(lengths=(5, 3, 5)), page(lengths=(4, 2, 2), eligible=8)

    assert [each.message for each in faults(short)] == ["editors-choice has 3 cards; there are stories for 5"]
    assert [each.message for each in faults(uneven)] == ["the rails have [2, 2, 4] cards; deal them evenly"]
    assert [each.message for each in faults(page(lengths=(0, 5, 5)))] == [
        "related is empty; 40 stories could stand there"
    ]


@pytest.mark.parametrize(
    ("published", "said"),
    [(None, "the card has no date; say so with a mark"), (NOW, "does not show its date")],
)
def test_a_card_without_a_date_is_told_from_one_that_does_not_show_it(published, said):
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(card(1), published_at=published, date_shown=" ")

    assert [each.message for each in faults(lawful)] == [said]


def test_the_front_of_a_section_is_no_article_and_has_no_story_that_could_stand_twice():
    assert faults(replace(page(), article=None, story=None)) == []


def test_the_article_of_the_page_is_a_fault_even_under_another_story():
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(card(0), story=77)

    assert found(lawful) == [(2, "repeated", Rail.RELATED, 0)]


def test_another_version_of_the_page_s_own_story_is_a_fault():
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(card(77), story=0)

    assert found(lawful) == [(2, "repeated", Rail.RELATED, 77)]


def test_one_article_under_two_stories_stands_twice():
    lawful = page()
    lawful.rails[Rail.POPULAR][0] = replace(card(11), article=1)

    assert found(lawful) == [(2, "repeated", Rail.POPULAR, 1)]


@pytest.mark.parametrize(
    "right",
    [
        {"card_text": "Word " * 39 + "end.."},
        {"card_text": ""},
        {"has_picture": True, "picture_alt": "A bridge"},
        {"published_at": NOW},
        {"reason": Reason("pick", "picked", {"ends": (NOW + timedelta(seconds=1)).isoformat()})},
        {"reason": Reason("backfill", "newest", {"ends": "2000-01-01T00:00:00+00:00"})},
        {"reason": Reason("month", "read", {"as_of": (NOW - timedelta(minutes=10)).isoformat()})},
    ],
)
def test_a_card_at_the_edge_of_a_law_is_lawful(right):
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(lawful.rails[Rail.RELATED][0], **right)

    assert faults(lawful) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"card_text": "Word " * 39 + "end..."}, (4, "unclean")),
        ({"reason": Reason("month", "read", {"as_of": (NOW - timedelta(minutes=10, seconds=1)).isoformat()})}, (3, "stale")),
        ({"reason": Reason("", "said")}, (5, "unexplained")),
        ({"reason": Reason("shares", " ")}, (5, "unexplained")),
        ({"reason": Reason("shares", "x")}, (5, "unexplained")),
        ({"reason": Reason("pick", "picked", {})}, (3, "endless")),
        ({"reason": Reason("reads", "read", {})}, (3, "stale")),
        ({"is_visible": False, "published_at": NOW + timedelta(days=1)}, (6, "unlawful")),
    ],
)  # fmt: skip
def test_a_card_just_beyond_a_law_is_named_once(wrong, fault):
    lawful = page()
    lawful.rails[Rail.RELATED][0] = replace(lawful.rails[Rail.RELATED][0], **wrong)

    assert found(lawful) == [(*fault, Rail.RELATED, 1)]


def found(checked):
    return [(fault.law, fault.kind, fault.rail, fault.article) for fault in faults(checked)]


def page(*, lengths=(5, 5, 5), eligible=40):
    starts = (1, 6, 11)
    rails = {
        rail: [card(number) for number in range(start, start + length)]
        for rail, start, length in zip(Rail, starts, lengths, strict=True)
    }
    return CheckedPage(0, 0, "en", rails, eligible, NOW)


def card(number):
    return CheckedCard(
        article=number,
        story=number,
        headline=f"Story number {number}",
        card_text="The council met on Monday.",
        date_shown="20 November",
        language="en",
        reason=Reason("shares", "shares council; the same day"),
        published_at=NOW - timedelta(days=3),
        body=f"The council met on Monday. It spoke of bridge number {number}.",
    )
