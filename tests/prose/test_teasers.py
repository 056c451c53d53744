"""A teaser is one or two whole sentences, never the headline again and never the whole story."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.prose.teasers import ends_cleanly, excerpt, is_whole, repeats_headline

BODY = (
    "The bakery on the quay opens again on Monday. Its oven was under water for a week. "
    "The baker thanked the fire brigade."
)
SENTENCES = st.sampled_from(
    ["The river rose. ", "Bread!\n", "Dr. Smith said: “Go home.” ", "天气很好。", "هل عاد؟ ", "word " * 60, "(A note) ",
     "He asked \"Why?\" and left. ", "\n\n", "No end", "…", "Flood in Narrin. ", "x" * 250, "Körpü açıldı. ", "- "]
)  # fmt: skip
TEXTS = st.lists(SENTENCES, max_size=8).map("".join) | st.text(max_size=400)


def test_two_sentences_that_fit_are_the_teaser():
    assert (
        excerpt(BODY) == "The bakery on the quay opens again on Monday. Its oven was under water for a week."
    )


def test_a_sentence_that_fits_alone_stands_alone():
    assert excerpt(BODY, limit=60) == "The bakery on the quay opens again on Monday."


def test_a_sentence_that_is_too_long_is_cut_at_a_word():
    assert excerpt(BODY, limit=30) == "The bakery on the quay opens…"


def test_the_headline_on_top_of_the_text_is_left_out():
    text = "Bakery opens again\n" + BODY

    assert excerpt(text, headline="Bakery opens again").startswith("The bakery on the quay")


def test_a_first_sentence_that_begins_with_the_headline_is_left_out():
    assert (
        excerpt(BODY, headline="The Bakery on the Quay")
        == ("Its oven was under water for a week. The baker thanked the fire brigade."[:36])
    )


def test_a_text_that_only_says_the_headline_has_no_teaser():
    assert excerpt("Bakery opens again.", headline="Bakery opens again") == ""


def test_a_story_of_one_sentence_is_not_given_away():
    assert excerpt("The bakery on the quay opens again on Monday.") == "The bakery on the quay opens…"


def test_a_first_sentence_that_says_little_is_filled_up():
    text = (
        "Have you heard? "
        + "The bakery on the quay, which was under water for weeks, opens " * 4
        + "on Monday. Yes."
    )

    assert excerpt(text, limit=60) == "Have you heard? The bakery on the quay, which was under…"


def test_a_story_of_two_words_has_no_teaser():
    assert excerpt("Summary follows.") == ""


def test_a_sentence_is_kept_whole_where_only_a_fragment_follows():
    text = "How do you make sure a website is accessible? This post outlines"

    assert excerpt(text) == "How do you make sure a website is accessible?"


def test_a_story_of_two_sentences_shows_the_first():
    assert excerpt("The bakery opens. Its oven is dry.") == "The bakery opens."


def test_a_label_in_front_of_the_prose_is_left_out():
    assert excerpt("Background\n" + BODY).startswith("The bakery on the quay")


def test_a_second_sentence_that_opens_a_quotation_is_left_out():
    text = 'The baker spoke. "We are back. We shall stay." She smiled.'

    assert excerpt(text) == "The baker spoke."


def test_the_seed_has_clean_teasers(seed_page):
    text = seed_page.read_text("utf-8")
    nato = text[text.rindex("NATO Chief says") :]

    assert excerpt(nato, headline=nato.splitlines()[0]) == (
        "Russia could attack a Nato country within the next five years, the Secretary General of NATO, "
        "Mark Rutte, said in a stark new warning."
    )


def test_real_stories_have_clean_teasers(real_data):
    lines = (real_data / "digitalgov" / "dev.ninjs.jsonl").read_text("utf-8").splitlines()[:150]
    stories = [json.loads(line) for line in lines]
    texts = [
        (story["headlines"][0]["value"], next(body["value"] for body in story["bodies"] if body["value"]))
        for story in stories
    ]

    teasers = [(headline, body, excerpt(body, headline=headline)) for headline, body in texts]

    assert [row for row in teasers if faults(*row)] == []
    assert sum(bool(found) for _, _, found in teasers) > 140


@settings(deadline=None, max_examples=400)
@given(TEXTS, TEXTS, st.integers(20, 220))
@example("A\u0301" * 300, "", 200)
@example("ﬃ" * 100, "", 200)
def test_any_text_has_a_lawful_teaser(text, headline, limit):
    found = excerpt(text, headline=headline, limit=limit)

    assert len(found) <= limit
    assert faults(headline, text, found) == []


@pytest.mark.parametrize("mark", [".", "!", "?", "…", "。", "؟", "۔", "।", ".”", "?»", '."', ".)"])
def test_these_marks_end_a_teaser(mark):
    assert ends_cleanly("Word" + mark)


@pytest.mark.parametrize("end", [",", ":", "", " the", "”", " –"])
def test_these_ends_break_a_teaser_off(end):
    assert not ends_cleanly("Word" + end)


def faults(headline, body, found):
    if not found:
        return []
    checks = {
        "breaks off": not ends_cleanly(found),
        "says the headline": repeats_headline(found, headline),
        "is the whole": is_whole(found, body),
        "is long": len(found) > 220,
    }
    return [name for name, is_broken in checks.items() if is_broken]
