"""The worker gathers story-lines and leaves alone what an editor has decided; nothing stands nowhere."""

import pytest

from broadsheet.newsroom import indexing
from broadsheet.newsroom.current_rails import current_depths
from broadsheet.newsroom.models import Article, Neighbour, StoryLine
from factories import make_article, make_articles

pytestmark = pytest.mark.django_db

BRIDGE = "Inspectors found cracks in the northern pier of the Saltgate bridge, and the council of Narrin {}."
ENDS = (
    "closed it",
    "let lorries wait",
    "asked for money",
    "ordered steel",
    "named a builder",
    "opened it again",
)


def test_the_articles_of_one_affair_become_one_line():
    affair = make_affair()
    make_articles(8)
    refresh_all()

    assert len({each.line_id for each in affair()}) == 1
    assert affair()[0].line_id is not None


def test_an_article_that_continues_a_line_joins_it_when_it_is_published():
    affair = make_affair()
    make_articles(8)
    refresh_all()
    later = make_article("Saltgate bridge: the last crack", text=BRIDGE.format("is glad"), days_ago=0)
    indexing.refresh([later.pk])
    later.refresh_from_db()

    assert later.line_id == affair()[0].line_id


def test_what_an_editor_has_decided_survives_a_rebuild():
    affair = make_affair()
    make_articles(8)
    refresh_all()
    named = StoryLine.objects.create(locale=affair()[0].locale, name="The bridge")
    out, moved = affair()[0], affair()[1]
    Article.objects.filter(pk=out.pk).update(line=None, is_line_fixed=True)
    Article.objects.filter(pk=moved.pk).update(line=named, is_line_fixed=True)
    indexing.start_over()
    indexing.finish()

    lines = {each.pk: each.line_id for each in affair()}
    assert (lines[out.pk], lines[moved.pk]) == (None, named.pk)


def test_a_rebuild_leaves_no_empty_lines():
    make_affair()
    refresh_all()
    StoryLine.objects.create(locale=Article.objects.first().locale)
    indexing.start_over()
    indexing.finish()

    assert not StoryLine.objects.filter(articles=None).exists()


def test_an_article_that_stood_nowhere_takes_the_last_place_where_it_fits_best():
    make_affair()
    words = ("harbour", "quay", "pilot", "tug", "mooring", "tide", "crane", "berth", "cargo", "hull")
    for number in range(len(words)):
        near = " ".join([*words[number:], *words[: number // 2]])
        make_article(f"Port note {number}", text=f"The port of Narrin: {near}.")
    stray = make_article(
        "A letter", text="Dear paper, I saw the crane and a gull with opinions about herring."
    )
    refresh_all()

    last = current_depths().shown - 1
    shown = Neighbour.objects.filter(neighbour=stray, position__lte=last)
    assert shown.exists()
    assert Neighbour.objects.filter(parts__has_key="adopted").exclude(position=last).count() == 0


def make_affair():
    """Six reports on one bridge, days apart; returns a function that reads them again."""
    ids = [
        make_article(f"Saltgate bridge: {end}", text=BRIDGE.format(end), days_ago=3 * number + 1).pk
        for number, end in enumerate(ENDS)
    ]
    return lambda: list(Article.objects.filter(pk__in=ids).select_related("locale").order_by("pk"))


def refresh_all():
    indexing.refresh(Article.objects.values_list("pk", flat=True))
