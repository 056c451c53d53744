"""Candidates for Related share the terms that tell most, around the article's own day."""

from datetime import UTC, datetime, timedelta

import numpy as np

from broadsheet.rails.postings import ASKED, KEPT, MOST_CANDIDATES, Postings, day_of, day_of_question

DAY = datetime(2012, 11, 16, 9, tzinfo=UTC)


def test_what_shares_most_comes_first_and_of_equals_what_came_first():
    postings = archive((2, 0, {7: 1.0}), (3, 0, {7: 1.0, 8: 2.0}), (4, 0, {7: 1.0}), (5, 0, {9: 4.0}))

    assert found(postings, {7: 1.0, 8: 1.0}) == [3, 2, 4]


def test_a_term_counts_by_its_weight_in_both_stories():
    postings = archive((2, 0, {7: 3.0}), (3, 0, {8: 2.0}))

    assert found(postings, {7: 1.0, 8: 1.0}) == [2, 3]
    assert found(postings, {7: 1.0, 8: 2.0}) == [3, 2]


def test_a_story_is_no_candidate_of_its_own():
    assert found(archive((1, 0, {7: 1.0}), (2, 0, {7: 1.0})), {7: 1.0}) == [2]


def test_no_more_candidates_are_named_than_asked_for():
    postings = archive(*[(number, 0, {7: 1.0}) for number in range(2, 62)])

    assert found(postings, {7: 1.0}, limit=3) == [2, 3, 4]
    assert (MOST_CANDIDATES, KEPT, ASKED) == (80, 48, 40)


def test_of_a_term_that_stands_everywhere_the_sixty_stories_before_and_after_are_looked_at():
    postings = archive(*[(1000 + day, day, {7: 1.0}) for day in range(-100, 101)])

    nearest = sorted(each - 1000 for each in found(postings, {7: 1.0}, limit=500))

    assert (nearest[0], nearest[-1], len(nearest)) == (-59, 60, 120)


def test_as_of_its_publication_a_story_has_no_candidates_of_a_later_day():
    postings = archive((2, -1, {7: 1.0}), (3, 0, {7: 1.0}), (4, 1, {7: 1.0}))

    assert found(postings, {7: 1.0}, is_only_before=True) == [2, 3]


def test_an_undated_story_asks_for_the_newest_and_stands_before_all_others():
    days = [(1000 + day, day, {7: 1.0}) for day in range(100)]
    postings = archive((2, None, {7: 1.0}), *days)

    newest = postings.candidates(1, None, *terms({7: 1.0}), limit=500)

    assert newest == list(range(1040, 1100))
    assert 2 in found(archive((2, None, {7: 1.0}), *days[:3]), {7: 1.0})


def test_days_are_counted_from_the_first_of_the_first_year_and_what_has_no_date_comes_before():
    assert [day_of(None), day_of(datetime(1, 1, 1, tzinfo=UTC)), day_of(datetime(1, 1, 3, tzinfo=UTC))] == [
        0,
        1,
        3,
    ]
    assert (day_of_question(DAY), day_of_question(None)) == (
        day_of(DAY),
        day_of(datetime.max.replace(tzinfo=UTC)),
    )


def archive(*stories):
    """Keep stories told as (article, days after DAY or None, weights by term)."""
    postings = Postings()
    for article, days, weights in stories:
        published = None if days is None else DAY + timedelta(days=days)
        postings.add(article, published, *terms(weights))
    return postings


def found(postings, weights, **wanted):
    return postings.candidates(1, DAY, *terms(weights), **wanted)


def terms(weights):
    return np.array(list(weights), np.uint32), np.array(list(weights.values()), np.float32)
