"""What is no nearer to an article than chance would have it is known, and called what it is."""

import pytest

from broadsheet.rails.floors import Also, also, called, floor_of, is_near, marked
from broadsheet.rails.model import Candidate, Reason
from broadsheet.rails.related import describe, rank, statistics_of
from broadsheet.rails.statistics import Statistics

WORDS = ["bridge", "harbour", "market", "school", "theatre", "stadium", "library", "airport"]
DEEDS = ["opened", "flooded", "painted", "sold", "guarded", "measured", "visited"]


def test_few_random_pairs_are_as_near_as_the_floor():
    documents = town()
    floor = floor_of(documents, statistics_of(documents))
    nearer = [each for each in pairs(documents) if each > floor]

    assert 0.03 * len(pairs(documents)) < len(nearer) < 0.07 * len(pairs(documents))


def test_an_archive_of_five_hundred_has_the_higher_floor():
    documents = town()
    few, many = statistics_of(documents), statistics_of(documents)
    many.documents = few.documents = 499
    below = floor_of(documents, few)
    many.documents = 500

    assert floor_of(documents, many) > below + 0.01


def test_an_archive_of_one_has_no_floor():
    [only, *_] = town()

    assert (floor_of([only], statistics_of([only])), floor_of([], Statistics())) == (0.0, 0.0)


def test_what_is_less_alike_than_the_floor_has_it_among_its_parts():
    found = marked([near(0.2), near(0.1)], 0.15)

    assert [each.reason.parts.get("below") for each in found] == [None, 0.15]


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("related", {}, True),
        ("story-line", {}, True),
        ("related", {"below": 0.1}, False),
        ("era", {}, False),
        ("newest", {}, False),
    ],
)
def test_near_is_what_the_texts_or_the_story_line_have_in_common(kind, parts, expected):
    assert is_near(Reason(kind, "", parts)) is expected


@pytest.mark.parametrize(
    ("days", "section", "is_same_section", "expected"),
    [
        (30, "Town", True, (Also.TIME, "also of that time")),
        (-30, "Town", False, (Also.TIME, "also of that time")),
        (31, "Town", True, (Also.SECTION, "also in Town")),
        (None, "Town", True, (Also.SECTION, "also in Town")),
        (31, "Town", False, (Also.ARCHIVE, "from the archive")),
        (None, "", False, (Also.ARCHIVE, "from the archive")),
    ],
)
def test_a_card_that_is_not_near_is_called_by_its_time_then_by_its_section(
    days, section, is_same_section, expected
):
    assert also(days, section=section, is_same_section=is_same_section) == expected


def test_the_reason_says_first_what_the_card_is_called():
    card = Candidate(1, 1, Reason("related", "shares zoom; 3 days later", {"likeness": 0.05}))
    reason = called(card, (Also.TIME, "also of that time")).reason

    assert reason == Reason(
        "related", "also of that time; shares zoom; 3 days later", {"likeness": 0.05, "also": "time"}
    )


def town():
    """Return documents that each tell of two places."""
    told = [(one, other, deed) for one in WORDS for other in WORDS for deed in DEEDS if one < other]
    return [
        describe(
            number, headline=f"{one} {deed}", body=f"The {one} beside the {other} was {deed}.", language="en"
        )
        for number, (one, other, deed) in enumerate(told[:120])
    ]


def pairs(documents):
    """Return the likeness of every two documents, both ways."""
    counted = statistics_of(documents)
    return [
        found.get(other.article, 0.0)
        for document in documents
        for found in [
            {
                each.article: each.reason.parts["likeness"]
                for each in rank(document, documents, statistics=counted, limit=len(documents), floor=-1.0)
            }
        ]
        for other in documents
        if other is not document
    ]


def near(likeness):
    return Candidate(1, 1, Reason("related", "", {"likeness": likeness, "time": 1.0}), likeness)
