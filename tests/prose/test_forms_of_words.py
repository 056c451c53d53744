"""Forms of a word that no stemmer brings together are found by the same stem, and other words are not."""

import pytest

from broadsheet.prose.tokens import pieces, word_stems


def meet(one, other, language):
    return not set(word_stems(one, language)).isdisjoint(word_stems(other, language))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "tooth teeth"), ("en", "knife knives"), ("en", "steal steals stole stolen"), ("en", "woman women"),
        ("en", "take taking took taken"), ("en", "crisis crises"), ("de", "sterben starb gestorben"), ("de", "schließen schloss schloß"),
        ("fr", "travail travaux"), ("fr", "œil yeux"), ("es", "luz luces"), ("es", "lápiz lapices"), ("es", "joven jóvenes jovenes"),
        ("es", "morir murió muere"), ("ru", "человек люди людей"), ("ru", "ребёнок ребенок дети детей"),
        ("az", "ev evdə evlərdən evi"), ("az", "su suda suyun sular"), ("az", "dil dillər dilləri"), ("az", "kənd kəndlərdə"),
        ("tr", "öğretmen öğretmenler ogretmen"), ("tr", "gazeteci gazeteciler"), ("ar", "مدرسة المدارس مدرسه للمدارس"),
        ("ar", "المعلمه المعلّمات معلمة"), ("ar", "سعر الأسعار اسعار"), ("ar", "كتاب الكتب"),
        ("he", "תקציב לתקציב התקציב"), ("he", "ממשלה הממשלה"), ("he", "שריפה שריפות"), ("he", "קליפורניה בקליפורניה"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(language, forms):
    first, *others = forms.split()

    assert [other for other in others if not meet(first, other, language)] == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "left", "leave"), ("en", "found", "find"), ("en", "tooth", "foot"), ("es", "pez", "pera"), ("ru", "деть", "дети"),
        ("az", "ev", "evrika"), ("az", "su", "sual"), ("az", "dil", "dilənçi"), ("az", "qara", "qar"), ("he", "שלום", "לומר"),
        ("de", "luz", "luces"), ("ar", "كتاب", "كاتب"), ("ar", "مدينة", "مدرسة"), ("tr", "kitap", "kita"), ("en", "evdə", "ev"),
    ],
)  # fmt: skip
def test_other_words_stay_apart(language, one, other):
    assert not meet(one, other, language)


@pytest.mark.parametrize(
    ("language", "word", "digits"),
    [
        ("en", "Five", "5"), ("de", "zwölf", "12"), ("fr", "sept", "7"), ("es", "ocho", "8"), ("ru", "четырёх", "4"), ("ru", "трех", "3"),
        ("az", "Dörd", "4"), ("az", "dord", "4"), ("tr", "üç", "3"), ("fa", "پنج", "5"), ("fa", "هفت", "۷"), ("ar", "أربعة", "4"),
        ("ar", "ثلاث", "٣"), ("az", "on", "10"),
    ],
)  # fmt: skip
def test_a_number_in_words_is_the_number_in_digits(language, word, digits):
    assert meet(word, digits, language)


def test_the_number_of_a_queen_is_one():
    assert "2" in pieces("II", "en")[0].bag.split()
    assert [pieces(each, "en")[0].bag for each in ("I", "mix", "V", "ii")] == ["i", "mix", "v", "ii"]


def test_letters_with_a_slash_are_one_word_and_words_with_a_slash_are_two():
    found = [pieces(each, "en")[0].bag.split() for each in ("A/B", "he/she", "9/11")]

    assert found == [["a", "b", "ab"], ["he", "she"], ["9", "11"]]
