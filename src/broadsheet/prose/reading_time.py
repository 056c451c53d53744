"""Estimate how long a text takes to read."""

import re

from .stems import primary

# Words a minute, silent reading of non-fiction in English: Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047
WORDS_A_MINUTE = 238
# Languages without blanks between words, in letters a minute. Chinese and Japanese: Trauzettel-Klosinski and Dietz 2012,
# https://doi.org/10.1167/iovs.11-8284 ; Thai: the mean of the alphabets there.
LETTERS_A_MINUTE = {"zh": 255, "ja": 357, "th": 863}
_WORD = re.compile(r"[\w'’-]+")
_LETTER = re.compile(r"\w")


def reading_minutes(text: str, *, language: str) -> int:
    """Return the minutes that a text takes, rounded, at least one; `language` is a tag such as pt-br."""
    letters = LETTERS_A_MINUTE.get(primary(language))
    found, rate = (_LETTER, letters) if letters else (_WORD, WORDS_A_MINUTE)
    return max(1, round(sum(1 for _each in found.finditer(text)) / rate))
