"""The Big List of Naughty Strings breaks nothing: https://github.com/minimaxir/big-list-of-naughty-strings"""

import json

from broadsheet.prose.dates import find_date, why_undated
from broadsheet.prose.duplicates import bands, signature
from broadsheet.prose.languages import language_of
from broadsheet.prose.markup import clean, plain
from broadsheet.prose.names import names
from broadsheet.prose.sentences import sentences
from broadsheet.prose.slugs import slugify
from broadsheet.prose.teasers import excerpt
from broadsheet.prose.terms import terms, words
from broadsheet.prose.typography import tidy_headline

READERS = (
    bands, clean, find_date, language_of, names, plain, sentences, slugify, excerpt, tidy_headline, why_undated, words
)  # fmt: skip


def test_no_naughty_string_breaks_a_reader(real_data):
    naughty = json.loads((real_data / "bad" / "dev" / "strings" / "blns.json").read_text("utf-8"))

    for text in naughty:
        for read in READERS:
            read(signature(text, text) if read is bands else text)
        terms(text, text, text)

    assert len(naughty) > 400


def test_a_headline_of_a_million_characters_is_read_in_good_time():
    text = "a.B " * 250_000

    assert (slugify(text), excerpt("x" * 1_000_000)[-1], len(sentences("(" * 100_000))) == (
        slugify("a.B " * 50),
        "…",
        1,
    )
