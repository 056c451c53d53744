"""Neighbours are worked out when articles change, and only then."""

from datetime import timedelta

import pytest

from broadsheet.newsroom import indexing
from broadsheet.newsroom.indexing import counts as counting
from broadsheet.newsroom.indexing import ranking
from broadsheet.newsroom.indexing.counts import Counts
from broadsheet.newsroom.models import Analysis, Article, KeyTerm, Neighbour, TermChange, VersionBand
from broadsheet.press.models import Change
from factories import NOW, make_article, make_articles, make_edition, make_topic

pytestmark = pytest.mark.django_db

BRIDGE = (
    "The council of Narrin closed the Saltgate bridge after inspectors found cracks in its northern pier. "
)
FLOOD = "The river Ossel rose two metres overnight and the River Authority opened the barrier at Cranebank. "


def test_stories_of_one_affair_are_neighbours():
    bridge, other = (
        make_article("Bridge closed", text=BRIDGE),
        make_article("Saltgate bridge reopens", text=BRIDGE[4:60]),
    )
    make_articles(10)
    indexing.refresh(Article.objects.values_list("pk", flat=True))

    assert bridge.neighbours.order_by("position").first().neighbour == other


def test_the_reason_names_words_as_they_stand_in_the_text():
    bridge = make_article("Bridge closed", text=BRIDGE)
    make_article(
        "Saltgate bridge reopens", text="The Saltgate bridge in Narrin reopens on Monday.", days_ago=4
    )
    make_articles(10)
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    reason = bridge.neighbours.order_by("position").first().reason.text

    assert "Saltgate" in reason
    assert "3 days earlier" in reason


def test_the_reason_names_the_topic_and_words_in_the_form_of_the_other_text():
    bridge = make_article(
        "Inspectors ranked", text=BRIDGE.replace("Inspectors", "Saltgate ranked inspectors")
    )
    other = make_article(
        "A rank for inspectors", text="The Saltgate rank: each inspector has a rank at Saltgate."
    )
    for each in (bridge, other):
        each.topics.add(make_topic("Open data"))
        each.save()
    make_articles(10)
    indexing.refresh(Article.objects.values_list("pk", flat=True))

    reason = bridge.neighbours.get(neighbour=other).reason
    back = other.neighbours.get(neighbour=bridge).reason

    assert reason.text.startswith("both about Open data, shares ")
    assert "rank" in reason.parts["words"]
    assert "ranked" in back.parts["words"]


def test_a_new_article_enters_the_lists_of_its_neighbours():
    bridge = make_article("Bridge closed", text=BRIDGE)
    make_articles(10)
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    later = make_article(
        "Saltgate bridge: cracks again", text="Inspectors found cracks in the Saltgate bridge of Narrin."
    )
    indexing.refresh([later.pk])

    assert later.pk in bridge.neighbours.values_list("neighbour_id", flat=True)
    assert any(f"related:{bridge.pk}" in change.tags.split() for change in Change.objects.all())


@pytest.mark.parametrize(("others", "is_ranked_anew"), [(1, False), (8, True)])
def test_a_list_is_ranked_anew_where_the_archive_has_outgrown_it(others, is_ranked_anew):
    bridge = make_article("Bridge closed", text=BRIDGE)
    make_article("Saltgate bridge reopens", text=BRIDGE[4:60])
    make_articles(10)
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    indexing.refresh([each.pk for each in make_articles(others)])
    later = make_article("Saltgate bridge: cracks again", text=BRIDGE[4:80])
    indexing.refresh([later.pk])
    archives = {each.neighbour_id: each.parts["archive"] for each in bridge.neighbours.all()}

    assert archives[later.pk] == 13 + others
    assert (12 not in archives.values()) == is_ranked_anew


def test_an_unchanged_article_costs_nothing():
    articles = make_articles(5)
    ids = [each.pk for each in articles]

    assert [indexing.refresh(ids), indexing.refresh(ids)] == [5, 0]


@pytest.mark.parametrize("after", range(3))
def test_what_was_interrupted_is_done_the_next_time(after):
    make_article("Bridge closed", text=BRIDGE)
    make_article("Saltgate bridge reopens", text=BRIDGE[4:60])
    make_articles(4)
    ids = list(Article.objects.values_list("pk", flat=True))
    steps = iter([None] * after)
    with pytest.raises(StopIteration):
        indexing.refresh(ids, tick=lambda _count: next(steps))
    indexing.refresh(ids)
    found = worked_out()
    indexing.start_over()
    indexing.finish()

    assert found == worked_out()


