"""A rail is called popular if most of its cards are read, and its other cards say what they are."""

import pytest

from broadsheet.rails.headings import card_labels, is_popular
from broadsheet.rails.model import Reason

LATEST, OF_MONTH = "Latest", "read most in the last month"


def read(readers):
    return Reason("reads", "read", {"day": readers})


def read_in_a_month(readers):
    return Reason("month", "read", {"month": readers})


NEWEST = Reason("newest", "newest in the edition")
PICK = Reason("pick", "picked by an editor")


@pytest.mark.parametrize(
    ("reasons", "popular"),
    [
        ([read(3)] * 3 + [NEWEST] * 2, True),
        ([read(3)] * 2 + [NEWEST] * 2, False),
        ([read(3)] * 2 + [read_in_a_month(1204)] + [NEWEST] * 2, True),
        ([read(2.99)] * 5, False),
        ([read(1)] + [NEWEST] * 4, False),
        ([read_in_a_month(3)] * 5, True),
        ([read_in_a_month(2)] * 5, False),
        ([Reason("reads", "as an older version stored it")] * 5, False),
        ([NEWEST] * 5, False),
        ([], False),
    ],
)
def test_a_rail_is_popular_if_more_than_half_of_its_cards_have_three_readers_or_were_read_in_a_month(
    reasons, popular
):
    assert is_popular(reasons) is popular


def test_under_popular_what_is_less_read_says_latest_and_what_was_read_in_a_month_says_so():
    reasons = [read(90), read(3), read_in_a_month(50), read(2), NEWEST]

    assert card_labels(reasons) == ["", "", OF_MONTH, LATEST, LATEST]


def test_under_latest_no_card_says_it_again():
    assert card_labels([read(90), read_in_a_month(50), read(2), NEWEST, PICK]) == ["", OF_MONTH, "", "", ""]
