"""A card says what its editor wrote, as it stands where it fits, and else a part of the body."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.teasers import LONGEST, card_text, ends_cleanly, is_headline
from broadsheet.prose.typography import single_spaced, without_controls

HEADLINE = "Bakery opens again"
BODY = (
    "The bakery on the quay opens again on Monday. Its oven was under water for a week. "
    "The baker thanked the fire brigade."
)
LONG = "The oven, which was under water for a week, was dried with four hundred hair dryers. "


@pytest.mark.parametrize(
    "standfirst",
    [
        "Tips for content maintenance and governance",
        "«Narrin Rovers» — «Kuillan Taun» 3:1.",
        "Its oven was under water. The baker is glad. So are we",
        "Bakery opens again, and the queue is long",
        "The bakery on the quay opens again on Monday. Its oven was under water for a week. The baker thanked the fire brigade.",
        "It breaks off, as its editor wished:",
        "x" * 200,
    ],
)
def test_a_standfirst_that_fits_stands_as_written(standfirst):
    assert card_text(HEADLINE, standfirst=standfirst, body=BODY) == standfirst


def test_the_teaser_goes_before_the_standfirst():
    assert (
        card_text(HEADLINE, teaser="Fresh bread", standfirst="Its oven is dry.", body=BODY) == "Fresh bread"
    )


@pytest.mark.parametrize(
    "standfirst",
    ["Bakery opens again", "BAKERY OPENS AGAIN!", "“Bakery: opens, again.”", " Bakery\nopens-again…"],
)
def test_a_standfirst_that_is_the_headline_says_nothing_new(standfirst):
    told = card_text(HEADLINE, standfirst=standfirst, body=BODY)

    assert told == "The bakery on the quay opens again on Monday. Its oven was under water for a week."


def test_what_is_the_short_headline_is_not_said_under_it():
    told = card_text(
        "The bakery on the quay opens again", standfirst=HEADLINE, short_headline=HEADLINE, body=BODY
    )

    assert told and not is_headline(told, HEADLINE)


def test_a_teaser_that_is_the_headline_leaves_the_standfirst():
    assert card_text(HEADLINE, teaser=HEADLINE, standfirst="Its oven is dry.") == "Its oven is dry."


def test_of_a_longer_one_the_first_sentences_stand_that_fit():
    assert card_text(HEADLINE, standfirst=LONG * 3) == (LONG * 2).strip()


def test_a_sentence_that_is_too_long_ends_at_a_word():
    told = card_text(HEADLINE, standfirst="and ".join([LONG.strip(". ") + " "] * 4))

    assert told.endswith("…") and len(told) <= LONGEST and LONG.startswith(told[:40])


def test_sentences_that_only_say_the_headline_are_not_all():
    told = card_text(HEADLINE, standfirst=f"{HEADLINE}. " + LONG.strip(". ") * 4)

    assert told.startswith(f"{HEADLINE}. The oven") and told.endswith("…")


def test_without_either_the_body_is_not_given_away():
    assert card_text(HEADLINE, body="The bakery opens. Its oven is dry.") == "The bakery opens."


@pytest.mark.parametrize(
    ("text", "headline"), [("Straße 7", "STRASSE 7"), ("İstanbul", "i̇stanbul"), ("?!", "?!")]
)
def test_the_case_of_every_script_is_one(text, headline):
    assert is_headline(text, headline)


@pytest.mark.parametrize(
    ("text", "headline"), [("", ""), ("Storm", ""), ("", "Storm"), ("?", "!"), ("Storms", "Storm")]
)
def test_other_letters_are_another_text(text, headline):
    assert not is_headline(text, headline)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=260), st.text(max_size=260), st.text(max_size=40))
def test_whatever_an_editor_writes_that_fits_stands(teaser, standfirst, headline):
    told = card_text(headline, teaser=teaser, standfirst=standfirst, body=BODY)
    lines = [single_spaced(without_controls(each)) for each in (teaser, standfirst)]
    written = [each for each in lines if any(map(str.isalnum, each)) and not is_headline(each, headline)]

    assert len(told) <= LONGEST and not is_headline(told, headline)
    if written and len(written[0]) <= LONGEST:
        assert told == written[0]
    elif written:
        assert ends_cleanly(told) or not told
