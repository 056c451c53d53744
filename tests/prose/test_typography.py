"""A headline is one line without tricks."""

import pytest

from broadsheet.prose.typography import comparable, tidy_headline


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  Bread \n rose\t again ", "Bread rose again"),
        ("Bread\u202e esor\u202c", "Bread esor"),
        ("Bre\u00adad\u200b\ufeff", "Bread"),
        ("Bread\x00\x07", "Bread"),
        ("Bread \ud800rose", "Bread rose"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_a_headline_is_tidied(typed, tidy):
    assert tidy_headline(typed) == tidy


def test_two_lines_that_a_reader_calls_the_same_are_the_same():
    assert comparable("“Bread — rose!”") == comparable("bread rose")
