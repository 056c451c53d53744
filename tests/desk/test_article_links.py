"""Links from the words of one article to another article."""

import pytest
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from factories import make_article

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_where_the_article_stands_now():
    target = make_article("Linked to")

    assert expand_db_html(_stored(target.pk)) == f'<p><a href="{target.get_absolute_url()}">there</a></p>'


def test_a_link_to_what_readers_cannot_see_is_only_its_words():
    target = make_article("Killed", killed_at=timezone.now())

    assert expand_db_html(_stored(target.pk)) == "<p><a>there</a></p>"


@pytest.mark.parametrize("number", ["", "seven", "²", "999999"])
def test_a_link_to_nothing_is_only_its_words(number):
    assert expand_db_html(_stored(number)) == "<p><a>there</a></p>"


def test_ten_links_cost_one_query(django_assert_num_queries):
    text = "".join(_stored(make_article().pk) for _number in range(10))

    with django_assert_num_queries(1):
        expand_db_html(text)


def test_the_editor_gives_back_the_link_that_it_was_given():
    target = make_article("Linked to")
    converter = ContentstateConverter(features=["article-link"])

    returned = converter.to_database_format(converter.from_database_format(_stored(target.pk)))

    assert f'<a id="{target.pk}" linktype="article">there</a>' in returned or (
        f'<a linktype="article" id="{target.pk}">there</a>' in returned
    )


def test_an_article_knows_who_links_to_it():
    target = make_article("Linked to")

    make_article("Links", body=[("paragraph", _stored(target.pk))])

    assert ReferenceIndex.get_references_to(target).count() == 1


def _stored(number: object) -> str:
    return f'<p><a linktype="article" id="{number}">there</a></p>'
