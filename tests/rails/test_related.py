"""Related is about the same thing, of the article's own time, and says why."""

import time
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.terms import TermKind
from broadsheet.rails.related import (
    RelatedStanding,
    describe,
    enter,
    is_comparable,
    key_terms,
    rank,
    statistics_of,
)
from broadsheet.rails.statistics import Statistics
from broadsheet.rails.vectors import Vector, term_id, vector

THEN = datetime(2012, 11, 16, 9, tzinfo=UTC)
TALKS = "The OSCE Minsk Group met in Baku to discuss Nagorno-Karabakh. Talks on Nagorno-Karabakh went on."
FLOOD = "The river rose in Narrin and the bakery on the quay was closed. The river fell again at night."


def test_the_story_about_the_same_thing_comes_first():
    ranked = rank(story(1, TALKS), [story(2, FLOOD), story(3, TALKS)], statistics=archive())

    assert ranked[0].article == 3


def test_the_reason_names_the_words_as_they_stand_in_the_text_and_the_days_between():
    ranked = rank(story(1, TALKS), [story(2, TALKS, days=3)], statistics=archive())

    assert ranked[0].reason.text == "shares Nagorno-Karabakh, OSCE Minsk Group, Baku; 3 days later"


def test_the_reason_counts_days_weeks_months_and_years_both_ways():
    days = (0, 1, -2, 21, -90, 730, -3650)
    others = [story(2 + place, TALKS, days=day) for place, day in enumerate(days)]

    ranked = rank(story(1, TALKS), others, statistics=archive())

    told = {candidate.article: candidate.reason.text.partition("; ")[2] for candidate in ranked}
    assert [told[2 + place] for place in range(len(days))] == [
        "the same day", "1 day later", "2 days earlier", "3 weeks later", "3 months earlier", "2 years later",
        "10 years earlier",
    ]  # fmt: skip


def test_where_a_date_is_unknown_time_takes_no_part():
    others = [story(2, TALKS, days=None), story(3, TALKS, days=None)]

    ranked = rank(story(1, TALKS), others, statistics=archive())

    assert [(c.reason.parts["time"], "date unknown" in c.reason.text) for c in ranked] == [(1.0, True)] * 2


def test_a_story_of_the_same_week_beats_the_same_words_of_another_year():
    ranked = rank(
        story(1, TALKS), [story(2, TALKS, days=-400), story(3, TALKS, days=-2)], statistics=archive()
    )

    assert [candidate.article for candidate in ranked] == [3, 2]


def test_a_story_of_another_decade_counts_less_than_one_without_a_date():
    ranked = rank(
        story(1, TALKS), [story(2, TALKS, days=-5000), story(3, TALKS, days=None)], statistics=archive()
    )

    assert [candidate.article for candidate in ranked] == [3, 2]


def test_of_the_stories_that_came_later_the_newest_leads_to_how_it_went_on():
    others = [story(2, TALKS, days=700), story(3, TALKS, days=800), story(4, FLOOD, days=900)]

    ranked = rank(story(1, TALKS), others, statistics=archive())

    assert [c.article for c in ranked if c.reason.parts.get("follow_up")] == [3]


def test_the_date_of_the_article_counts_and_not_the_day_of_reading():
    old = story(1, TALKS, days=-3000)

    ranked = rank(old, [story(2, TALKS, days=0), story(3, TALKS, days=-2990)], statistics=archive())

    assert [candidate.article for candidate in ranked] == [3, 2]


def test_topics_in_common_decide_between_equal_words():
    page = story(1, TALKS, topics={7})

    ranked = rank(page, [story(2, TALKS), story(3, TALKS, topics={7})], statistics=archive())

    assert [candidate.article for candidate in ranked] == [3, 2]


def test_a_topic_is_reason_enough_where_no_word_is_shared():
    page, other = (story(number, text, topics={"Weather"}) for number, text in [(1, TALKS), (2, FLOOD)])

    [found] = rank(page, [other], statistics=archive())

    assert found.reason.text == "both about Weather; the same day"


def test_a_version_of_the_article_is_not_related_to_it():
    assert rank(story(1, TALKS), [story(2, TALKS, story=1)], statistics=archive()) == []


