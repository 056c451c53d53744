"""The first page of a section is read in the order of an index, however many stories it has; the plan is SQLite's."""

import pytest

from broadsheet.newsroom.queries import newest_of
from factories import NOW, make_section

pytestmark = pytest.mark.django_db


def test_no_section_is_sorted_as_a_whole():
    politics = make_section("Politics")
    below = make_section("Elections", parent=politics)
    one = newest_of(politics.locale.edition, [politics], now=NOW)[0:21].explain()
    both = newest_of(politics.locale.edition, [politics, below], now=NOW)[0:21].explain()

    assert "newsroom_article_section (" in one and "TEMP B-TREE" not in one
    # What is sorted in the end are the first of each section.
    assert both.count("newsroom_article_section (") == 2 and both.count("TEMP B-TREE") <= 2
