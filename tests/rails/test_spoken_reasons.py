"""A reason is a sentence that an editor reads: which words two stories share, and how far apart in time they are."""

import pytest

from broadsheet.prose.terms import TermKind
from broadsheet.rails.related import Document, rank, reason_of, spell_days
from broadsheet.rails.statistics import Statistics
from broadsheet.rails.vectors import term_id, vector


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "the same day"),
        (1, "1 day later"),
        (-1, "1 day earlier"),
        (13, "13 days later"),
        (14, "2 weeks later"),
        (-60, "9 weeks earlier"),
        (61, "2 months later"),
        (75, "2 months later"),
        (77, "3 months later"),
        (699, "23 months later"),
        (700, "2 years later"),
        (-912, "2 years earlier"),
        (914, "3 years later"),
        (36525, "100 years later"),
    ],
)
def test_days_are_spelled_in_the_unit_in_which_people_count_them(days, said):
    assert spell_days(days) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"words": ["Baku", "OSCE"], "days": 3}, "shares Baku, OSCE; 3 days later"),
        ({"words": [], "topic": 0.2, "days": 0}, "has a topic in common; the same day"),
        ({"words": [], "word": 0.2}, "is told in similar words; date unknown"),
    ],
)
def test_a_reason_names_words_or_a_topic_or_says_that_the_words_are_alike(parts, said):
    assert (reason_of(parts).kind, reason_of(parts).text) == ("related", said)


def test_three_words_are_named_those_that_say_most_first():
    assert shared(bridge=5, river=4, quay=3, pier=2) == ["bridge", "river", "quay"]


def test_a_letter_and_a_number_explain_nothing():
    assert shared(b=9, **{"2012": 8}, bridge=1) == ["bridge"]


def test_a_word_that_another_one_holds_is_not_named_again():
    assert shared(bridges=5, bridge=4, river=3) == ["bridges", "river"]
    assert shared(bridge=5, bridges=4, river=3) == ["bridge", "river"]


def test_no_more_than_twelve_terms_are_tried():
    letters = dict.fromkeys("abcdefghijk", 3)

    assert shared(**letters, bridge=1) == ["bridge"]
    assert shared(**letters, l=3, bridge=1) == []


@pytest.mark.parametrize(("times", "named"), [(1, ["river"]), (2, ["river", "bridge"])])
def test_a_word_that_makes_less_than_a_fiftieth_of_the_likeness_is_not_named(times, named):
    # log(2) squared is 0.016 of the likeness beside log(231) squared, log(3) squared is 0.04.
    assert shared(river=230, bridge=times) == named


def test_a_name_is_told_as_a_whole_where_only_part_of_it_is_a_shared_word():
    page = vector({TermKind.STEM: {"aliyev": 9}, TermKind.NAME: {"Ilham Aliyev": 2}})
    other = vector({TermKind.STEM: {"aliyev": 9}, TermKind.NAME: {"Ilham Aliyev": 2}})

    [found] = rank(
        Document(1, 1, None, page, ["Aliyev", "Ilham Aliyev"]),
        [Document(2, 2, None, other)],
        statistics=archive(page),
    )

    assert found.reason.parts["words"] == ["Ilham Aliyev"]


def test_what_two_stories_share_is_told_by_kind_and_with_the_size_of_the_archive():
    both = vector({TermKind.STEM: {"bridge": 1}}, ["town"])

    [found] = rank(
        Document(1, 1, None, both, ["bridge"]), [Document(2, 2, None, both)], statistics=archive(both)
    )

    parts = found.reason.parts
    # A topic counts 2.4 times what a word does, in both stories.
    assert (parts["stem"], parts["topic"]) == (round(1 / 6.76, 4), round(5.76 / 6.76, 4))
    assert (parts["archive"], parts["likeness"], parts["time"]) == (100, 1.0, 1.0)
    assert set(parts) == {"stem", "topic", "archive", "words", "likeness", "time"}


def shared(**counts):
    """Return the words named for two stories that share these, each as often as told."""
    stems = vector({TermKind.STEM: counts})
    words = {term_id(TermKind.STEM, word): word for word in counts}
    page = Document(1, 1, None, stems, [words[each] for each in stems.ids.tolist()])
    [found] = rank(page, [Document(2, 2, None, stems)], statistics=archive(stems))
    return list(found.reason.parts["words"])


def archive(known):
    """An archive of a hundred stories, of which two have these terms."""
    statistics = Statistics()
    statistics.add([known, known])
    statistics.count(known.ids[:0], 98)
    return statistics
