"""A term weighs by its kind, by how often it stands in a story and by how rarely in the archive."""

import numpy as np
import pytest

from broadsheet.prose.terms import TermKind
from broadsheet.rails.related import ALWAYS_KEY, Document, key_terms, rank
from broadsheet.rails.statistics import Statistics
from broadsheet.rails.vectors import MOST_COUNTED, MOST_TERMS, Vector, term_id, vector


@pytest.mark.parametrize(
    ("kind", "weight"), list(zip(TermKind, (1.0, 1.0, 0.7, 0.45, 1.2, 2.4), strict=True))
)
def test_a_topic_counts_for_more_than_a_name_and_a_name_for_more_than_a_word(kind, weight):
    weights, squares = archive(10, {kind: ("bridge",)}, 2).weights(vector({kind: {"bridge": 1}}))

    rarity = np.log1p(8.5 / 2.5)
    assert weights.tolist() == pytest.approx([weight * np.log(2) * rarity], rel=1e-5)
    assert squares.tolist() == pytest.approx([weights[0] ** 2], rel=1e-5)


def test_a_term_said_three_times_weighs_by_the_logarithm_of_four():
    statistics = archive(10, {TermKind.STEM: ("bridge",)}, 2)

    once, thrice = (statistics.weights(vector({TermKind.STEM: {"bridge": times}}))[0][0] for times in (1, 3))

    assert thrice / once == pytest.approx(np.log(4) / np.log(2), rel=1e-5)


def test_a_term_that_no_other_story_has_makes_none_less_like_the_others():
    statistics = archive(10, {TermKind.STEM: ("bridge",)}, 2)

    weights, squares = statistics.weights(vector({TermKind.STEM: {"nobody": 1}}))

    assert (weights[0] > 0, squares.tolist()) == (True, [0.0])


@pytest.mark.parametrize(("stands_in", "rarity"), [(1, 1.9924302), (3, 1.1451323), (10, 0.04652)])
def test_rarity_falls_with_the_stories_that_have_a_term(stands_in, rarity):
    statistics = archive(10, {TermKind.STEM: ("bridge",)}, stands_in)

    assert statistics.rarity(ids_of("bridge")).tolist() == pytest.approx([rarity], rel=1e-4)


def test_a_term_never_seen_is_as_rare_as_one_of_a_single_story():
    statistics = archive(10, {TermKind.STEM: ("bridge",)}, 1)

    assert statistics.frequencies(ids_of("bridge", "never")).tolist() == [1, 1]


def test_a_term_of_more_stories_than_were_counted_is_as_common_as_can_be():
    statistics = archive(10, {TermKind.STEM: ("bridge",)}, 10)
    statistics.count(ids_of("bridge", "bridge"), 1)

    assert statistics.rarity(ids_of("bridge"))[0] == pytest.approx(np.log1p(0.5 / 11.5), rel=1e-4)


def test_rarities_follow_an_archive_that_grows():
    statistics = archive(10, {TermKind.STEM: ("bridge",)}, 1)
    before = statistics.rarity(ids_of("bridge"))[0]
    statistics.count(np.zeros(0, np.uint32), 90)

    assert statistics.rarity(ids_of("bridge"))[0] == pytest.approx(np.log1p(99.5 / 1.5), rel=1e-4)
    assert before == pytest.approx(np.log1p(9.5 / 1.5), rel=1e-4)


def test_rarities_are_worked_out_again_when_the_archive_has_grown_by_a_thousandth():
    statistics = archive(10_000, {TermKind.STEM: ("bridge",)}, 1)
    known = statistics.rarity(ids_of("bridge"))[0]
    found = []
    for more in (9, 1, 1):
        statistics.count(np.zeros(0, np.uint32), more)
        found.append(statistics.rarity(ids_of("bridge"))[0] == known)

    assert found == [True, True, False]


def test_what_was_weighed_is_weighed_again_when_a_count_changes():
    statistics = archive(10, {TermKind.STEM: ("bridge", "river")}, 2)
    page, other = document(1, bridge=1, river=1), document(2, bridge=1, quay=1)
    before = rank(page, [other], statistics=statistics)[0].score
    statistics.add([vector({TermKind.STEM: {"river": 1, "quay": 1}}) for _ in range(5)])

    after = rank(page, [other], statistics=statistics)[0].score

    assert (
        after
        == rank(document(1, bridge=1, river=1), [document(2, bridge=1, quay=1)], statistics=statistics)[
            0
        ].score
    )
    assert after != before


def test_two_stories_are_as_like_as_the_cosine_of_their_weights():
    statistics = archive(10, {TermKind.STEM: ("bridge", "river", "quay")}, 2)
    page, other = document(1, bridge=3, river=1), document(2, bridge=1, quay=1)

    [found] = rank(page, [other], statistics=statistics)

    own, their = np.array([np.log(4), np.log(2)]), np.array([np.log(2), np.log(2)])
    cosine = own[0] * their[0] / np.linalg.norm(own) / np.linalg.norm(their)
    assert found.score == found.reason.parts["likeness"] == round(cosine, 4)
    assert found.reason.parts["stem"] == round(cosine, 4)


