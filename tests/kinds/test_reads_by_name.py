"""Names are looked up in one read of the table, however many are typed and however often they are saved."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from broadsheet.desk.topics_field import TopicsField
from broadsheet.newsroom.models import Author, Topic
from factories import make_article, make_edition, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 7])
def test_a_form_reads_the_topics_once_however_many_are_typed(many):
    make_edition()
    known = make_topic("Harbour")
    field = TopicsField(required=False)
    field.speak(Locale.get_default())

    with CaptureQueriesContext(connection) as asked:
        found = field.clean(", ".join(["harbour", *(f"New {each}" for each in range(many))]))

    assert (found, len(field.new_names), _reads(asked, "topic")) == ([known], many, 1)


def test_a_form_without_topics_reads_none():
    make_edition()
    field = TopicsField(required=False)
    field.speak(Locale.get_default())

    with CaptureQueriesContext(connection) as asked:
        field.clean("")

    assert _reads(asked, "topic") == 0


@pytest.mark.parametrize("many", [1, 7])
def test_a_publication_reads_the_topics_once_however_many_it_makes(many):
    article = make_article("With new topics")
    article.new_topics = "\n".join(f"New {each}" for each in range(many))

    with CaptureQueriesContext(connection) as asked:
        article.save()

    assert (Topic.objects.count(), _reads(asked, "topic")) == (many, 1)


def test_a_slug_is_proposed_without_reading_the_table():
    make_edition()
    for slug in ("ada-penn", "ada-penn-2", "ib-lund"):
        Author.objects.create(name=slug, slug=slug)
    desk = Client()
    desk.force_login(get_user_model().objects.create_superuser("chief", password="x"))

    with CaptureQueriesContext(connection) as asked:
        answer = desk.get(reverse("desk_slug_proposal"), {"kind": "author", "name": "Ada Penn"})

    assert (answer.json()["slug"], _reads(asked, "author")) == ("ada-penn-3", 0)


def _reads(asked: CaptureQueriesContext, table: str) -> int:
    """Return how often all of a table was read, as `ByName` asks for it: the oldest row comes last."""
    queries = [each["sql"] for each in asked.captured_queries]
    return sum(f'FROM "newsroom_{table}"' in each and each.endswith("ORDER BY 1 DESC") for each in queries)
