"""Where the index cannot be written nobody says that it was, and readers search the one that was there."""

import resource
import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.cli import searching
from broadsheet.cli.main import app
from broadsheet.process.worker_lock import held
from broadsheet.search.asking import Query
from broadsheet.search.folders import IndexFolders
from broadsheet.search.open_index import OpenIndex
from broadsheet.worker.search_index import FOLDER, IndexNotWrittenError, SearchIndex
from newsstand import publish
from searchable import index_articles

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="en"><head><title>Crane turns again</title></head><body><article><h1>Crane turns again</h1>
<p>The blue crane on Quay 3 turns again after two years in which nobody could say what was wrong with its bearing.</p>
<p>It lifted its first crate on Tuesday, and forty dockers, who had laid bets on it, stood by and said nothing at all.</p>
</article></body></html>"""


def test_an_index_that_cannot_be_written_is_an_error_and_the_old_one_answers(tmp_path):
    article = publish("The bridge stands")
    index = SearchIndex(tmp_path)
    index.catch_up()
    publish("The bridge falls")

    with full_disk(), pytest.raises(IndexNotWrittenError):
        index.catch_up()

    query = Query(text="bridge", edition=article.locale_id, language="en", now=timezone.now())
    assert [each.article for each in OpenIndex(tmp_path).search(query).articles] == [article.pk]
    assert [each.name for each in tmp_path.glob("index-*")] == [index.folders.current.name]


def test_once_there_is_room_again_all_is_found(tmp_path):
    publish("The bridge stands")
    index = SearchIndex(tmp_path)
    with full_disk(), pytest.raises(IndexNotWrittenError):
        index.catch_up()

    assert index.catch_up() == 1


def test_rebuild_on_a_full_disk_fails_and_says_why():
    publish("The bridge stands")
    index_articles()

    with full_disk():
        done = CliRunner().invoke(app, ["search", "rebuild"])

    assert done.exit_code == 1
    assert "The search index was not built" in done.output
    assert "MB left" in done.output


def test_import_fails_where_its_stories_cannot_be_found(tmp_path):
    index_articles()
    file = tmp_path / "page.html"
    file.write_text(PAGE)

    with unusable_folder():
        done = CliRunner().invoke(app, ["import", str(file)])

    assert done.exit_code == 1
    assert "The stories are stored, but the search index cannot be written" in done.output
    assert "broadsheet search rebuild" in done.output


def test_who_waits_for_another_process_builds_the_index_once_that_has_ended():
    publish("The bridge stands")
    index_articles()
    before = folders().current
    ended = threading.Event()
    holder = threading.Thread(target=hold_lock, args=(ended,))
    holder.start()
    time.sleep(0.1)
    threading.Timer(0.5, ended.set).start()
    done = CliRunner().invoke(app, ["search", "rebuild"])
    holder.join()

    assert done.exit_code == 0
    assert "Another process keeps this index" in done.output
    assert "1 articles in" in done.output
    assert folders().current != before


@pytest.mark.parametrize("state", ["never begun", "failed"])
def test_who_waits_in_vain_is_told_so(state, monkeypatch):
    monkeypatch.setattr(searching, "BEGINS_WITHIN", 0.3)
    index_articles()
    ended = threading.Event()
    holder = threading.Thread(target=hold_lock, args=(ended, state == "failed"))
    holder.start()
    time.sleep(0.1)
    done = CliRunner().invoke(app, ["search", "rebuild"])
    ended.set()
    holder.join()

    assert done.exit_code == 1
    assert {"never begun": "has not begun within", "failed": "could not write it"}[state] in done.output


def folders() -> IndexFolders:
    return IndexFolders(settings.DATA / FOLDER)


def hold_lock(ended: threading.Event, fails: bool = False) -> None:
    """Be another process that keeps the index: it builds none, and notes so where `fails`."""
    with held(settings.DATA, searching.LOCK) as is_only_one:
        assert is_only_one
        while not ended.wait(0.05):
            if fails and folders().take_request():
                folders().fail_request()


@contextmanager
def full_disk():
    """Let no file of this process grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def unusable_folder():
    """Have a file stand where the folder of the index is made."""
    folder, aside = settings.DATA / FOLDER, settings.DATA / "aside"
    folder.rename(aside)
    folder.write_text("")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)
