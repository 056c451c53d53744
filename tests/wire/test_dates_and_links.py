"""What is imported keeps its dates and its links: to its update, its old addresses and its translations."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.wire.importer import import_files
from factories import make_edition

pytestmark = pytest.mark.django_db
TEXT = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."
PUBLISHED, UPDATED = datetime(2020, 2, 1, 10, tzinfo=UTC), datetime(2020, 2, 3, 8, 30, tzinfo=UTC)


def test_the_page_of_an_imported_story_says_when_it_was_updated(tmp_path):
    imported(tmp_path, firstcreated="2020-02-01T10:00:00Z", versioncreated="2020-02-03T08:30:00Z")

    article = Article.objects.get()
    page = Client().get(article.get_absolute_url()).content.decode()

    assert (article.published_at, article.updated_at) == (PUBLISHED, UPDATED)
    assert re.findall(r'article:modified_time" content="([^"]+)"', page) == ["2020-02-03T08:30:00+00:00"]


def test_the_page_of_an_imported_story_that_was_not_updated_says_nothing_of_it(tmp_path):
    imported(tmp_path, versioncreated="2020-02-01T10:00:00Z")

    page = Client().get(Article.objects.get().get_absolute_url()).content.decode()

    assert "modified_time" not in page


def test_the_old_address_of_an_imported_story_leads_to_it_when_an_editor_changes_the_slug(tmp_path):
    imported(tmp_path, versioncreated="2020-02-01T10:00:00Z")
    article = Article.objects.get()
    article.slug = "saltgate-bridge"
    article.save()

    answer = Client().get("/2020/02/01/bridge-closed/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/2020/02/01/saltgate-bridge/")


def test_a_withheld_story_leaves_no_redirect_for_nobody_has_seen_its_address(tmp_path):
    imported(tmp_path, versioncreated="2020-02-01T10:00:00Z", pubstatus="withheld")
    article = Article.objects.get()
    article.slug = "saltgate-bridge"
    article.save()

    assert Client().get("/2020/02/01/bridge-closed/").status_code == 404


def test_the_pages_of_a_story_and_its_translation_lead_to_each_other():
    make_edition("en")
    make_edition("ru")
    add(Story("Bridge closed", body(), source_id="gazette:1", language="en", published_at=PUBLISHED))
    add(
        Story("Мост закрыт", body(), source_id="gazette:2", language="ru", published_at=PUBLISHED,
              translation_of="gazette:1")
    )  # fmt: skip

    there = {each.locale.language_code: each.get_absolute_url() for each in Article.objects.all()}

    assert translations_on(there["en"]) == [("ru", there["ru"])]
    assert translations_on(there["ru"]) == [("en", there["en"])]


def test_stories_that_translate_nothing_lead_to_no_other_language():
    make_edition("en")
    make_edition("ru")
    add(Story("Bridge closed", body(), source_id="gazette:1", language="en", published_at=PUBLISHED))
    add(Story("Мост закрыт", body(), source_id="gazette:2", language="ru", published_at=PUBLISHED))

    assert [translations_on(each.get_absolute_url()) for each in Article.objects.all()] == [[], []]


def add(story):
    file_stories([story], by=None, now=timezone.now())


def body():
    return (Paragraph(f"<p>{TEXT}</p>"),)


def translations_on(address):
    """Return the languages and addresses to which a page leads its readers."""
    page = Client().get(address).content.decode()
    [line] = re.findall(r'<p class="translations">(.*?)</p>', page) or [""]
    return [(language, link) for link, language in re.findall(r'<a href="([^"]+)" lang="([^"]+)"', line)]


def imported(folder, **fields):
    """Import one story from a file."""
    item = {
        "uri": "gazette:1",
        "language": "en",
        "headlines": [{"value": "Bridge closed"}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": TEXT}],
        **fields,
    }
    path = folder / "wire.json"
    path.write_text(json.dumps(item), encoding="utf-8")
    import_files([path])
