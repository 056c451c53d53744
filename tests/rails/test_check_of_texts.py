"""The check compares what cards say: with each other, with their texts, and with what stands above them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.rails import Rail, Reason
from broadsheet.rails.check import CheckedCard, CheckedPage, faults
from broadsheet.rails.checked import FaultSeverity

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FERRY = (
    "The ferry to Ossel will not sail before Thursday, said harbour master Ilse Tarnow on Monday morning. "
    "A crack in the rudder was found by divers who looked for a lost anchor near Quay 4. "
    "The yard in Brenholm has promised a new rudder within 12 days, for a price of 214,000 crowns. "
    "Until then the Gull, a boat for 60 people, crosses the strait 9 times a day from the old pier."
)
LIBRARY = (
    "The library of Tessin opens its cellar again after the flood of last winter, and shows 9,000 books that were dried by hand. "
    "Volunteers from three schools turned every page twice, and paid for the fans with a sale of cakes and old maps. "
    "Readers may borrow again from 2 May, except atlases, whose bindings are still with a workshop in the capital."
)
RUSSIAN = "Паром на остров не выйдет в море до четверга, сообщила в понедельник утром начальница порта."
GERMAN = (
    "Die Fähre fährt nicht am Donnerstag, und das ist für die Insel nicht gut: von Montag an mit der Post."
)


def test_a_page_of_plain_cards_has_no_fault():
    assert faults(page()) == []


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"headline": "Bridge opens Bridge opens"}, "unclean"),
        ({"headline": "Bridge opens | Bridge opens"}, "unclean"),
        ({"headline": "<b>Bridge</b>"}, "unclean"),
        ({"section": "Спорт", "section_language": "ru"}, "wrong-section"),
        ({"body": RUSSIAN}, "wrong-language"),
        ({"body": GERMAN}, "wrong-language"),
        ({"is_answered": False}, "dead-link"),
        ({"card_text": "Another story altogether, about ferries."}, "foreign-teaser"),
        ({"untrue": ("address",)}, "untrue"),
        ({"reason": Reason("related", "x", {"words": []})}, "unexplained"),
        ({"reason": Reason("related", "shares quay", {"words": ["quay"]})}, "unshared"),
        ({"reason": Reason("related", "shares nothing at all", {"words": ["council"]})}, "unexplained"),
        ({"reason": Reason("related", "shares council; 9 days later", {"words": ["council"], "days": 9})}, "wrong-days"),
        ({"reason": Reason("pick", "picked", {})}, "endless"),
        ({"reason": Reason("reads", "read by 12", {})}, "stale"),
    ],
)  # fmt: skip
def test_what_a_card_says_wrongly_is_a_fault(wrong, kind):
    checked = with_card(wrong)

    assert [(each.kind, each.rail, each.article, each.severity) for each in faults(checked)] == [
        (kind, Rail.RELATED, 1, FaultSeverity.FAULT)
    ]


@pytest.mark.parametrize(
    ("odd", "kind"),
    [
        ({"published_at": datetime(1970, 1, 1, tzinfo=UTC)}, "wrong-date"),
        ({"has_picture": True, "picture_alt": "DSC_0042.jpg"}, "file-name"),
        ({"has_picture": True, "picture_alt": "IMG 20140509"}, "file-name"),
        ({"card_text": "", "body": "word " * 20}, "no-teaser"),
        ({"headline": "Profit &amp; loss"}, "entity"),
    ],
)
def test_what_an_editor_may_have_meant_is_a_warning(odd, kind):
    assert [(each.kind, each.severity) for each in faults(with_card(odd))] == [(kind, FaultSeverity.WARNING)]


@pytest.mark.parametrize(
    "right",
    [
        {"headline": "New York, New York"},
        {"headline": "Duran Duran"},
        {"headline": "Why 3 < 4 and 5 > 2"},
        {"section": "Sport", "section_language": "en"},
        {"has_picture": True, "picture_alt": "The quay on 9 May 2014"},
        {"card_text": "", "body": "word " * 19},
        {"body": "barabridge corecourt dunimill fenastone " * 12},
        {"reason": Reason("related", "shares Council", {"words": ["Council"], "days": 0})},
        {"reason": Reason("related", "shares councils", {"words": ["councils"], "days": -1})},
        {"reason": Reason("related", "shares council", {"words": ["council"], "days": None})},
    ],
)
def test_what_only_looks_odd_is_lawful(right):
    assert faults(with_card(right)) == []


def test_one_text_in_two_rails_is_found_though_nobody_knows_it_as_a_version():
    checked = with_card({"body": FERRY})
    checked.rails[Rail.POPULAR][0] = replace(card(11), body=FERRY.replace("Monday", "Tuesday"))

    assert found(checked) == [(2, "near-duplicate", Rail.POPULAR, 11)]


def test_the_text_of_the_page_itself_is_found_on_a_card():
    assert found(replace(with_card({"body": FERRY}), body=FERRY)) == [(2, "near-duplicate", Rail.RELATED, 1)]


def test_texts_that_share_a_sentence_are_two_stories():
    checked = with_card({"body": FERRY})
    checked.rails[Rail.POPULAR][0] = replace(card(11), body=f"{FERRY[:104]}\n{LIBRARY}")

    assert faults(checked) == []


def test_two_cards_that_say_the_same_words_are_a_fault():
    checked = page()
    first = checked.rails[Rail.RELATED][0]
    checked.rails[Rail.POPULAR][0] = replace(
        card(11), headline=first.headline.upper(), card_text=first.card_text
    )

    assert found(checked) == [(2, "same-words", Rail.POPULAR, 11)]


@pytest.mark.parametrize(
    ("rates", "articles"),
    [
        ((50, 40, 30, 20, 10), []),
        ((10, 20, 30, 40, 50), [11, 12, 13, 14]),
        ((100, 105, 90, 80, 70), []),
        ((100, 106, 90, 80, 70), [11]),
    ],
)
def test_a_card_that_is_read_less_than_the_one_below_it_is_out_of_order(rates, articles):
    checked = page()
    checked.rails[Rail.POPULAR][:] = [read(11 + place, rate) for place, rate in enumerate(rates)]

    assert found(checked) == [(3, "order", Rail.POPULAR, article) for article in articles]


def test_stories_of_the_archive_stand_below_those_of_now_however_much_they_are_read():
    checked = page()
    checked.rails[Rail.POPULAR][:] = [read(11, 5), read(12, 50, basis="archive")]

    assert [each for each in found(checked) if each[1] == "order"] == []


def test_rails_that_are_empty_because_all_articles_are_one_story_are_named():
    empty = CheckedPage(0, 0, "en", {rail: [] for rail in Rail}, 0, NOW, articles=7)

    assert [(each.law, each.kind, each.rail) for each in faults(empty)] == [
        (1, "empty", rail) for rail in Rail
    ]
    assert faults(replace(empty, articles=1)) == []


def found(checked):
    return [(fault.law, fault.kind, fault.rail, fault.article) for fault in faults(checked)]


def with_card(changes):
    checked = page()
    checked.rails[Rail.RELATED][0] = replace(checked.rails[Rail.RELATED][0], **changes)
    return checked


def page():
    rails = {
        rail: [card(first + place) for place in range(5)]
        for rail, first in zip(Rail, (1, 6, 11), strict=True)
    }
    text = "What the council did on Monday"
    return CheckedPage(
        0, 0, "en", rails, 40, NOW, text=text, published_at=NOW - timedelta(days=3), articles=41
    )


def card(number):
    return CheckedCard(
        article=number,
        story=number,
        headline=f"Story number {number}",
        card_text="The council met on Monday.",
        date_shown="20 November",
        language="en",
        reason=Reason("era", "same edition, same time"),
        published_at=NOW - timedelta(days=3),
        body=f"The council met on Monday. It spoke of bridge number {number}.",
        text="The council met on Monday.",
    )


def read(number, rate, *, basis="now"):
    parts = {"rate": rate, "basis": basis, "as_of": NOW.isoformat()}
    return replace(card(number), reason=Reason("reads", f"read by about {rate} an hour", parts))
