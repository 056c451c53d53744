"""What is typed while the keyboard is set to another language is read as it was meant."""

import pytest

from broadsheet.prose.keyboards import typed_on_other_keys


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("ru", "dekrfy", "вулкан"), ("ru", "Dekrfy Vt[brj", "вулкан мехико"), ("ru", ",jkbdbz", "боливия"), ("uk", "sk.xsz", "ілючія"),
        ("he", "cukhchv", "בוליביה"), ("ar", "h;jf", "اكتب"), ("fa", ";jhf", "کتاب"), ("el", "auhna", "αθηνα"),
        ("en", "зрфидуеы", "phablets"), ("de", "руддщ", "hello"), ("az", "йфкф", "qara"), ("tr", "лшефз", "kıtap"), ("en", "שמא", "ant"),
        ("ru", "цщкдв", None), ("en", "volcano", None), ("az", "şəhər", None), ("en", "", None), ("ru", "12.5", None), ("en", "日本", None),
    ],
)  # fmt: skip
def test_letters_of_other_keys_are_read_as_those_meant(language, typed, meant):
    assert typed_on_other_keys(typed, language)[:1] == ((meant,) if meant else ())


def test_each_language_has_as_many_keys():
    for language in ("ar", "az", "el", "fa", "he", "ru", "tr", "uk"):
        assert len(typed_on_other_keys("qwertyuiop[]asdfghjkl;'zxcvbnm,.", language)[0]) == len(
            "qwertyuiop[]asdfghjkl;'zxcvbnm,."
        )
