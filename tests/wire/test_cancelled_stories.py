"""What its provider cancels is killed like any other article."""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from broadsheet.newsroom.models import Article
from broadsheet.wire.importer import import_files

pytestmark = pytest.mark.django_db
TEXT = "The bridge over the river is closed to all traffic. Engineers look at its pillars."


def test_it_is_taken_down_and_its_history_says_so(tmp_path):
    import_files([written(tmp_path, story())])

    import_files([written(tmp_path, story(pubstatus="canceled"))])

    article = Article.objects.get()
    assert (article.live, article.killed_at is None) == (False, False)
    assert list(ModelLogEntry.objects.for_instance(article).values_list("action", "user")) == [
        ("desk.kill", None)
    ]


def test_cancelled_twice_it_was_killed_once(tmp_path):
    import_files([written(tmp_path, story())])
    import_files([written(tmp_path, story(pubstatus="canceled"))])
    killed = Article.objects.get().killed_at

    import_files([written(tmp_path, story(pubstatus="canceled"))])

    assert Article.objects.get().killed_at == killed
    assert ModelLogEntry.objects.filter(action="desk.kill").count() == 1


def test_a_story_that_comes_with_its_own_cancellation_is_never_seen(tmp_path):
    report = import_files([written(tmp_path, story(), story(pubstatus="canceled"))])

    assert not Article.objects.visible(timezone.now()).exists()
    assert "withdrawn here too" in report.lines[-1]
    assert list(
        ModelLogEntry.objects.for_instance(Article.objects.get()).values_list("action", flat=True)
    ) == ["desk.kill"]


def story(**fields) -> dict:
    return {
        "uri": "1",
        "language": "en",
        "versioncreated": "2020-02-01T10:00:00Z",
        "headlines": [{"value": "Bridge closed"}],
        "bodies": [{"role": "main", "contenttype": "text/plain", "value": TEXT}],
        **fields,
    }


def written(folder: Path, *stories: dict) -> Path:
    path = folder / f"wire-{len(list(folder.iterdir()))}.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in stories), encoding="utf-8")
    return path