def test_an_article_that_found_another_from_afar_stays_in_its_list_when_that_is_ranked_anew(monkeypatch):
    bridge = make_article("Bridge closed", text=BRIDGE)
    other = make_article("Saltgate bridge reopens", text="The Saltgate bridge in Narrin reopens on Monday.")
    indexing.refresh([bridge.pk, other.pk])
    monkeypatch.setattr(ranking, "candidates", lambda _question: [])
    ranked = ranking.Ranking(Counts()).ranked([bridge.pk], known={bridge.pk: [other.pk]})

    assert [each.article for each in ranked[bridge.pk]] == [other.pk]


def test_an_edit_that_takes_the_words_away_takes_the_neighbour_away():
    bridge = make_article("Bridge closed", text=BRIDGE)
    other = make_article("Saltgate bridge reopens", text="The Saltgate bridge in Narrin reopens on Monday.")
    make_articles(10)
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    other.headline, other.body = "Jam", [("paragraph", "<p>Plums boiled sweetly.</p>")]
    other.save()
    indexing.refresh([other.pk])

    assert other.pk not in bridge.neighbours.values_list("neighbour_id", flat=True)


def test_a_withdrawn_article_is_forgotten_and_its_words_are_counted_no_more():
    article = make_article("Bridge closed", text=BRIDGE)
    make_articles(4)
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    article.live = False
    article.save()
    indexing.refresh([article.pk])

    assert not Analysis.objects.filter(article=article).exists()
    assert Counts().statistics(article.locale_id).documents == 4


def test_a_deleted_article_leaves_no_row_and_is_counted_no_more():
    article, other = make_article("Bridge closed", text=BRIDGE), make_article("Plums", text="Plums boiled.")
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    article.delete()

    assert set(KeyTerm.objects.values_list("article", flat=True)) == {other.pk}
    assert set(VersionBand.objects.values_list("article", flat=True)) == {other.pk}
    assert Counts().statistics(other.locale_id).documents == 1


def test_editions_are_kept_apart():
    english = make_article("Bridge closed", text=BRIDGE)
    make_article("Bridge closed", text=BRIDGE, edition=make_edition("ru"))
    indexing.refresh(Article.objects.values_list("pk", flat=True))

    assert not Neighbour.objects.filter(article=english).exists()


def test_a_rerun_is_linked_to_the_first_version_and_is_no_neighbour():
    text = (
        BRIDGE
        + FLOOD
        + "Buses take the long way round by Millfields until the spring, the mayor said on Friday. "
    )
    rerun = make_article("Saltgate bridge is shut", text=text, days_ago=1)
    first = make_article("Bridge closed", text=text, days_ago=3)
    make_articles(5)
    Change.objects.all().delete()
    indexing.refresh([rerun.pk, first.pk])
    rerun.refresh_from_db()

    assert rerun.version_of == first
    assert rerun.story == first.story
    # What lists say of it is as it was: they are not made anew, but for those that choose by story.
    told = {tag for each in Change.objects.all() for tag in each.tags.split() if "related" not in tag}
    assert told == {f"article:{rerun.pk}", "stories:en"}


def test_rebuilding_gives_the_same_lists_again():
    for number in range(12):
        make_article(
            f"Story {number}",
            text=BRIDGE[number * 3 :] + FLOOD[number * 2 :],
            published_at=NOW - timedelta(days=number),
        )
    indexing.refresh(Article.objects.values_list("pk", flat=True))
    before = list(Neighbour.objects.order_by("article", "position").values_list("article", "neighbour"))
    indexing.start_over()
    indexing.finish()

    assert (
        list(Neighbour.objects.order_by("article", "position").values_list("article", "neighbour")) == before
    )


def worked_out() -> tuple[list, list]:
    """Everything that other articles' rails are made of."""
    neighbours = Neighbour.objects.values_list("article_id", "neighbour_id", "position", "score")
    versions = Article.objects.order_by("pk").values_list("pk", "version_of")
    return sorted(neighbours), list(versions)


def test_counts_that_a_process_remembers_are_void_after_a_rebuild_by_another():
    articles = make_articles(4)
    remembered = Counts()
    indexing.refresh([each.pk for each in articles], counts=remembered)
    indexing.start_over()
    indexing.finish()

    assert remembered.statistics(articles[0].locale_id).documents == 4


def test_counts_are_read_as_they_were_written_down(monkeypatch):
    monkeypatch.setattr(counting, "WRITE_DOWN_AFTER", 1)
    first, second = make_articles(3), make_articles(2)
    indexing.refresh([each.pk for each in first])
    indexing.refresh([each.pk for each in second])

    assert TermChange.objects.count() == 0
    assert Counts().statistics(first[0].locale_id).documents == 5
