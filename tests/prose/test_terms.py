"""The same word is the same term, however it is written, and a name counts more than a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.names import names
from broadsheet.prose.quotations import speakers
from broadsheet.prose.terms import TermKind, terms, words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Baku's Nagorno-Karabakh talks", "en", ["baku", "nagorno", "karabakh", "talks"]),
        ("İstanbul IŞIQ ışıq", "az", ["istanbul", "ışıq", "ışıq"]),
        ("QIRIM IŞIĞI", "crh", ["qırım", "ışığı"]),
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
        ("대통령이 말했다", "ko", ["대통", "통령", "령이", "말했", "했다"]),
        ("", "en", []),
    ],
)
def test_words_are_folded(text, language, expected):
    assert words(text, language=language) == expected


def test_the_headline_counts_as_one_more_mention():
    counts = terms("bridge", "", "bridge river").counts

    assert counts[TermKind.WORD] == {"bridge": 2, "river": 1}


def test_neighbouring_words_are_pairs_but_not_from_the_headline_to_the_text():
    counts = terms("bridge closed", "", "river rose", language="en").counts

    assert counts[TermKind.PAIR] == {"bridge closed": 1, "river rose": 1}


def test_a_name_stands_as_a_whole_and_counts_twice_beside_a_quotation():
    counts = terms("", "", "He met the Minsk Group. “It is over”, said Hana Ostrow on the quay.").counts

    assert counts[TermKind.NAME] == {"minsk group": 1, "hana ostrow": 2}


@pytest.mark.parametrize(
    ("language", "one", "other", "stem"),
    [
        ("en", "bridges", "bridge", "bridg"),
        ("tr", "köprüler", "köprü", "köprü"),
        ("ru", "мостами", "мосты", "мост"),
        ("ar", "الجسور", "جسور", "جسور"),
        ("az", "qəzetin", "qəzetlər", "qəzet"),
        ("pt-BR", "pontes", "ponte", "pont"),
    ],
)
def test_forms_of_a_word_share_a_stem_or_its_first_letters(language, one, other, stem):
    counts = terms("", "", f"{one} {other}", language=language).counts

    assert counts[TermKind.STEM] == {stem: 2}


def test_words_of_a_language_without_stems_share_runs_of_letters():
    shared = (terms("", "", each, language="ka").counts[TermKind.PART].keys() for each in ("ხიდები", "ხიდის"))

    assert set.intersection(*map(set, shared)) == {" ხიდ"}


def test_a_stem_and_a_name_are_shown_as_they_stand_in_the_text():
    shown = terms(
        "", "", "The OSCE spoke of Nagorno-Karabakh. Bridges are closed, and bridges are old.", language="en"
    ).shown

    assert [shown[TermKind.STEM][each] for each in ("osc", "karabakh", "bridg")] == [
        "OSCE",
        "Karabakh",
        "bridges",
    ]
    assert shown[TermKind.NAME]["nagorno karabakh"] == "Nagorno-Karabakh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is over”, said Hana Ostrow. Ivo Lund was there too.", {"Hana Ostrow"}),
        ("«Всё кончено», — сказала Анна Орлова.", {"Анна Орлова"}),
        ("He said „Ende“ and Ivo Lund left.", {"Ivo Lund"}),
        ("The Rovers played in Narrin.", set()),
    ],
)
def test_who_speaks_stands_beside_a_quotation(text, expected):
    assert speakers(text, ["Hana Ostrow", "Ivo Lund", "Анна Орлова", "Rovers", "Narrin"]) == expected


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
def test_any_text_has_terms_and_a_word_for_each_stem_and_name(text, language):
    found = terms(text, text, text, language=language)

    assert all(count > 0 for counted in found.counts.values() for count in counted.values())
    assert set(words(text, language=language)) == found.counts[TermKind.WORD].keys()
    for kind in (TermKind.STEM, TermKind.NAME):
        assert found.shown[kind].keys() == found.counts[kind].keys()


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_a_name_stands_in_the_text(text):
    flat = " ".join(text.split())

    assert [name for name in names(text) if name.split(" ")[0] not in flat] == []
