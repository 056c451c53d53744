"""The worker does what is due, and only that."""

import threading
import time
from datetime import timedelta
from random import Random

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from broadsheet.newsroom import indexing
from broadsheet.newsroom.indexing.counts import Counts
from broadsheet.newsroom.indexing.ranking import Ranking
from broadsheet.newsroom.models import Analysis, Article, Neighbour
from broadsheet.press import outbox
from broadsheet.press.models import Change
from broadsheet.process.worker_lock import held, is_held
from broadsheet.rails.depths import Depths
from broadsheet.rails.registry import RAILS
from broadsheet.worker import related_lists
from broadsheet.worker.clock import Clock
from broadsheet.worker.duties import Duty, Stopped
from broadsheet.worker.related_lists import POSITION, RelatedLists
from broadsheet.worker.working import Worker
from factories import make_article, make_articles

pytestmark = pytest.mark.django_db

STORED = Depths(RAILS).stored


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
    while outbox.since(outbox.position(POSITION)):
        worker.turn(timezone.now())
    Analysis.objects.all().delete()
    worker.turn(timezone.now())

    assert Analysis.objects.count() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere a look costs its queries")
def test_where_nobody_writes_a_look_costs_no_query(django_assert_num_queries):
    make_article()
    related = RelatedLists(lambda _count: None)
    while related.follow(timezone.now()):
        pass
    related.follow(timezone.now())
    related.follow(timezone.now())
    with django_assert_num_queries(1) as seen:
        related.follow(timezone.now())

    assert seen[0]["sql"] == "PRAGMA data_version"


def test_an_embargo_that_ended_between_two_looks_is_announced_once():
    clock = Clock()
    article = make_article(embargoed_until=clock.now + timedelta(seconds=5))
    Change.objects.all().delete()
    clock.announce(clock.now + timedelta(seconds=6))
    clock.announce(clock.now + timedelta(seconds=1))

    assert [set(each.tags.split()) for each in Change.objects.all()] == [
        {f"article:{article.pk}", "edition:en", f"translations:{article.translation_key}"}
    ]


def test_a_scheduled_revision_is_published_when_its_time_has_come():
    article = make_article(live=False, days_ago=None)
    article.go_live_at = timezone.now() + timedelta(seconds=0.3)
    article.save_revision().publish()
    Clock().announce(timezone.now())
    seen_before = Article.objects.get().live
    time.sleep(0.4)
    Clock().announce(timezone.now())

    assert (seen_before, Article.objects.get().live) == (False, True)


def test_an_expired_article_gets_its_status():
    make_article(expire_at=timezone.now() - timedelta(seconds=1))
    Clock().announce(timezone.now())

    assert (Article.objects.get().live, Article.objects.get().expired) == (False, True)


def test_a_database_that_is_away_is_waited_for(monkeypatch):
    stop, failures = threading.Event(), []
    worker = Worker(stop)

    def turn(_now):
        failures.append(1)
        if len(failures) == 3:
            stop.set()
            return False
        raise OperationalError("away")

    monkeypatch.setattr(worker, "turn", turn)
    # The worker closes its connection to begin afresh; the test's own transaction lives on it.
    monkeypatch.setattr("broadsheet.worker.working.connection.close", lambda: None)
    worker.run()

    assert len(failures) == 3


def test_an_article_that_cannot_be_read_does_not_stand_in_the_way_of_the_others(caplog):
    articles = make_articles(5)
    with connection.cursor() as cursor:
        # A row as another program may leave it: Python has no such month.
        cursor.execute(
            "UPDATE newsroom_article SET published_at = '2026-13-45 00:00:00' WHERE id = %s", [articles[2].pk]
        )
    newest = outbox.latest()
    Worker().turn(timezone.now())

    assert set(Analysis.objects.values_list("article", flat=True)) == {
        each.pk for each in articles if each != articles[2]
    }
    assert outbox.position(POSITION) >= newest
    assert f"article {articles[2].pk} cannot be worked out" in caplog.text


