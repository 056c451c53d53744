"""The worker does what is due, and only that."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from broadsheet.newsroom.models import Analysis, Article, Neighbour
from broadsheet.press import outbox
from broadsheet.press.models import Change
from broadsheet.project.commands.working import NAME, Worker
from broadsheet.project.worker_lock import held, is_held
from factories import make_article, make_articles

pytestmark = pytest.mark.django_db


def test_articles_that_changed_get_their_neighbours():
    make_articles(6)
    Worker().turn(timezone.now())

    assert Analysis.objects.count() == 6
    assert Neighbour.objects.exists()


def test_what_was_heard_once_is_not_heard_again():
    make_articles(3)
    worker = Worker()
    worker.turn(timezone.now())
    # Its own announcements of new lists are in the outbox too.
    while outbox.since(outbox.position(NAME)):
        worker.turn(timezone.now())
    Analysis.objects.all().delete()
    worker.turn(timezone.now())

    assert Analysis.objects.count() == 0


def test_an_embargo_that_ended_between_two_looks_is_announced_once():
    worker = Worker()
    article = make_article(embargoed_until=worker.clock + timedelta(seconds=5))
    Change.objects.all().delete()
    worker.keep_time(worker.clock + timedelta(seconds=6))
    worker.keep_time(worker.clock + timedelta(seconds=1))

    assert [set(each.tags.split()) for each in Change.objects.all()] == [
        {f"article:{article.pk}", "edition:en"}
    ]


def test_a_scheduled_revision_is_published_when_its_time_has_come():
    article = make_article(live=False, days_ago=None)
    article.go_live_at = timezone.now() + timedelta(seconds=0.3)
    article.save_revision().publish()
    Worker().keep_time(timezone.now())
    seen_before = Article.objects.get().live
    time.sleep(0.4)
    Worker().keep_time(timezone.now())

    assert (seen_before, Article.objects.get().live) == (False, True)


def test_an_expired_article_gets_its_status():
    make_article(expire_at=timezone.now() - timedelta(seconds=1))
    Worker().keep_time(timezone.now())

    assert (Article.objects.get().live, Article.objects.get().expired) == (False, True)


def test_a_database_that_is_away_is_waited_for(monkeypatch):
    worker, stop, failures = Worker(), threading.Event(), []

    def turn(_now):
        failures.append(1)
        if len(failures) == 3:
            stop.set()
            return False
        raise OperationalError("away")

    monkeypatch.setattr(worker, "turn", turn)
    # The worker closes its connection to begin afresh; the test's own transaction lives on it.
    monkeypatch.setattr("broadsheet.project.commands.working.connection.close", lambda: None)
    worker.run(stop)

    assert len(failures) == 3


def test_one_worker_at_a_time(tmp_path):
    assert not is_held(tmp_path)
    with held(tmp_path) as first:
        assert (first, is_held(tmp_path)) == (True, True)
        with held(tmp_path) as second:
            assert second is False
    assert not is_held(tmp_path)
