"""Readers write words together or apart, abbreviate, ask whole questions, and paste letters that nobody sees."""

import pytest
from small_index import found, story


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("en", "smartphones for all", "smart phone"), ("en", "An end to link rot", "linkrot"),
        ("en", "The site USA.gov", "usa gov"), ("de", "Neue Milchpumpen", "Milch Pumpe"),
        ("fa", "مرگ دوچرخه\u200cسوار", "دوچرخه سوار"), ("fa", "زندگی خفاش\u200cها", "خفاش ها"), ("fa", "سلاح هسته ای", "هسته\u200cای"),
    ],
)  # fmt: skip
def test_words_written_together_are_found_apart_and_the_reverse(index, language, written, typed):
    reader = index(story(1, written, language=language), story(2, "Rain", language=language))

    assert found(reader, typed, language=language) == [1]


@pytest.mark.parametrize(
    ("right", "wrong", "typed"),
    [
        ("AT&T settles", "Rain at the T junction", "AT&T"), ("The U.S. registry", "U and S in one word", "US"),
        ("Research and R&D", "Mr. R D Rain", "R&D"), ("Programs in C#", "Vitamin C", "C#"), ("C++ for all", "Vitamin C", "C++"),
        ("It costs $1.5 million", "15 million in 5 days, 1 million left", "$1.5"), ("26,750 dollars", "26 or 750 dollars", "26.750"),
    ],
)  # fmt: skip
def test_an_abbreviation_and_a_number_are_one_word(index, right, wrong, typed):
    reader = index(story(1, wrong, body="at t u s r d c 1 5 26 750"), story(2, right))

    assert found(reader, typed) == [2]


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u2060", "\ufeff", "\u200e", "\u200f", "\u202e", "\u2066", "\u00ad"]
)
def test_letters_that_nobody_sees_part_no_word(index, unseen):
    reader = index(story(1, "The bridge"), story(2, f"The ri{unseen}ver"))

    assert (found(reader, f"bri{unseen}dge"), found(reader, "river")) == ([1], [2])


def test_what_a_question_is_about_counts_and_not_how_it_is_asked(index):
    reader = index(
        story(1, "Should you be my neighbour?", body="Who should be on it? My, you should know."),
        story(2, "Whose digital team is it"),
        *(story(each, f"Rain {each}", body="It rains on the digital team.") for each in range(3, 20)),
    )

    assert found(reader, "who should be on my digital team")[:1] == [2]


def test_a_question_in_chinese_is_answered_although_no_text_asks_it(index):
    reader = index(story(1, "长江大桥通车", language="zh"), story(2, "医院招聘护士", language="zh"))

    assert found(reader, "医院为什么要招人", language="zh") == [2]


def test_of_a_long_query_the_words_count_that_say_what_it_is_about(index):
    reader = index(story(1, "Where we have been"), story(2, "The end of link rot"))
    question = "could you please tell me where I can find what you have been writing about all these years on link rot"

    assert found(reader, question)[:1] == [2]
