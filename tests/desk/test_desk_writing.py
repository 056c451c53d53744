"""A reporter's way from an empty form to the page."""

from datetime import UTC

import pytest
from bs4 import BeautifulSoup
from newsdesk import address, story

from broadsheet.desk.moment_fields import shown
from broadsheet.newsroom.models import Article, Section, Topic
from factories import make_article, make_edition, make_section, make_topic

pytestmark = pytest.mark.django_db


def test_the_form_of_a_new_article_opens(chief):
    assert "headline" in chief.see("article:add")


def test_an_article_is_published_with_slug_date_and_address_of_its_own(chief, section):
    article = chief.write(action="publish", section=section.pk)

    assert article.live and article.slug == "the-ferry-sails-again"
    assert article.path == f"{article.published_at:%Y/%m/%d}/the-ferry-sails-again"


@pytest.mark.parametrize(
    ("kind", "words"),
    {"article": "Headline", "author": "Name", "page": "Title", "section": "Name", "topic": "Name"}.items(),
)
def test_the_empty_title_of_a_form_says_what_is_written_there(chief, kind, words):
    field = "headline" if kind == "article" else "name"

    form = BeautifulSoup(chief.see(f"{kind}:add"), "lxml")

    assert form.select_one(f".w-panel.title [name={field}]")["placeholder"] == words


def test_the_sections_to_choose_from_stand_in_the_order_of_the_masthead_each_before_its_own(chief):
    edition = make_edition()
    for position, name in enumerate(("Town", "Sport"), start=1):
        make_section(name, edition=edition, position=position)
    for name in ("Rowing", "Football"):
        make_section(name, edition=edition, parent=Section.objects.get(name="Sport"))

    form = BeautifulSoup(chief.see("article:add"), "lxml")

    offered = [each.text.strip() for each in form.select("[name=section] option[value]") if each["value"]]
    assert offered == ["Town", "Sport", "Sport / Football", "Sport / Rowing"]


def test_a_draft_may_be_unfinished(chief):
    article = chief.write(headline="Half a thought", text="")

    assert not article.live


def test_a_story_written_here_needs_a_section_to_be_published(chief):
    response = chief.client.post(address("article:add"), story() | {"action-publish": "1"})

    assert "section" in response.context["form"].errors


def test_an_imported_article_without_section_can_be_corrected(chief):
    article = make_article("Imported without a section")

    changed = chief.rewrite(article, headline="Imported, with a better headline", action="publish")

    assert changed.pk == article.pk and changed.section is None


def test_what_is_for_cards_is_written_in_the_form(chief, section):
    article = chief.write(
        action="publish", section=section.pk, kind="review", kicker="Ferries", teaser="It sails", short_headline="Ahoy",
        search_title="The ferry of Narrin",
    )  # fmt: skip

    assert (article.kind, article.kicker, article.card_text, article.short_headline, article.search_title) == (
        "review", "Ferries", "It sails", "Ahoy", "The ferry of Narrin",
    )  # fmt: skip


def test_a_standfirst_or_teaser_that_is_the_headline_is_dropped(chief, section):
    article = chief.write(
        action="publish",
        section=section.pk,
        standfirst="The ferry: sails again!",
        teaser="THE FERRY SAILS AGAIN",
        text="<p>The ferry sails again. It had been away for a week. A crane at the yard had broken its mast.</p>",
    )

    assert (article.standfirst, article.teaser, article.card_text) == ("", "", "It had been away for a week.")


def test_sections_of_other_languages_are_not_offered(chief, section):
    other = make_section("Şəhər", edition=_azerbaijani(), slug="sheher")

    page = chief.see("article:add")

    assert f'value="{section.pk}"' in page and str(other) not in page


def test_a_new_topic_is_made_by_typing_it(chief, section):
    article = chief.write(action="publish", section=section.pk, topics='harbour, "Smith, John"')

    assert sorted(topic.name for topic in article.topics.all()) == ["Smith, John", "harbour"]


def test_a_known_topic_is_used_whatever_its_capitals(chief, section):
    harbour = make_topic("Harbour")

    article = chief.write(action="publish", section=section.pk, topics="harbour,")

    assert list(article.topics.all()) == [harbour] and Topic.objects.count() == 1


def test_topics_are_offered_in_the_language_of_the_article(chief):
    make_topic("Harbour")
    make_topic("Harbin", edition=_azerbaijani())

    assert chief.client.get(address("desk_topic_names"), {"term": "har", "locale": "en"}).json() == [
        "Harbour"
    ]


def test_the_seconds_of_an_imported_date_survive_an_edit(chief):
    article = make_article("Filed at an odd second")
    Article.objects.filter(pk=article.pk).update(published_at=article.published_at.replace(second=47))
    text = f"{article.published_at:%Y-%m-%d %H:%M}:47"
    assert f'name="published_at" value="{text}"' in chief.see("article:edit", article.pk)

    changed = chief.rewrite(article, headline="Filed at an odd second!", published_at=text, action="publish")

    assert changed.published_at.second == 47


def test_an_expired_article_can_still_be_corrected(chief):
    article = make_article("It is over")
    Article.objects.filter(pk=article.pk).update(expire_at="2020-01-01T00:00:00Z")

    changed = chief.rewrite(article, headline="It is over.", expire_at="2020-01-01 00:00")

    assert changed.pk == article.pk


def test_a_correction_is_dated_now_unless_somebody_says_otherwise(chief):
    article = make_article("With a mistake")

    page = chief.see("article:edit", article.pk)

    assert 'name="corrections-__prefix__-at" value="20' in page


def test_after_publication_the_form_shows_the_date_that_was_given(chief, section):
    article = chief.write(action="publish", section=section.pk)

    page = chief.see("article:edit", article.pk)

    assert f'name="published_at" value="{shown(article.published_at, UTC)}"' in page


def _azerbaijani():
    return make_edition("az", is_main=False)


def test_a_new_article_begins_with_a_paragraph_and_the_byline_of_who_writes_it(chief):
    make_article("Signed", authors=("Ann Reporter",))
    chief.user.first_name, chief.user.last_name = "Ann", "Reporter"
    chief.user.save()

    form = chief.client.get(address("article:add")).context["form"]

    assert [block.block_type for block in form["body"].value()] == ["paragraph"]
    assert [str(byline.instance) for byline in form.formsets["bylines"].forms] == ["Ann Reporter"]
