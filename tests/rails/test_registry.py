"""What must follow from the rails' lengths does, and the registry is one that pages can be printed by."""

from dataclasses import replace

import pytest

from broadsheet.rails import registry
from broadsheet.rails.depths import Depths
from broadsheet.rails.registry import RAILS, RailSpec, Scope, Supply, rail_filled_from, rail_named, rails


def test_at_five_cards_the_lists_have_the_lengths_that_are_stored():
    depths = Depths(rails(5))

    assert (depths.shown, depths.wanted, depths.stored, depths.enough, depths.plenty) == (5, 10, 16, 12, 14)
    assert (depths.on_a_page, depths.offered, depths.newest, depths.picks, depths.reads) == (
        15,
        20,
        40,
        30,
        30,
    )


@pytest.mark.parametrize("length", range(1, 21))
def test_lists_are_long_enough_for_the_rails_before_and_the_rail_itself(length):
    depths = Depths(rails(length))

    assert 2 * length <= depths.enough <= depths.plenty < depths.stored
    assert 3 * length < depths.offered <= min(depths.newest / 2, depths.picks, depths.reads)


def test_a_rail_that_takes_before_related_makes_its_lists_longer_and_one_that_follows_does_not():
    before, after = (Depths((*rails(5), newest(precedence))) for precedence in (0, 4))

    assert (before.stored, after.stored) == (21, 16)
    assert before.offered == after.offered == 25


def test_what_is_of_the_article_is_printed_before_what_pages_share():
    scopes = [each.scope for each in RAILS]

    assert scopes == sorted(scopes, key=list(Scope).index)


@pytest.mark.parametrize("field", ["name", "precedence", "source"])
def test_no_two_rails_have_one_number_or_name(field):
    said = [getattr(each, field) for each in RAILS]

    assert len(said) == len(set(said))


def test_a_rail_is_found_by_its_name():
    assert [rail_named(each.name) for each in RAILS] == list(RAILS)


def test_a_rail_is_found_by_the_list_that_fills_it():
    assert rail_filled_from(Supply.READS) is rail_named("popular")


@pytest.mark.parametrize(
    ("scope", "supply"), [(Scope.ARTICLE, Supply.NEWEST), (Scope.EDITION, Supply.NEIGHBOURS)]
)
def test_a_rail_that_nothing_could_fill_is_refused(scope, supply):
    with pytest.raises(ValueError, match="Neighbours fill rails of an article"):
        RailSpec("odd", title="Odd", scope=scope, supply=supply, precedence=9, source=9)


def newest(precedence):
    return RailSpec(
        "newest", title="Newest", scope=Scope.EDITION, supply=Supply.NEWEST, precedence=precedence, source=8
    )


def test_a_rail_keeps_a_length_of_its_own(monkeypatch):
    short = replace(newest(4), own_length=3)
    monkeypatch.setattr(registry, "RAILS", (*RAILS, short))

    assert [each.length for each in registry.rails(10)] == [10, 10, 10, 3]


@pytest.mark.parametrize("source", [-1, 4, 16])
def test_a_rail_whose_reads_could_not_be_counted_is_refused(source):
    with pytest.raises(ValueError, match="has the source"):
        replace(newest(4), source=source)
