"""Editor's choice as an ordered list with until-when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from newsdesk import address

from broadsheet.newsroom.models import Pick
from factories import make_article, make_edition, make_pick

pytestmark = pytest.mark.django_db


def test_the_form_of_a_pick_proposes_the_usual_shelf_life(chief, settings):
    form = chief.client.get(address("desk_pick_add")).context["form"]

    days = (form.initial["ends_at"] - timezone.now()) / timedelta(days=1)
    assert round(days) == settings.OPTIONS.pick_days


def test_a_pick_says_who_picked(editor):
    article = make_article()

    _pick(editor, article)

    assert Pick.objects.get().picked_by == editor.user


def test_a_new_pick_stands_first_and_moves_the_others_down(editor):
    first, second, third = (make_article() for _number in range(3))

    for article in (first, second, third):
        _pick(editor, article)

    assert _order() == [third.pk, second.pk, first.pk]


def test_a_pick_stands_where_its_number_says(editor):
    articles = [make_article() for _number in range(3)]
    for article in articles[:2]:
        _pick(editor, article)

    _pick(editor, articles[2], position=2)

    assert _order() == [articles[1].pk, articles[2].pk, articles[0].pk]


def test_picks_move_up_and_down(editor):
    articles = [make_article() for _number in range(3)]
    for article in articles:
        _pick(editor, article)
    last = Pick.objects.get(article=articles[0])

    editor.post("desk_pick_move", last.pk, to="up")
    editor.post("desk_pick_move", Pick.objects.get(article=articles[2]).pk, to="down")

    assert _order() == [articles[0].pk, articles[2].pk, articles[1].pk]


def test_picking_an_article_again_renews_its_pick(editor):
    article = make_article()
    make_pick(article, days_left=-400)

    _pick(editor, article)

    assert Pick.objects.get().ends_at > timezone.now()


def test_a_pick_must_not_end_before_it_begins(editor):
    response = _pick(editor, make_article(), starts_at="2030-01-02 00:00", ends_at="2030-01-01 00:00")

    assert "ends_at" in response.context["form"].errors


def test_a_pick_belongs_to_the_edition_of_its_article(editor):
    other = make_edition("az", is_main=False)

    _pick(editor, make_article(edition=other))

    assert Pick.objects.get().edition == other


def test_expired_picks_stand_below_the_running_ones(editor):
    running, over = make_article("Still running"), make_article("Long over")
    _pick(editor, running)
    make_pick(over, days_left=-400, position=1)

    page = editor.see("desk_picks")

    assert page.index("Still running") < page.index("desk-gone") < page.index("Long over")


def test_the_list_of_picks_asks_no_question_per_row(editor, django_assert_max_num_queries):
    for _number in range(8):
        _pick(editor, make_article())

    with django_assert_max_num_queries(25):
        editor.see("desk_picks")


def test_a_pick_can_be_removed(editor):
    _pick(editor, make_article())

    editor.post("desk_pick_remove", Pick.objects.get().pk)

    assert not Pick.objects.exists()


def test_the_pick_button_of_an_article_fills_in_the_form(editor):
    article = make_article("Worth a pick")

    page = editor.see("desk_pick_add", article=article.pk)

    assert "Worth a pick" in page
    assert f"{address('desk_pick_add')}?article={article.pk}" in editor.see("article:edit", article.pk)


def test_reporters_see_picks_and_change_none(reporter):
    pick = make_pick(make_article(), days_left=400)

    assert reporter.status("desk_picks") == 200
    assert reporter.status("desk_pick_add") != 200
    assert reporter.post("desk_pick_remove", pick.pk).status_code == 302 and Pick.objects.exists()


def _pick(desk, article, **fields):
    until = f"{timezone.now() + timedelta(days=7):%Y-%m-%d %H:%M}"
    return desk.post(
        "desk_pick_add",
        **({"article": article.pk, "position": 1, "ends_at": until, "starts_at": "", "note": ""} | fields),
    )


def _order() -> list[int]:
    return list(Pick.objects.order_by("position").values_list("article_id", flat=True))
