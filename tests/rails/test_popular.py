"""Popular is of now, and says so when nobody has read anything."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from broadsheet.rails.popular import Reads, decayed, popular

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_ten_reads_of_this_hour_beat_twenty_of_yesterday():
    counts = [read(1, hours_ago=24, reads=20), read(2, hours_ago=0, reads=10)]

    assert articles(popular(counts, now=NOW)) == [2, 1]


def test_a_read_counts_half_after_a_half_life():
    assert decayed(8, timedelta(hours=6), half_life=timedelta(hours=3)) == approx(2.0)


def test_the_hours_of_a_story_are_added():
    counts = [read(1, hours_ago=1), read(2, hours_ago=1), read(1, hours_ago=2)]

    assert popular(counts, now=NOW)[0].reason.text == (
        "read 2 times in the last 48 hours, last in the hour from 2026-11-23 11:00"
    )


def test_reads_of_last_week_make_nothing_popular_today():
    counts = [read(1, hours_ago=24 * 7, reads=100_000)]

    assert popular(counts, now=NOW) == []


def test_an_hour_that_has_not_begun_is_not_counted():
    assert popular([read(1, hours_ago=-2, reads=5)], now=NOW) == []


def test_before_there_are_reads_the_newest_stand_here_and_say_so():
    chosen = popular([], [(5, 5), (4, 4)], now=NOW)

    assert [(card.article, card.reason.text) for card in chosen] == [
        (5, "newest in the edition; no reads counted yet"),
        (4, "newest in the edition; no reads counted yet"),
    ]


def test_the_newest_follow_what_was_read_without_repeating_it():
    chosen = popular([read(4)], [(5, 5), (4, 4)], now=NOW)

    assert [(card.article, card.reason.kind) for card in chosen] == [(4, "reads"), (5, "newest")]


def test_two_versions_of_a_story_stand_once():
    counts = [Reads(1, 9, NOW, 5), Reads(2, 9, NOW, 7)]

    assert articles(popular(counts, now=NOW)) == [2]


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 60), st.integers(0, 50)), max_size=40), st.randoms()
)
def test_the_order_of_the_counts_does_not_matter(counts, random):
    rows = [read(article, hours_ago=hours, reads=reads) for article, hours, reads in counts]
    shuffled = random.sample(rows, len(rows))

    assert scores(popular(rows, now=NOW)) == approx(scores(popular(shuffled, now=NOW)))


def read(article, *, hours_ago=0, reads=1):
    return Reads(article, article, NOW - timedelta(hours=hours_ago), reads)


def articles(candidates):
    return [candidate.article for candidate in candidates]


def scores(candidates):
    return {candidate.article: candidate.score for candidate in candidates}
