"""On a page of few stories the rails give way to each other in a stated order, and none says a story twice."""

from dataclasses import replace

import pytest

from broadsheet.rails import Candidate, Rail, Reason, compose
from broadsheet.rails.composition import claims_of, usual
from broadsheet.rails.registry import Scope, of_scope
from broadsheet.rails.registry import rails as rails_of

PAGE = 0


def test_popular_gives_way_before_related_and_picks_stay():
    assert ids(compose(PAGE, offered(picks=(1, 2), read=(3, 4)), [])) == {
        "related": [4],
        "editors-choice": [1, 2],
        "popular": [3],
    }


def test_related_gives_way_before_picks_do():
    assert ids(compose(PAGE, offered(picks=(1, 2), related=(3, 4)), [])) == {
        "related": [3],
        "editors-choice": [1, 2],
        "popular": [4],
    }


def test_of_two_empty_rails_the_editors_get_a_card_first():
    assert ids(compose(PAGE, offered(read=(1, 2)), [])) == {
        "related": [],
        "editors-choice": [2],
        "popular": [1],
    }


@pytest.mark.parametrize(("score", "shown"), [(0.2, [11, 12, 21]), (0.19, [11, 12, 13])])
def test_what_is_two_fifths_as_much_related_as_the_next_card_of_a_line_stands_in_its_place(score, shown):
    line = [replace(each, line=1, score=0.5) for each in cards(11, 12, 13)]
    other = replace(cards(21)[0], score=score)

    rails = compose(PAGE, {Rail.RELATED: [*line, other]}, iter(cards(*range(40, 60))), rails=rails_of(3))

    assert ids(rails)["related"] == shown


def test_an_article_that_two_rails_know_by_different_stories_stands_once():
    before, after = Candidate(7, 7, why()), Candidate(7, 9, why())

    rails = compose(PAGE, {Rail.RELATED: [after], Rail.POPULAR: [before]}, [])

    assert [card.article for row in rails.values() for card in row] == [7]


def test_the_usual_rails_claim_an_article_even_where_a_page_knows_it_by_another_story():
    before, after = Candidate(7, 7, why()), Candidate(7, 9, why())
    found = shared([before], cards(8), length=1)

    assert not found.claims.isdisjoint(claims_of([after]))


def test_the_usual_rails_claim_every_version_of_their_stories():
    one, another = Candidate(7, 7, why()), Candidate(8, 7, why())
    found = shared([one], cards(9), length=1)

    assert not found.claims.isdisjoint(claims_of([another]))
    assert found.claims.isdisjoint(claims_of(cards(10)))


def test_there_are_no_usual_rails_where_one_of_them_is_not_full():
    assert shared(cards(1, 2), cards(3), length=2) is None
    assert shared(cards(1), cards(2, 3), length=2) is None


def offered(*, related=(), picks=(), read=()):
    return {
        Rail.RELATED: cards(*related),
        Rail.EDITORS_CHOICE: cards(*picks),
        Rail.POPULAR: cards(*read),
    }


def shared(picks, read, *, length):
    """Return the rails that pages of an edition share, where these are offered."""
    specs = of_scope(rails_of(length), Scope.EDITION)
    return usual(specs, {Rail.EDITORS_CHOICE: picks, Rail.POPULAR: read})


def cards(*numbers):
    return [Candidate(1000 + number, number, why()) for number in numbers]


def why():
    return Reason("test", "because the test says so")


def ids(rails):
    return {rail.value: [card.story for card in row] for rail, row in rails.items()}
