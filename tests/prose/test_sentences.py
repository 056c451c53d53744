"""Sentences end where a reader would say that they end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.sentences import sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["The river rose.", "It fell again."],
        ["Dr. Smith met J. R. Ewing on 3 Jan. 2012.", "They spoke."],
        ["He lives in the U.S. Army barracks.", "She does not."],
        ["He went to the U.S.", "The visit was short."],
        ["“Why?” he asked.", "“Because.”", "She left."],
        ["It cost $3.5 million!", "Who paid?", "Nobody…", "So it went."],
        ["Və s. şəhərlərdə yağış yağdı.", "Külək əsdi."],
        ["В 2012 г. Москва росла.", "И. И. Иванов ушёл!", "Да?"],
        ["Wait... what happened?", "Nothing."],
        ["1. Bring water.", "Boil it."],
    ],
)
def test_sentences_with_blanks_between_are_told_apart(expected):
    assert sentences(" ".join(expected)) == expected


def test_sentences_without_blanks_between_are_told_apart():
    assert sentences("天气很好。今天下雨！“真的吗？”他说。") == [
        "天气很好。",
        "今天下雨！",
        "“真的吗？”",
        "他说。",
    ]


def test_arabic_and_urdu_marks_end_sentences():
    assert sentences("هل عاد؟ نعم عاد. یہ سچ ہے۔ ختم۔") == ["هل عاد؟", "نعم عاد.", "یہ سچ ہے۔", "ختم۔"]


def test_a_line_end_ends_a_sentence():
    assert sentences("Background\n\nThe river rose.") == ["Background", "The river rose."]


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet='ab AB.!?…。"” \n12', max_size=120))
def test_nothing_of_a_text_is_lost(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
