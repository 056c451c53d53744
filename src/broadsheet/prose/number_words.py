"""Bring numbers in words and in digits together: "five ways" and "5 ways", "Elizabeth II" and "Elizabeth 2"."""

from functools import cache

from .folding import plain
from .stems import primary

# From two on: "one" has other meanings in most languages. Forms of one number are joined by a slash.
_WORDS = {
    "ar": "اثنان/اثنين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني تسعة/تسع عشرة/عشر",
    "az": "iki üç dörd beş altı yeddi səkkiz doqquz on",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fa": "دو سه چهار پنج شش هفت هشت",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "ru": (
        "два/две/двух/двое три/трёх/трое четыре/четырёх/четверо пять/пяти/пятеро шесть/шести/шестеро семь/семи/семеро "
        "восемь/восьми девять/девяти десять/десяти одиннадцать двенадцать"
    ),
    "tr": "iki üç dört beş altı yedi sekiz dokuz on",
}
_ROMAN = {
    "II": ("2",), "III": ("3",), "IV": ("4",), "VI": ("6",), "VII": ("7",), "VIII": ("8",), "IX": ("9",),
    "XI": ("11",), "XII": ("12",),
}  # fmt: skip


def in_digits(form: str, language: str = "") -> str:
    """Return a number that a plain word says, in digits: "5" of "five"; nothing for other words."""
    return _digits(primary(language)).get(form, "")


def of_roman(written: str) -> tuple[str, ...]:
    """Return a Roman number in digits, ("2",) for "II"; nothing for other words, and for single letters."""
    return _ROMAN.get(written, ())


@cache
def _digits(tag: str) -> dict[str, str]:
    numbers = enumerate(_WORDS.get(tag, "").split(), start=2)
    return {plain(form, tag): str(number) for number, forms in numbers for form in forms.split("/")}