def test_a_duty_that_fails_rests_and_the_others_go_on(caplog):
    make_articles(3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsroom_article SET expire_at = '2026-13-45 00:00:00'")
        cursor.execute("UPDATE newsroom_article SET embargoed_until = %s", [timezone.now()])
    worker, now, done = Worker(), timezone.now(), []
    worker.duties = (*worker.duties, Duty("last", lambda moment: bool(done.append(moment))))
    the(Clock, worker).now -= timedelta(minutes=1)
    moments = [now + timedelta(seconds=seconds) for seconds in (0, 1, 31)]
    with caplog.at_level("ERROR", "broadsheet.worker"):
        for each in moments:
            worker.turn(each)
    said = [each.message.partition(";")[0] for each in caplog.records if "duty" in each.message]

    assert said == ["The duty 'clock' failed"] * 2
    assert len(done) == len(moments)


def test_a_worker_that_is_told_to_stop_leaves_the_rest_for_the_next():
    make_articles(6)
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        Worker(stop).turn(timezone.now())
    was_done = Neighbour.objects.exists()
    Worker().turn(timezone.now())

    assert (was_done, Neighbour.objects.exists()) == (False, True)


def test_the_clock_is_minded_in_the_middle_of_long_work():
    worker = Worker()
    embargoed = make_article(embargoed_until=timezone.now() - timedelta(seconds=1))
    the(Clock, worker).now -= timedelta(seconds=5)
    worker._now -= timedelta(seconds=5)
    Change.objects.all().delete()
    the(RelatedLists, worker).refresh([embargoed.pk])

    assert any(f"article:{embargoed.pk}" in each.tags.split() for each in Change.objects.all())


def test_lists_that_something_left_are_filled_up_when_there_is_no_news(monkeypatch):
    articles = a_busy_week(monkeypatch)
    worker = Worker()
    settle(worker)
    before = lists()
    Article.objects.get(pk=articles[3].pk).unpublish()
    settle(worker)
    at_once = lists()
    underfull = {each for each, own in at_once.items() if len(own) < STORED}
    waiting = indexing.unfinished()
    monkeypatch.setattr(related_lists, "QUIET_SECONDS", 0)
    settle(worker)
    ranked = Ranking(Counts()).ranked(underfull)

    assert {len(each) for each in before.values()} == {STORED}
    assert not any(articles[3].pk in each for each in at_once.values())
    assert {len(at_once[each]) for each in underfull} == {STORED - 1}
    assert (waiting, indexing.unfinished()) == (len(underfull), 0)
    # Their order follows what the lists show already (rails/hubs.py).
    assert {each: sorted(lists()[each]) for each in underfull} == {
        each: sorted(card.article for card in own) for each, own in ranked.items()
    }


def test_a_list_of_which_plenty_is_left_is_left_as_it_is(monkeypatch):
    articles = a_busy_week(monkeypatch, plenty=STORED - 1)
    worker = Worker()
    settle(worker)
    Article.objects.get(pk=articles[3].pk).unpublish()
    settle(worker)

    assert {len(each) for each in lists().values()} == {STORED, STORED - 1}
    assert indexing.unfinished() == 0


def test_what_was_ranked_before_news_came_is_ranked_again(monkeypatch):
    articles = a_busy_week(monkeypatch)
    monkeypatch.setattr(related_lists, "RANKED_AT_ONCE", 1)
    worker = Worker()
    settle(worker)
    Article.objects.get(pk=articles[3].pk).unpublish()
    settle(worker)
    underfull = {each for each, own in lists().items() if len(own) < STORED}
    monkeypatch.setattr(related_lists, "QUIET_SECONDS", 0)
    worker.turn(timezone.now())
    ranked = set(the(RelatedLists, worker)._filling.ids)
    Article.objects.get(pk=articles[7].pk).unpublish()
    settle(worker)

    assert len(ranked) == 1
    assert underfull > ranked
    assert indexing.unfinished() == 0
    assert {len(each) for each in lists().values()} == {STORED}
    assert not any({articles[3].pk, articles[7].pk} & set(each) for each in lists().values())


def test_a_database_that_goes_away_while_lists_are_filled_up_loses_none_of_them(monkeypatch):
    articles = a_busy_week(monkeypatch)
    worker = Worker()
    settle(worker)
    Article.objects.get(pk=articles[3].pk).unpublish()
    settle(worker)
    monkeypatch.setattr(related_lists, "QUIET_SECONDS", 0)
    with monkeypatch.context() as patched, pytest.raises(OperationalError):
        patched.setattr(indexing.Filling, "rank", go_away)
        worker.turn(timezone.now())
    worker._reconnect()
    settle(worker)

    assert indexing.unfinished() == 0


def go_away(_filling, _ids):
    raise OperationalError("away")


def test_a_list_of_which_too_little_is_left_is_filled_up_at_once(monkeypatch):
    articles = a_busy_week(monkeypatch)
    worker = Worker()
    settle(worker)
    for each in Article.objects.filter(pk__in=lists()[articles[0].pk][:5]):
        each.unpublish()
    settle(worker)

    assert len(lists()[articles[0].pk]) == STORED


def test_lists_that_were_not_filled_up_are_finished_by_the_next_worker(monkeypatch):
    articles = a_busy_week(monkeypatch)
    settle(Worker())
    Article.objects.get(pk=articles[3].pk).unpublish()
    worker = Worker()
    the(RelatedLists, worker).is_unfinished = False
    settle(worker)
    waiting = indexing.unfinished()
    settle(Worker())

    assert waiting > 0
    assert {len(each) for each in lists().values()} == {STORED}


def a_busy_week(monkeypatch, plenty=STORED):
    """Make more articles than a list has places, on the same few things."""
    monkeypatch.setattr(Depths, "plenty", plenty)
    things = ["bridge", "river", "council", "ferry", "harbour", "market", "school", "tram", "mayor", "bakery"]
    chance, articles = Random(1), []
    for number in range(2 * STORED):
        words = chance.sample(things, 6)
        text = "The {} waits for its {}. Nobody has seen a {} or a {} there, said the {} of the {}.".format(
            *words
        )
        articles.append(make_article(f"{words[0]} and {words[1]}", text=text, days_ago=number))
    return articles


def the(kind, worker):
    """Return what does some of the worker's duties."""
    return next(each.do.__self__ for each in worker.duties if isinstance(each.do.__self__, kind))


def settle(worker):
    while worker.turn(timezone.now()):
        pass


def lists():
    found = {}
    for article, neighbour in Neighbour.objects.order_by("article", "position").values_list(
        "article_id", "neighbour_id"
    ):
        found.setdefault(article, []).append(neighbour)
    return found


def test_the_clock_does_not_go_back_after_long_work():
    make_articles(2)
    begun = timezone.now()
    worker = Worker()
    the(RelatedLists, worker).is_unfinished = False
    the(Clock, worker).now = begun - timedelta(seconds=9)
    worker.turn(begun - timedelta(seconds=5))

    assert the(Clock, worker).now >= begun


def test_one_worker_at_a_time(tmp_path):
    assert not is_held(tmp_path)
    with held(tmp_path) as first:
        assert (first, is_held(tmp_path)) == (True, True)
        with held(tmp_path) as second:
            assert second is False
    assert not is_held(tmp_path)
