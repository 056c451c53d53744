"""The rails of a page are full and say nothing twice, whatever the archive holds."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from broadsheet.rails import Candidate, Rail, Reason, compose
from broadsheet.rails.composition import alone, claims_of, usual
from broadsheet.rails.registry import RAILS, Scope, of_scope

PAGE = 0
NUMBERS = st.integers(0, 40)
LISTS = st.lists(NUMBERS, max_size=25)


def test_three_stories_are_enough_for_three_rails():
    rails = compose(PAGE, {}, ladder(2, 3, 4))

    assert ids(rails) == {"related": [3], "editors-choice": [2], "popular": [4]}


def test_fifteen_stories_fill_the_page():
    rails = compose(PAGE, {}, ladder(*range(1, 40)))

    assert [len(cards) for cards in rails.values()] == [5, 5, 5]


def test_the_only_story_of_an_archive_stands_alone():
    assert compose(PAGE, {Rail.RELATED: cards(PAGE)}, ladder(PAGE)) == dict.fromkeys(Rail, ())


def test_a_pick_keeps_its_place_and_the_machine_made_rails_move_on():
    everywhere = {rail: cards(*range(1, 20)) for rail in Rail}

    rails = compose(PAGE, everywhere, [])

    assert ids(rails) == {
        "related": [6, 7, 8, 9, 10],
        "editors-choice": [1, 2, 3, 4, 5],
        "popular": [11, 12, 13, 14, 15],
    }


def test_two_versions_of_one_story_count_once():
    first, second = Candidate(7, 7, why()), Candidate(8, 7, why())

    rails = compose(PAGE, {Rail.RELATED: [first], Rail.POPULAR: [second]}, [])

    assert ids(rails) == {"related": [7], "editors-choice": [], "popular": []}


def test_a_translation_of_the_page_is_the_page():
    rails = compose(100, {Rail.RELATED: [Candidate(8, 100, why())]}, [], article=7)

    assert ids(rails) == {"related": [], "editors-choice": [], "popular": []}


def test_the_article_of_the_page_is_left_out_even_when_its_story_has_another_number():
    assert not any(compose(100, {}, [Candidate(7, 7, why())], article=7).values())


def test_related_shows_two_cards_of_a_story_line_and_moves_on_to_others():
    related = [*of_line(1, 11, 12, 13, 14), *of_line(2, 21), *cards(31, 32)]

    rails = compose(PAGE, {Rail.RELATED: related}, ladder(*range(40, 60)))

    assert ids(rails)["related"] == [11, 12, 21, 31, 32]


def test_more_cards_of_a_line_stand_where_nothing_else_is_related():
    rails = compose(PAGE, {Rail.RELATED: of_line(1, 11, 12, 13, 14, 15)}, ladder(*range(40, 60)))

    assert ids(rails)["related"] == [11, 12, 13, 14, 15]


def test_what_is_hardly_related_does_not_count_as_something_else():
    line = [replace(each, score=0.5) for each in of_line(1, 11, 12, 13, 14)]
    related = [*line, replace(cards(21)[0], score=0.4), replace(cards(31)[0], score=0.1)]

    rails = compose(PAGE, {Rail.RELATED: related}, ladder(*range(40, 60)))

    assert ids(rails)["related"] == [11, 12, 21, 13, 14]


def test_what_is_hardly_related_is_measured_by_the_first_card_that_was_passed_over():
    scores = [1.0, 0.9, 0.8, 0.35]
    line = [
        replace(each, score=score) for each, score in zip(of_line(1, 11, 12, 13, 14), scores, strict=True)
    ]

    rails = compose(PAGE, {Rail.RELATED: [*line, replace(cards(21)[0], score=0.2)]}, ladder(*range(40, 60)))

    assert ids(rails)["related"] == [11, 12, 13, 14, 21]


def test_cards_from_the_ladder_stand_below_the_rails_own():
    rails = compose(PAGE, {Rail.RELATED: cards(30, 20)}, ladder(*range(1, 10)))

    assert ids(rails)["related"][:2] == [30, 20]


def test_a_rail_that_has_everything_shares_with_those_that_have_nothing():
    rails = compose(PAGE, {Rail.RELATED: cards(1, 2, 3, 4)}, [])

    assert ids(rails) == {"related": [1, 2], "editors-choice": [4], "popular": [3]}


def test_candidates_that_their_rail_has_no_room_for_fill_the_others():
    rails = compose(PAGE, {Rail.RELATED: cards(*range(1, 31))}, [])

    assert [len(cards) for cards in rails.values()] == [5, 5, 5]


def test_the_ladder_is_climbed_no_further_than_needed():
    steps = Counted(ladder(*range(1, 1000)))

    compose(PAGE, {Rail.RELATED: cards(500, 501, 502, 503, 504)}, steps)

    assert steps.taken == 10


def test_a_full_page_does_not_touch_the_ladder():
    steps = Counted(ladder(*range(100, 200)))
    full = {rail: cards(*range(start, start + 5)) for rail, start in zip(Rail, (1, 11, 21), strict=True)}

    compose(PAGE, full, steps)

    assert steps.taken == 0


@settings(deadline=None, max_examples=300)
@given(LISTS, LISTS, LISTS, LISTS, st.integers(0, 7), st.integers(1, 5))
def test_any_archive_gives_a_full_page_without_a_repeat(related, picks, read, rest, length, per_story):
    offered = offer(related, picks, read, per_story)

    rails = compose(
        PAGE, offered, cards(*rest, per_story=per_story), rails=of_lengths(length, length, length)
    )

    stories = [card.story for row in rails.values() for card in row]
    eligible = {number // per_story for number in (*related, *picks, *read, *rest)} - {PAGE}
    lengths = [len(row) for row in rails.values()]
    assert len(stories) == len(set(stories)) == min(3 * length, len(eligible))
    assert PAGE not in stories
    assert max(lengths) <= length
    assert max(lengths) - min(lengths) <= 1


@settings(deadline=None, max_examples=300)
@given(LISTS, LISTS, LISTS, LISTS, st.tuples(*[st.integers(0, 9)] * 3))
def test_rails_of_different_lengths_are_full_or_differ_by_one_card(related, picks, read, rest, lengths):
    rails = compose(PAGE, offer(related, picks, read), cards(*rest), rails=of_lengths(*lengths))

    counts = [len(row) for row in rails.values()]
    eligible = {*related, *picks, *read, *rest} - {PAGE}
    unfilled = [count for count, length in zip(counts, lengths, strict=True) if count < length]
    assert sum(counts) == min(sum(lengths), len(eligible))
    assert all(count <= length for count, length in zip(counts, lengths, strict=True))
    assert not unfilled or max(counts) - min(unfilled) <= 1


@settings(deadline=None, max_examples=100)
@given(LISTS, LISTS, LISTS, LISTS)
def test_the_same_archive_gives_the_same_page(related, picks, read, rest):
    pages = [compose(PAGE, offer(related, picks, read), ladder(*rest)) for _ in range(2)]

    assert pages[0] == pages[1]


@settings(deadline=None, max_examples=100)
@given(LISTS, LISTS, LISTS)
def test_the_first_picks_stand_in_their_rail_in_the_editors_order(related, picks, read):
    rails = compose(PAGE, offer(related, picks, read), ladder(*range(41, 80)))

    expected = list(dict.fromkeys(number for number in picks if number != PAGE))[:5]
    assert ids(rails)["editors-choice"][: len(expected)] == expected


class Counted(Iterable[Candidate]):
    """A ladder that knows how many of its steps were taken."""

    def __init__(self, steps: Iterable[Candidate]) -> None:
        self.steps = list(steps)
        self.taken = 0

    def __iter__(self) -> Iterator[Candidate]:
        for step in self.steps:
            self.taken += 1
            yield step


def offer(related, picks, read, per_story=1):
    numbers = {Rail.RELATED: related, Rail.EDITORS_CHOICE: picks, Rail.POPULAR: read}
    return {rail: cards(*row, per_story=per_story) for rail, row in numbers.items()}


def of_lengths(*lengths):
    return tuple(replace(spec, length=length) for spec, length in zip(RAILS, lengths, strict=True))


def cards(*numbers, per_story=1):
    return [Candidate(1000 + number, number // per_story, why()) for number in numbers]


def of_line(line, *numbers):
    return [replace(each, line=line) for each in cards(*numbers)]


def ladder(*numbers):
    return iter(cards(*numbers))


def why():
    return Reason("test", "because the test says so")


def ids(rails):
    return {rail.value: [card.story for card in row] for rail, row in rails.items()}


@given(
    own=st.integers(1, 9),
    related=st.lists(st.integers(0, 19), min_size=2, max_size=6),
    choice=st.lists(st.integers(16, 40), min_size=2, max_size=6),
    popular=st.lists(st.integers(18, 40), min_size=2, max_size=6),
)
@settings(max_examples=300)
def test_a_page_that_has_nothing_of_the_usual_rails_is_composed_of_them(own, related, choice, popular):
    offered = offer(related, choice, popular)
    specs = of_lengths(2, 2, 2)
    found = usual(of_scope(specs, Scope.EDITION), offered)
    by_itself = alone(of_scope(specs, Scope.ARTICLE), own, offered, article=own)
    claims = claims_of(offered[Rail.RELATED]) | {own, -own}
    if found is not None and by_itself is not None and claims.isdisjoint(found.claims):
        event("composed of the usual rails")
        assert compose(own, offered, [], rails=specs, article=own) == by_itself | found.rails
