"""British and American spellings of a word have one stem, and words that differ otherwise keep theirs."""

import pytest

from broadsheet.prose.tokens import word_stems


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("centred", "centered"), ("theatre", "theaters"), ("kilometres", "kilometers"), ("colourful", "colorful"),
        ("behavioural", "behavioral"), ("organisations", "organization"), ("analysed", "analyzed"), ("travelled", "traveled"),
        ("programmes", "program"), ("catalogues", "catalog"), ("defence", "defense"), ("licences", "licenses"),
        ("paediatric", "pediatric"), ("manoeuvres", "maneuvers"), ("grey", "gray"),
    ],
)  # fmt: skip
def test_both_spellings_have_one_stem(british, american):
    assert word_stems(british, "en") == word_stems(american, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [("hour", "or"), ("tour", "tor"), ("spelling", "spieling"), ("prise", "prize"), ("call", "cal"), ("pour", "por")],
)  # fmt: skip
def test_other_words_stay_apart(one, other):
    assert word_stems(one, "en") != word_stems(other, "en")


def test_other_languages_are_left_alone():
    assert word_stems("centre", "fr") != word_stems("center", "fr")
