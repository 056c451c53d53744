"""What a bug or a migration may do to the database is found by the check, and named with page, card and law."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from archives import make_archive, relate_all
from broadsheet.newsroom.checking import check_archive
from broadsheet.newsroom.models import Article, Neighbour, PopularList
from broadsheet.newsroom.page_rails import page_rails
from broadsheet.rails import Rail
from factories import make_article, make_edition, make_section
from newsstand import take_picture
from small_town import be_popular

pytestmark = pytest.mark.django_db

RUSSIAN = (
    "<p>Паром на остров не выйдет в море до четверга, сообщила в понедельник утром начальница порта.</p>"
)
PLUMS = "Plums were boiled sweetly in the village, with sugar and a little patience."
SIX = "<p>Six words that nobody has related.</p>"


def test_an_archive_without_a_planted_fault_has_none():
    related_archive(40)

    assert named() == set()


def test_what_is_planted_in_articles_is_named_on_their_cards(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    made = related_archive(40)
    foreign = make_section("Спорт", edition=make_edition("ru", is_main=False), slug="sport-ru")
    planted = [
        ({"headline": "Bridge opens Bridge opens"}, 4, "unclean"),
        ({"headline": "<b>Bridge</b>"}, 4, "unclean"),
        ({"body": [("paragraph", RUSSIAN)], "card_text": ""}, 6, "wrong-language"),
        ({"section": foreign}, 6, "wrong-section"),
        ({"path": "2025/01/01/a b c"}, 6, "dead-link"),
        ({"published_at": datetime(1970, 1, 1, tzinfo=UTC)}, 3, "wrong-date"),
        ({"picture": take_picture(), "picture_alt": "DSC_0042.jpg"}, 4, "file-name"),
        ({"card_text": ""}, 4, "no-teaser"),
        ({"card_text": "Another story altogether, about penguins."}, 4, "foreign-teaser"),
    ]
    for article, (fields, _law, _kind) in zip(made, planted, strict=False):
        Article.objects.filter(pk=article.pk).update(**fields)
    found = named()

    assert [(law, kind, article.pk) for article, (_fields, law, kind) in zip(made, planted, strict=False)
            if (law, kind, article.pk) not in found] == []  # fmt: skip


def test_a_text_that_was_copied_by_nobody_s_leave_is_named():
    one, other, *_rest = related_archive(16)
    Article.objects.filter(pk=other.pk).update(body=one.body)

    assert {(2, "near-duplicate", other.pk), (2, "near-duplicate", one.pk)} & named()


def test_two_cards_with_one_headline_and_one_teaser_are_named():
    one, other, *_rest = related_archive(16)
    Article.objects.filter(pk=other.pk).update(headline=one.headline, card_text=one.card_text)

    assert {(2, "same-words", other.pk), (2, "same-words", one.pk)} & named()


def test_what_is_read_most_from_the_bottom_up_is_named():
    made = related_archive(40)
    be_popular(made[:12])
    ranking = PopularList.objects.get()
    for number, place in enumerate(ranking.places, start=1):
        place["score"] = 10.0 * number
    ranking.save()

    assert {(law, kind) for law, kind, _article in named()} == {(3, "order")}


def test_neighbours_of_the_text_that_was_there_before_are_named():
    article, *_rest = related_archive(40)
    neighbours = set(Neighbour.objects.filter(article=article).values_list("neighbour", flat=True))
    Article.objects.filter(pk=article.pk).update(headline="Unlike", body=[("paragraph", SIX)], card_text="")

    assert {number for _law, kind, number in named() if kind == "unshared"} & neighbours


def test_unrelated_neighbours_that_kept_the_words_of_before_are_named():
    article, *_rest = related_archive(40)
    places = list(Neighbour.objects.filter(article=article).order_by("position"))
    foreign = [make_article(f"Jam {number}", days_ago=99, text=PLUMS) for number in range(len(places))]
    for place, each in zip(places, foreign, strict=True):
        Neighbour.objects.filter(pk=place.pk).update(neighbour=each)
    related = page_rails(article, now=timezone.now()).rails[Rail.RELATED]
    shown = {each.article for each in related}

    assert len(shown) == len(related) == 5
    assert {number for _law, kind, number in named() if kind == "unshared"} == shown


def test_an_edition_of_one_story_in_many_versions_is_named():
    first, *versions = related_archive(4)
    Article.objects.filter(pk__in=[each.pk for each in versions]).update(version_of=first)

    assert named() == {(1, "empty", None)}


def test_a_sample_has_so_many_pages():
    related_archive(20)

    assert len(list(check_archive(now=timezone.now(), sample=7))) == 7
    assert len(list(check_archive(now=timezone.now(), sample=70))) == 20


def related_archive(count: int) -> list[Article]:
    made = make_archive(count)
    relate_all()
    return made


def named() -> set[tuple[int, str, int | None]]:
    """Return law, kind and article of all that is found."""
    return {
        (each.law, each.kind, each.article)
        for page in check_archive(now=timezone.now())
        for each in page.faults
    }
