"""The same word is the same term, however it is written, and a name counts more than a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.names import names
from broadsheet.prose.terms import surfaces, term_counts, words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Baku's Nagorno-Karabakh talks", "en", ["baku", "nagorno", "karabakh", "talks"]),
        ("İstanbul IŞIQ ışıq", "az", ["istanbul", "ışıq", "ışıq"]),
        ("TITLE", "en", ["title"]),
        ("Rusiya'nın", "az", ["rusiya"]),
        ("l’Europe", "fr", ["europe"]),
        ("Straße STRASSE", "de", ["strasse", "strasse"]),
        ("ﬁne ①", "en", ["fine", "1"]),
        ("北京天气", "zh", ["北京", "京天", "天气"]),
        ("AI北京", "zh", ["ai", "北京"]),
        ("สวัสดี", "th", ["สว", "วั", "ัส", "สด", "ดี"]),
        ("हिन्दी समाचार", "hi", ["हिन्दी", "समाचार"]),
        ("كِتَاب كتاب", "ar", ["كتاب", "كتاب"]),
        ("", "en", []),
    ],
)
def test_words_are_folded(text, language, expected):
    assert words(text, language=language) == expected


def test_the_headline_counts_three_times():
    assert term_counts("bridge", "", "bridge river") == {
        "bridge": 4.0, "river": 1.0, "bridg*": 2.0
    }  # fmt: skip


def test_a_name_counts_more_than_a_word_and_stands_as_a_whole_too():
    counts = term_counts("", "", "He met the Minsk Group on the quay.")

    assert (counts["minsk"], counts["quay"], counts["minsk group"]) == (2.0, 1.0, 2.0)


def test_words_with_other_endings_share_a_prefix():
    shared = term_counts("", "", "qəzetin", language="az").keys() & term_counts(
        "", "", "qəzetlər", language="az"
    )

    assert shared == {"qəzet*"}


def test_a_term_is_shown_as_it_stands_in_the_text():
    shown = surfaces("", "", "The OSCE spoke of Nagorno-Karabakh. Bridges are closed, and bridges are old.")

    assert [shown[term] for term in ("osce", "nagorno karabakh", "karab*", "bridges")] == [
        "OSCE", "Nagorno-Karabakh", "Karabakh", "bridges"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The OSCE Minsk Group met in Nagorno-Karabakh.", ["OSCE Minsk Group", "Nagorno-Karabakh"]),
        ("Yesterday it rained. Bread rose.", []),
        ("Baku is old. We love Baku.", ["Baku"]),
        ("Borrell left.", []),
        (
            "He knows the Bank of England and Ludwig van Beethoven.",
            ["Bank of England", "Ludwig van Beethoven"],
        ),
        ("In Baku the president’s car stopped.", ["Baku"]),
        ("He saw Baku's port on Monday.", ["Baku"]),
        ("He said “Simply put, it rains.”", []),
        ("It was J. R. Ewing who came.", ["J. R. Ewing"]),
        ("Вчера в Москве говорил Сергей Лавров.", ["Москве", "Сергей Лавров"]),
        ("Dünən Bakıda İlham Əliyev çıxış etdi.", ["Bakıda İlham Əliyev"]),
        ("北京天气很好。", []),
        ("", []),
    ],
)
def test_names_are_runs_of_capitals_that_do_not_merely_begin_a_sentence(text, expected):
    assert names(text) == expected


def test_the_names_of_the_seed_are_found(seed_page):
    found = names(seed_page.read_text("utf-8"))

    assert {"Nagorno Karabakh", "Mark Rutte", "Khojaly", "Buta", "European Parliament"} <= set(found)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200), st.sampled_from(["", "az", "tr", "ru", "th"]))
def test_any_text_has_folded_terms(text, language):
    counts = term_counts(text, text, text, language=language)

    assert all(count > 0 for count in counts.values())
    assert {term for term in counts if not term.strip("* ")} == set()
    assert set(words(text, language=language)) <= counts.keys()


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_a_name_stands_in_the_text(text):
    flat = " ".join(text.split())

    assert [name for name in names(text) if name.split(" ")[0] not in flat] == []