@pytest.mark.parametrize(("shared", "is_beside"), [(1, False), (2, True)])
def test_less_alike_than_three_in_a_hundred_is_a_coincidence(shared, is_beside):
    # Fifty words of one weight each, of which so many are shared: 0.02, or 0.04.
    names = [f"word{number}" for number in range(100)]
    statistics = archive(200, {TermKind.STEM: tuple(names)}, 2)
    page = document(1, **dict.fromkeys(names[:50], 1))
    other = document(2, **dict.fromkeys(names[50 - shared : 100 - shared], 1))

    assert bool(rank(page, [other], statistics=statistics)) is is_beside


def test_terms_whose_numbers_end_alike_are_told_apart():
    first, second = np.uint32(7), np.uint32(7 + (1 << 16))
    statistics = Statistics()
    statistics.add([plain(first, second), plain(first), plain(second), *[plain(99 + n) for n in range(20)]])

    ranked = rank(
        Document(1, 1, None, plain(first, second), ()),
        [
            Document(2, 2, None, plain(first)),
            Document(3, 3, None, plain(second)),
            Document(4, 4, None, plain(7 + (2 << 16))),
        ],
        statistics=statistics,
    )

    assert {each.article: each.score for each in ranked} == {2: 0.7071, 3: 0.7071}


def test_in_a_small_archive_a_term_of_twenty_stories_tells_and_one_of_twenty_one_does_not():
    assert (known_terms(documents=50, stands_in=20), known_terms(documents=50, stands_in=21)) == (1, 0)
    assert ALWAYS_KEY == 20


def test_in_a_large_archive_a_term_of_a_fifth_of_the_stories_tells_and_one_of_more_does_not():
    assert (known_terms(documents=500, stands_in=100), known_terms(documents=500, stands_in=101)) == (1, 0)


def test_rarity_counts_by_its_root_where_candidates_are_looked_for():
    statistics = archive(100, {TermKind.STEM: ("bridge",)}, 4)

    _ids, weights = key_terms(vector({TermKind.STEM: {"bridge": 2}}), statistics, limit=9)

    assert weights.tolist() == pytest.approx([np.log(3) * np.log1p(96.5 / 4.5) ** 0.5], rel=1e-4)


def test_candidates_are_found_by_stems_names_and_topics_and_no_more_than_asked_for():
    everything = vector({kind: {"bridge": 1} for kind in TermKind})

    ids, _weights = key_terms(everything, Statistics(), limit=48)

    telling = (TermKind.STEM, TermKind.NAME, TermKind.TOPIC)
    assert sorted(ids.tolist()) == [term_id(kind, "bridge") for kind in telling]
    assert len(key_terms(everything, Statistics(), limit=2)[0]) == 2


def test_a_long_text_is_compared_by_what_it_says_most_often():
    often = {f"often{number}": 2 for number in range(MOST_TERMS)}

    found = vector({TermKind.WORD: {"once": 1, **often}})

    assert len(found.ids) == MOST_TERMS == 3000
    assert term_id(TermKind.WORD, "once") not in found.ids


def test_of_a_long_text_the_same_terms_are_kept_in_whatever_order_it_says_them():
    names = [f"word{number}" for number in range(MOST_TERMS + 50)]

    forwards, backwards = (vector({TermKind.WORD: dict.fromkeys(order, 1)}) for order in (names, names[::-1]))

    assert forwards.ids.tolist() == backwards.ids.tolist()


def test_a_term_is_counted_up_to_what_a_byte_holds():
    found = vector({TermKind.WORD: {"bridge": 999}}, ["town"])

    assert sorted(found.counts.tolist()) == [1, MOST_COUNTED]
    assert MOST_COUNTED == 255


def test_the_terms_of_a_kind_stand_together_and_a_term_takes_five_bytes():
    found = vector({TermKind.NAME: {"Baku": 1, "OSCE": 1}, TermKind.WORD: {"bridge": 1}}, ["town"])

    kinds = (TermKind.WORD, TermKind.STEM, TermKind.NAME, TermKind.TOPIC)
    assert [found.of_kind(kind) for kind in kinds] == [slice(0, 1), slice(1, 1), slice(1, 3), slice(3, 4)]
    assert len(found.to_bytes()) == 20


def test_a_term_has_the_same_number_in_every_process_and_another_in_every_kind():
    # The checksum of "bridge" by zlib, the kind in the upper three bits: stored vectors depend on it.
    assert term_id(TermKind.WORD, "bridge") == 0x9780F9F
    assert {term_id(kind, "bridge") >> 29 for kind in TermKind} == set(range(6))
    assert len({term_id(kind, "bridge") & 0x1FFFFFFF for kind in TermKind}) == 1


def known_terms(*, documents, stands_in):
    """Return how many key terms a story has whose one stem stands in so many of an archive's stories."""
    statistics = archive(documents, {TermKind.STEM: ("bridge",)}, stands_in)
    return len(key_terms(vector({TermKind.STEM: {"bridge": 1}}), statistics, limit=9)[0])


def archive(documents, terms, stands_in):
    """An archive of so many stories, of which the first so many have these terms."""
    statistics = Statistics()
    having = vector({kind: dict.fromkeys(names, 1) for kind, names in terms.items()})
    statistics.add([having] * stands_in)
    statistics.count(np.zeros(0, np.uint32), documents - stands_in)
    return statistics


def document(article, **counts):
    stems = vector({TermKind.STEM: counts})
    return Document(article, article, None, stems, ["word"] * len(stems.ids))


def plain(*ids):
    return Vector(np.array(sorted(ids), np.uint32), np.ones(len(ids), np.uint8))


def ids_of(*stems):
    return np.array([term_id(TermKind.STEM, each) for each in stems], np.uint32)
