"""The index of the search outlives its writer, and is built again where it is lost."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.press import outbox
from broadsheet.press.models import Change
from broadsheet.search import index as engine
from broadsheet.search.asking import Query
from broadsheet.search.folders import IndexFolders
from broadsheet.search.index import IndexBrokenError
from broadsheet.search.open_index import OpenIndex
from broadsheet.worker import search_index
from broadsheet.worker.search_index import SearchIndex
from factories import make_author, make_section, make_topic
from newsstand import publish, publish_many
from prepared import paper_in
from served import environment_of

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_nothing_is_missing_after_the_writer_was_killed_ten_times(tmp_path):
    paper = paper_in(tmp_path / "var")
    environment = environment_of(paper.folder, 8000)
    environment["PYTHONPATH"] = os.pathsep.join([str(TESTS), environment.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(TESTS / "search" / "killed_writer.py"), "seed 7"],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])

    assert said["kept"] == said["fresh"]
    assert said["kept"][-1][0] == said["visible"]


@pytest.mark.django_db
@pytest.mark.parametrize("loss", ["folder", "root", "segment", "state", "schema", "clock"])
def test_an_index_that_is_lost_is_built_again_and_readers_get_no_error(tmp_path, monkeypatch, loss):
    article, index, readers = publish("The bridge stands"), SearchIndex(tmp_path), OpenIndex(tmp_path)
    index.catch_up()
    assert numbers(readers, article) == [article.pk]

    damage(loss, tmp_path, monkeypatch)
    if loss in ("schema", "clock"):
        # What a new version, or a new start, finds.
        index.close()
    asked = [numbers(readers, article) for _ in range(2)]
    index.catch_up()
    again = OpenIndex(tmp_path)

    assert all(each in (None, [article.pk]) for each in asked)
    assert numbers(again, article) == [article.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("links", [True, False])
def test_an_index_survives_that_its_files_are_copied(tmp_path, links):
    article, index = publish("The bridge stands"), SearchIndex(tmp_path / "here")
    index.catch_up()
    index.close()
    shutil.copytree(tmp_path / "here", tmp_path / "there", symlinks=links)

    assert numbers(OpenIndex(tmp_path / "there"), article) == [article.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("is_copied", [True, False])
@pytest.mark.parametrize("name", ["current", "current.new"])
def test_what_stands_in_the_way_of_an_index_is_replaced(tmp_path, name, is_copied):
    article, index = publish("The bridge stands"), SearchIndex(tmp_path)
    (tmp_path / "a folder").mkdir()
    if is_copied:
        shutil.copytree(tmp_path / "a folder", tmp_path / name)
    else:
        (tmp_path / name).symlink_to("a folder")
    index.catch_up()

    assert numbers(OpenIndex(tmp_path), article) == [article.pk]
    assert (tmp_path / "a folder").is_dir()


@pytest.mark.django_db
def test_the_old_index_answers_while_the_new_one_is_built(tmp_path, monkeypatch):
    monkeypatch.setattr(search_index, "ARTICLES_AT_ONCE", 5)
    articles, index, readers = publish_many(12), SearchIndex(tmp_path), OpenIndex(tmp_path)
    index.catch_up()
    before = index.folders.current
    index.rebuild()
    index.turn(timezone.now())
    late = publish("A late bridge")
    index.turn(timezone.now())

    assert index.folders.current == before
    assert numbers(readers, articles[0], "story number 3") != []
    assert numbers(readers, late) == [late.pk]
    index.catch_up()
    assert index.folders.current != before
    assert numbers(readers, late) == [late.pk]
    assert index.count == 13


@pytest.mark.django_db
def test_who_slept_longer_than_changes_are_kept_builds_the_index_again(tmp_path):
    publish("The bridge stands")
    index = SearchIndex(tmp_path)
    index.catch_up()
    index.close()
    before = index.folders.current
    missed = publish("The bridge falls")
    outbox.announce(["edition:en"])
    Change.objects.filter(pk__lt=outbox.latest()).delete()

    later = SearchIndex(tmp_path)
    later.catch_up()

    assert later.folders.current != before
    assert numbers(OpenIndex(tmp_path), missed, "falls") == [missed.pk]


@pytest.mark.django_db
def test_a_database_of_before_has_the_index_built_again(tmp_path):
    publish("The bridge stands")
    index = SearchIndex(tmp_path)
    index.catch_up()
    index.close()
    before = index.folders.current
    Change.objects.all().delete()
    outbox.announce(["edition:en"])
    Change.objects.update(id=1)

    later = SearchIndex(tmp_path)
    later.catch_up()

    assert later.folders.current != before


@pytest.mark.django_db
def test_what_time_alone_changed_while_nobody_wrote_is_taken_in(tmp_path):
    now = timezone.now()
    shown = publish("The bridge opens", embargoed_until=now + timedelta(minutes=5))
    gone = publish("The bridge sale", expire_at=now + timedelta(minutes=5))
    index = SearchIndex(tmp_path)
    index.catch_up()
    index.close()
    later = now + timedelta(minutes=10)
    index = SearchIndex(tmp_path)
    while index.turn(later):
        pass

    assert numbers(OpenIndex(tmp_path), shown, "bridge", later) == [shown.pk]
    assert index.count == 1
    assert gone.pk


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_what_articles_are_filed_under_is_found_by_its_new_name(tmp_path, kind):
    article = publish("The mayor stays", topics=["Harbour"], authors=["Ann Reporter"])
    index = SearchIndex(tmp_path)
    index.catch_up()
    thing = {"topic": make_topic("Harbour"), "author": make_author("Ann Reporter")}.get(kind)
    if thing is None:
        thing = section_of(article)
        index.catch_up()
    thing.name = "Zeppelins"
    thing.save()
    index.catch_up()

    assert numbers(OpenIndex(tmp_path), article, "zeppelins") == [article.pk]


@pytest.mark.django_db
def test_an_article_that_cannot_be_analysed_does_not_stand_in_the_way(tmp_path):
    broken, whole = publish("The broken bridge"), publish("The whole bridge")
    type(broken).objects.filter(pk=broken.pk).update(body='[{"type": "heading", "value": 7}]')
    index = SearchIndex(tmp_path)
    index.catch_up()

    assert whole.pk in (numbers(OpenIndex(tmp_path), whole) or [])


@pytest.mark.django_db
def test_nothing_that_readers_may_not_see_is_in_the_index(tmp_path):
    publish("A draft", live=False)
    publish("Of tomorrow", embargoed_until=timezone.now() + timedelta(days=1))
    publish("Of yesterday", expire_at=timezone.now() - timedelta(days=1))
    index = SearchIndex(tmp_path)
    index.catch_up()

    assert index.count == 0


def numbers(readers: OpenIndex, article, text: str = "bridge", now=None) -> list[int] | None:
    """Return the articles that answer, None where readers are told that the search is being prepared."""
    query = Query(text=text, edition=article.locale_id, language="en", now=now or timezone.now())
    try:
        return [each.article for each in readers.search(query).articles]
    except IndexBrokenError:
        return None


def damage(loss: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = IndexFolders(root).current
    if loss == "folder":
        shutil.rmtree(folder)
    elif loss == "root":
        shutil.rmtree(root)
    elif loss == "segment":
        for each in [*folder.glob("*.term"), *folder.glob("*.store"), *folder.glob("*.idx")]:
            os.truncate(each, 10)
    elif loss == "state":
        for each in folder.glob("*.json"):
            each.unlink()
    elif loss == "schema":
        monkeypatch.setattr(engine, "SCHEMA_VERSION", engine.SCHEMA_VERSION + 1)
    else:
        (root / "looked-at").unlink()


def section_of(article):
    article.section = make_section("Town")
    article.save()
    return article.section


@pytest.mark.django_db
def test_a_clock_that_is_set_back_hides_and_shows_again_what_came_and_went_meanwhile(tmp_path):
    """Even by more than schema.SETTLED, from which on an article's moments are not asked any more."""
    now, index = timezone.now(), SearchIndex(tmp_path)
    gone = publish("The bridge fell", published_at=now - timedelta(days=9), expire_at=now - timedelta(days=2))
    come = publish("The bridge rises", published_at=now - timedelta(days=2))
    while index.turn(now):
        pass
    before = {each.article for each in everything(tmp_path, gone, now)}
    back = now - timedelta(days=3)
    while index.turn(back):
        pass

    assert before == {come.pk}
    assert {each.article for each in everything(tmp_path, gone, back)} == {gone.pk}


def everything(root, article, now):
    query = Query(text="bridge", edition=article.locale_id, language="en", now=now)
    return OpenIndex(root).search(query).articles
