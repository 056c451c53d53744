"""A reason is a sentence that an editor reads: which words two stories share, and how far apart in time they are."""

import pytest

from broadsheet.prose.terms import TermKind
from broadsheet.rails.related import Document, describe, rank, reason_of
from broadsheet.rails.shared_words import is_telling
from broadsheet.rails.spans import spell_days
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
        ({"words": [], "topics": ["Open data", "Law"]}, "both about Open data and Law; date unknown"),
        ({"words": ["Baku"], "topics": ["Law"], "days": 0}, "both about Law, shares Baku; the same day"),
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


def test_no_more_than_twelve_words_are_tried_and_scraps_are_none():
    letters, bridges = dict.fromkeys("abcdefghijklmn", 9), {f"bridge{each}": 3 for each in range(10)}

    assert shared(bridge=5, **letters, **bridges, river=2) == ["bridge", "river"]
    assert shared(bridge=5, **letters, **bridges, bridge10=3, river=2) == ["bridge"]


@pytest.mark.parametrize(
    "scrap",
    [
        "ve",
        "am",
        "MK",
        "We",
        "du",
        "doesn",
        "www.gov.info",
        "We Learned",
        "haven",
        "M. K.",
        "U.S.",
        "2014",
        "18F",
        "nicht",
        "olduğu",
        "который",
        "Their Own",
    ],
)
def test_scraps_of_contractions_initials_numbers_and_function_words_explain_nothing(scrap):
    assert shared(**{scrap: 9}, bridge=1) == ["bridge"]
    assert not is_telling(scrap)


@pytest.mark.parametrize(
    "word", ["war", "MIT", "WHO", "Bank of England", "çay", "новости", "선거", "Ür-Ə-Nəq"]
)
def test_short_words_and_names_that_mean_something_are_told(word):
    assert is_telling(word)


def test_a_word_is_told_in_the_form_of_the_other_text():
    page = story(1, "The council ranked the galleries. The galleries were ranked by visitors.")
    other = story(2, "A rank for each gallery. Visitors give a gallery its rank.")

    [found] = rank(page, [other], statistics=archive(page.vector))

    assert set(found.reason.parts["words"]) <= {"rank", "gallery", "Visitors", "visitors"}
    assert {"rank", "gallery"} <= set(found.reason.parts["words"])


def test_a_topic_in_common_is_named_with_the_words():
    page, other = (
        story(number, f"The bridge is {done}.", topics=("Open data", only))
        for number, done, only in [(1, "closed", "Rivers"), (2, "painted", "Paint")]
    )

    [found] = rank(page, [other], statistics=archive(page.vector))

    assert found.reason.text == "both about Open data, shares bridge; date unknown"


def test_two_words_are_named_where_nothing_explains_much():
    words = {f"word{each:02}": 1 for each in range(60)}

    assert shared(**words) == sorted(words, key=lambda each: term_id(TermKind.STEM, each))[:2]


def test_a_story_with_which_no_word_is_shared_stands_after_those_with_one():
    scraps = vector({TermKind.STEM: {"ve": 9, "am": 9, "bridge": 9}})
    shown = {term_id(TermKind.STEM, each): each for each in ("ve", "am", "bridge")}
    page = Document(1, 1, None, scraps, [shown[each] for each in scraps.ids.tolist()])
    unexplained = Document(2, 2, None, vector({TermKind.STEM: {"ve": 9, "am": 9}}))
    explained = Document(3, 3, None, vector({TermKind.STEM: {"bridge": 9, "other": 200}}))

    found = rank(page, [unexplained, explained], statistics=archive(scraps))

    assert [(each.article, each.reason.text) for each in found] == [
        (3, "shares bridge; date unknown"),
        (2, "is told in similar words; date unknown"),
    ]
    assert found[0].score < found[1].score


@pytest.mark.parametrize(("times", "named"), [(2, ["river", "quay"]), (3, ["river", "quay", "bridge"])])
def test_a_third_word_that_makes_less_than_a_fiftieth_of_the_likeness_is_not_named(times, named):
    # log(3) squared is 0.0199 of the likeness beside log(231) and log(230) squared, log(4) squared is 0.031.
    assert shared(river=230, quay=229, bridge=times) == named


def test_a_second_word_is_named_however_little_it_explains():
    assert shared(river=230, bridge=1, quay=1) in (["river", "bridge"], ["river", "quay"])


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


def story(number, body, *, topics=()):
    return describe(number, headline="", body=body, language="en", topics=topics)


def archive(known):
    """An archive of a hundred stories, of which two have these terms."""
    statistics = Statistics()
    statistics.add([known, known])
    statistics.count(known.ids[:0], 98)
    return statistics