def test_versions_of_one_story_are_related_once():
    others = [story(2, TALKS, story=9), story(3, TALKS, story=9)]

    assert len(rank(story(1, TALKS), others, statistics=archive())) == 1


def test_a_name_counts_more_than_a_word():
    page = story(
        1, "The committee spoke of harbour dredging with Ilham Aliyev. We met Aliyev and Ilham Aliyev."
    )
    named = story(2, "A visit by Ilham Aliyev to a school. Pupils met Ilham Aliyev there today.")
    worded = story(3, "A report on harbour dredging in a lake. Ducks like harbour dredging there today.")

    ranked = rank(page, [worded, named], statistics=archive())

    assert [candidate.article for candidate in ranked] == [2, 3]


def test_azerbaijani_endings_do_not_part_the_same_word():
    page = story(1, "Körpünün açılışı təxirə salındı. Körpünün təmiri davam edir.", language="az")
    other = story(2, "Şəhərdə körpüləri təmir edirlər.", language="az")

    assert [c.article for c in rank(page, [other], statistics=archive())] == [2]


def test_key_terms_leave_out_what_stands_everywhere():
    own = vector({TermKind.STEM: {"the": 9, "osce": 1, "bridge": 2}})
    statistics = Statistics()
    statistics.add([own, *[vector({TermKind.STEM: {"the": 1, f"w{number}": 1}}) for number in range(99)]])

    ids, _weights = key_terms(own, statistics, limit=48)

    assert ids.tolist() == [term_id(TermKind.STEM, "bridge"), term_id(TermKind.STEM, "osce")]


def test_known_key_terms_stand_in_another_story_too():
    own = vector({TermKind.STEM: {"osce": 1, "bridge": 2}})
    statistics = Statistics()
    statistics.add([own, vector({TermKind.STEM: {"osce": 1}})])

    ids, _weights = key_terms(own, statistics, limit=48, known=True)

    assert ids.tolist() == [term_id(TermKind.STEM, "osce")]


@given(
    st.dictionaries(
        st.sampled_from(TermKind), st.dictionaries(st.text(max_size=8), st.integers(1, 999), max_size=9)
    )
)
def test_a_vector_is_read_as_it_was_written(counts):
    written = vector(counts)

    read = Vector.from_bytes(written.to_bytes())

    assert (read.ids.tolist(), read.counts.tolist()) == (written.ids.tolist(), written.counts.tolist())
    assert sorted(set(written.ids.tolist())) == written.ids.tolist()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.dictionaries(st.text(max_size=4), st.integers(1, 9), max_size=9), max_size=6))
def test_what_came_and_left_leaves_no_trace_in_the_statistics(stories):
    vectors = [vector({TermKind.WORD: each}) for each in stories]
    statistics, kept = Statistics(), Statistics()
    statistics.add(vectors)
    kept.add(vectors[1:])

    if vectors:
        statistics.count(vectors[0].ids, -1)

    everything = vector({TermKind.WORD: {word: 1 for each in stories for word in each}}).ids
    assert statistics.documents == kept.documents
    assert statistics.frequencies(everything).tolist() == kept.frequencies(everything).tolist()


def test_statistics_are_read_as_they_were_written():
    statistics = statistics_of([story(1, TALKS), story(2, FLOOD)])
    everything = np.concatenate([story(1, TALKS).vector.ids, story(2, FLOOD).vector.ids])

    read = Statistics.from_bytes(statistics.documents, statistics.to_bytes())

    assert read.frequencies(everything).tolist() == statistics.frequencies(everything).tolist()
    assert read.documents == 2


def test_statistics_are_written_to_the_last_kind_of_terms():
    statistics = Statistics()
    statistics.add([vector({kind: {"bridge": 1} for kind in TermKind})] * 3)

    read = Statistics.from_bytes(3, statistics.to_bytes())

    ids = vector({kind: {"bridge": 1} for kind in TermKind}).ids
    assert read.frequencies(ids).tolist() == [3] * len(TermKind)


def test_a_story_that_left_is_counted_no_more():
    flood = story(2, FLOOD).vector
    statistics = statistics_of([story(1, TALKS), story(2, FLOOD), story(3, FLOOD)])

    statistics.count(flood.ids, -1)
    statistics.count(flood.ids, -1)

    assert statistics.documents == 1
    assert set(statistics.frequencies(flood.ids).tolist()) == {1}


