"""With rails of any length, and one rail more, pages are lawful, no story is lost, and pages are joined from pieces."""

from dataclasses import replace

import pytest
from django.utils import timezone

from archives import make_archive, relate_all
from broadsheet.cli import rails as command
from broadsheet.newsroom.checking import check_archive
from broadsheet.newsroom.models import Article, Edition
from broadsheet.newsroom.page_rails import EditionRails
from broadsheet.rails import RailSpec, registry
from broadsheet.rails.registry import Scope, Supply

pytestmark = pytest.mark.django_db

STORIES = 500
LATEST = RailSpec("latest", title="Latest", scope=Scope.EDITION, supply=Supply.NEWEST, precedence=4, source=8)


def test_a_fourth_rail_and_any_length_keep_the_laws(settings, monkeypatch, capsys):
    monkeypatch.setattr(registry, "RAILS", (*registry.RAILS, LATEST))
    make_archive(STORIES)
    faults, orphans, not_joined = {}, {}, {}
    for length in (1, 3, 10, 20, 5):
        settings.OPTIONS = replace(settings.OPTIONS, rail_length=length)
        relate_all()
        found = list(check_archive(now=timezone.now()))
        faults[length] = [fault for page in found for fault in page.faults]
        not_joined[length] = sum(not page.is_joined for page in found)
        orphans[length] = STORIES - len(stories_beside_others(cards=4 * length))
    settings.OPTIONS = replace(settings.OPTIONS, rail_length=20)
    command.check(as_json=False)
    said = capsys.readouterr().out

    assert faults == {1: [], 3: [], 5: [], 10: [], 20: []}
    assert not_joined == {1: 0, 3: 0, 5: 0, 10: 0, 20: 0}
    assert max(orphans[length] for length in (5, 10, 20)) < STORIES / 100
    # The lists are still those of five cards.
    assert f"{STORIES} pages, 0 faults (no fault)" in said
    assert f"of {STORIES} pages cannot be joined from pieces" in said


def stories_beside_others(*, cards: int) -> set[int]:
    """Return the articles that stand on some page of another, each of which has this many cards."""
    rails = EditionRails(Edition.objects.get(), timezone.now())
    pages = [rails.beside(each) for each in Article.objects.select_related("section", "locale__edition")]
    assert {len(page.cards) for page in pages} == {cards}
    return {card.article for page in pages for card in page.cards}
