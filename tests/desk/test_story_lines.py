"""Editors name, merge and split story-lines, and the press hears which rails that touches."""

import pytest
from newsdesk import address

from broadsheet.newsroom.models import Article, Neighbour, StoryLine
from broadsheet.press import outbox
from factories import make_article, make_edition

pytestmark = pytest.mark.django_db


def test_lines_are_listed_by_their_name_or_first_headline(editor):
    make_line("The bridge", "Bridge closed", "Bridge opened")
    make_line("", "Ferry ordered", "Ferry sails")
    page = editor.client.get(address("desk_story_lines")).content.decode()

    assert "The bridge" in page
    assert "Ferry ordered" in page
    assert "Ferry sails" not in page


def test_lines_are_found_by_a_word(editor):
    make_line("The bridge", "Bridge closed")
    make_line("", "Ferry ordered")
    page = editor.client.get(address("desk_story_lines"), {"q": "ferry"}).content.decode()

    assert "Ferry ordered" in page
    assert "The bridge" not in page


def test_the_list_asks_the_database_no_more_for_many_lines(editor, django_assert_max_num_queries):
    for number in range(12):
        make_line("", f"Story {number}", f"Story {number} goes on")

    with django_assert_max_num_queries(20):
        editor.client.get(address("desk_story_lines"))


def test_a_named_line_keeps_its_articles(editor):
    line = make_line("", "Bridge closed", "Bridge opened")
    do(editor, line, deed="rename", name="The bridge")

    assert StoryLine.objects.get().name == "The bridge"
    assert set(Article.objects.values_list("is_line_fixed", flat=True)) == {True}


def test_two_lines_become_one(editor):
    line, other = make_line("", "Bridge closed"), make_line("The bridge", "Bridge opened")
    do(editor, line, deed="merge", into=other.pk)

    assert list(StoryLine.objects.all()) == [other]
    assert set(Article.objects.values_list("line", "is_line_fixed")) == {(other.pk, True)}


def test_lines_of_two_editions_are_not_merged(editor):
    line, other = make_line("", "Bridge closed"), make_line("", "Мост закрыт", edition=make_edition("ru"))
    page = do(editor, line, deed="merge", into=other.pk)

    assert StoryLine.objects.count() == 2
    assert "never mixes editions" in page


def test_some_articles_become_a_line_of_their_own(editor):
    line = make_line("The bridge", "Bridge closed", "Ferry ordered", "Ferry sails")
    ferry = list(Article.objects.filter(headline__startswith="Ferry").values_list("pk", flat=True))
    do(editor, line, deed="split", article=ferry, name="The ferry")

    assert set(StoryLine.objects.get(name="The ferry").articles.values_list("pk", flat=True)) == set(ferry)
    assert line.articles.count() == 1


def test_an_article_that_is_taken_out_belongs_to_no_line(editor):
    line = make_line("", "Bridge closed", "Plums")
    plums = Article.objects.get(headline="Plums")
    do(editor, line, deed="leave", article=[plums.pk])
    plums.refresh_from_db()

    assert (plums.line, plums.is_line_fixed) == (None, True)


def test_without_a_choice_nothing_happens_and_the_editor_is_told(editor):
    line = make_line("", "Bridge closed")

    assert "Choose the articles first" in do(editor, line, deed="split")
    assert "Choose the story-line" in do(editor, line, deed="merge", into="nothing")
    assert StoryLine.objects.count() == 1


def test_articles_that_left_meanwhile_are_not_split_off_and_the_editor_is_told(editor):
    line = make_line("The bridge", "Bridge closed")
    elsewhere = make_article("Plums")

    assert "any more" in do(editor, line, deed="split", article=[elsewhere.pk])
    assert StoryLine.objects.get() == line


def test_the_press_hears_of_every_rail_that_may_change(editor):
    line = make_line("", "Bridge closed")
    member, beside = line.articles.get(), make_article()
    Neighbour.objects.create(article=beside, neighbour=member, position=0, score=0.5)
    before = outbox.latest()
    do(editor, line, deed="leave", article=[member.pk])

    tags = {tag for change in outbox.since(before) for tag in change.tags}
    assert {f"related:{member.pk}", f"related:{beside.pk}"} <= tags


def test_who_may_not_change_articles_sees_no_lines(client):
    assert client.get(address("desk_story_lines")).status_code == 302


def make_line(name, *headlines, edition=None):
    edition = edition or make_edition()
    line = StoryLine.objects.create(locale=edition.locale, name=name)
    for number, headline in enumerate(headlines):
        article = make_article(headline, edition=edition, days_ago=30 - number)
        Article.objects.filter(pk=article.pk).update(line=line)
    return line


def do(desk, line, **said):
    return desk.client.post(address("desk_story_line", line.pk), said, follow=True).content.decode()