def test_an_archive_of_one_relates_to_nothing():
    only = story(1, TALKS)

    assert rank(only, [only], statistics=statistics_of([only])) == []


@pytest.mark.slow
def test_a_hundred_candidates_are_ranked_in_three_milliseconds():
    random = Random(1)
    vocabulary = ["".join(letters) for letters in product("bdfgklmnprst", "aeiou", "lnrst", "aeiou", "kmtv")]
    common = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    documents = [story(n, " ".join(random.choices(vocabulary, common, k=300)), days=n) for n in range(101)]
    statistics = statistics_of(documents)

    seconds = min(timed(documents, statistics) for _ in range(15))

    # Three milliseconds on a quiet machine; what runs the tests may be three times slower.
    assert seconds < 0.009


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from([TALKS, FLOOD, ""]), st.none() | st.integers(-9000, 9000)), max_size=12
    )
)
def test_any_archive_is_ranked_the_same_in_any_order(rows):
    others = [story(2 + place, text, days=days) for place, (text, days) in enumerate(rows)]
    page = story(1, TALKS)

    forwards = rank(page, others, statistics=archive())

    assert forwards == rank(page, others[::-1], statistics=archive())


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(-4000, 4000), st.integers(1, 9)), max_size=12),
    st.data(),
)
def test_newcomers_stand_in_a_list_as_if_all_of_it_had_been_ranked_anew(rows, data):
    page = story(0, sample(7), story=0)
    others = [story(1 + n, sample(seed), days=days, story=line) for n, (seed, days, line) in enumerate(rows)]
    newcomers = data.draw(st.sets(st.integers(1, 12)))
    listed = rank(
        page, [each for each in others if each.article not in newcomers], statistics=archive(), limit=5
    )
    by_article = {each.article: each for each in others}

    entered = enter(
        page,
        [RelatedStanding(by_article[each.article], each.reason.parts) for each in listed],
        [each for each in others if each.article in newcomers],
        statistics=archive(),
        limit=5,
    )
    kept = {each.article for each in listed} | newcomers
    anew = rank(page, [each for each in others if each.article in kept], statistics=archive(), limit=5)

    assert entered == anew


def test_a_list_is_comparable_while_the_archive_is_about_as_large_as_it_was():
    page, other = story(1, TALKS), story(2, TALKS)
    [listed] = rank(page, [other], statistics=archive())
    standing = [RelatedStanding(other, listed.reason.parts)]
    grown = Statistics()
    verdicts = []
    for documents in (700, 200, 200, 300, 300):
        grown.count(np.array([], np.uint32), documents)
        verdicts.append(is_comparable(standing, grown))

    assert listed.reason.parts["archive"] == 1004
    assert verdicts == [False, True, True, False, False]
    assert not is_comparable([RelatedStanding(other, {"likeness": 0.5})], archive())


def sample(seed):
    """A text of some words of two affairs."""
    return " ".join(Random(seed).sample(f"{TALKS} {FLOOD}".split(), 14))


def timed(documents, statistics):
    started = time.perf_counter()
    rank(documents[0], documents[1:], statistics=statistics)
    return time.perf_counter() - started


def story(article, body, *, days=0, story=None, topics=(), language="en"):
    published = None if days is None else THEN + timedelta(days=days)
    return describe(
        article,
        headline="",
        body=body,
        story=story,
        published=published,
        topics=map(str, topics),
        language=language,
    )


@cache
def archive():
    """An archive of a thousand stories that have nothing in common but the words of every text."""
    everywhere = [
        "the",
        "a",
        "of",
        "in",
        "to",
        "and",
        "on",
        "was",
        "met",
        "there",
        "today",
        "with",
        "we",
        "by",
    ]
    statistics = Statistics()
    for number in range(1000):
        words = dict.fromkeys([*everywhere, f"filler{number}"], 1)
        statistics.add([vector({TermKind.WORD: words, TermKind.STEM: words})])
    for text in (TALKS, FLOOD):
        statistics.add([describe(0, headline="", body=text, language="en").vector] * 2)
    return statistics
