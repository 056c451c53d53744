"""No section, topic, author, edition or language goes while anything needs it, a waiting draft or an old version included."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from broadsheet.newsroom.models import Article, Author, Edition, Page, Section, Topic
from desk.newsdesk import address, story
from desk_paper import PaperDesk, open_paper_desk, said_on, stands
from factories import make_article, make_author, make_edition, make_page, make_section, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.measured]


@pytest.fixture
def paper(db) -> PaperDesk:
    return open_paper_desk()


@pytest.mark.parametrize("way", ["one", "list"])
@pytest.mark.parametrize("kind", ["edition", "section", "topic", "author"])
def test_what_an_article_needs_is_named_and_stays(paper, kind, way):
    edition = make_edition("az")
    make_article("It needs this", section=paper.section, topics=["Bridges"], authors=["Ann Reporter"])
    make_article("It needs this", edition=edition)
    models = {"edition": Edition, "section": Section, "topic": Topic, "author": Author}
    thing = models[kind].objects.latest("pk")

    page = deleted(paper, kind, thing, way)

    assert type(thing).objects.filter(pk=thing.pk).exists()
    assert "It needs this" in page and "Yes, delete" not in page


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_what_only_a_waiting_draft_needs_stays(paper, kind):
    article, thing = (
        paper.article_in("live"),
        {"section": make_section, "topic": make_topic, "author": make_author}[kind]("Other"),
    )
    signed = inline_formset([{"author": thing.pk, "id": "", "ORDER": "1", "DELETE": ""}])
    named = {"section": {"section": thing.pk}, "topic": {"topics": "Other"}, "author": {"bylines": signed}}
    paper.submit(article, "", **named[kind])

    page = deleted(paper, kind, thing, "one")
    paper.does("bulk publish", article)

    assert type(thing).objects.filter(pk=thing.pk).exists() and article.headline in page
    assert stands(article) == "live"


def test_a_version_that_names_what_was_deleted_since_can_be_read(paper):
    other, author = make_section("Other"), make_author("Ann Reporter")
    signed = inline_formset([{"author": author.pk, "id": "", "ORDER": "1", "DELETE": ""}])
    article = paper.desk.write(headline="Moves on", section=other.pk, bylines=signed, action="publish")
    stored = Article.objects.get()
    stored.section, stored.bylines = paper.section, []
    stored.save_revision().publish()
    deleted(paper, "section", other, "one")
    deleted(paper, "author", author, "one")
    oldest = article.revisions.earliest("id")

    assert (Section.objects.count(), Author.objects.count()) == (1, 0)
    assert paper.desk.status("article:revisions_revert", article.pk, oldest.pk) == 200
    assert paper.desk.status("article:revisions_compare", article.pk, "earliest", "latest") == 200


def test_an_author_whose_bylines_were_taken_off_goes(paper):
    author = make_author("Ann Reporter")
    signed = inline_formset([{"author": author.pk, "id": "", "ORDER": "1", "DELETE": ""}])
    paper.desk.write(headline="Moves on", section=paper.section.pk, bylines=signed, action="publish")
    article = Article.objects.get()
    row = {"author": author.pk, "id": article.bylines.get().pk, "ORDER": "1", "DELETE": "on"}

    paper.submit(article, "publish", bylines=inline_formset([row], initial=1))
    deleted(paper, "author", author, "one")

    assert not Author.objects.exists()


def test_an_edition_in_use_keeps_its_language(paper):
    other = Locale.objects.create(language_code="az")
    make_article("It needs this")
    edition = Edition.objects.get()

    page = edited(paper, edition, locale=other.pk)

    assert "It needs this" in said_on(page)
    assert Article.objects.get().locale.edition == edition
    assert paper.desk.status("article:list") == 200


def test_an_edition_that_has_pages_alone_keeps_its_language(paper):
    other = Locale.objects.create(language_code="az")
    edition = Edition.objects.get()
    page = make_page("About us", edition=edition)

    refused = edited(paper, edition, locale=other.pk)

    assert "About us" in said_on(refused)
    assert Page.objects.get().get_absolute_url() == page.get_absolute_url()


def test_there_is_one_main_edition_whatever_is_ticked(paper):
    first, second = Edition.objects.get(), make_edition("az")
    make_article("Stays", slug="stays")
    edited(paper, first)
    still = list(Edition.objects.filter(is_main=True))
    edited(paper, second, is_main="on")

    assert (still, list(Edition.objects.filter(is_main=True))) == ([first], [second])
    article = Article.objects.get().get_absolute_url()
    assert article.startswith("/en/")
    assert [Client().get(each).status_code for each in ("/", "/en/", article, article[3:])] == [
        200,
        200,
        200,
        301,
    ]


def test_a_language_goes_only_after_its_edition(paper):
    locale = make_edition("az").locale
    gone = reverse("wagtaillocales:delete", args=[locale.pk])

    said = said_on(paper.desk.client.post(gone))
    kept = Locale.objects.filter(pk=locale.pk).exists()
    locale.edition.delete()
    paper.desk.client.post(gone)

    assert ("Delete it first" in said, kept, Locale.objects.filter(pk=locale.pk).exists()) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_written_in_a_language_without_an_edition(paper, method):
    Locale.objects.create(language_code="az")

    sent = {"get": None, "post": story()}[method]
    page = getattr(paper.desk.client, method)(f"{address('article:add')}?locale=az", sent, follow=True)

    assert "No edition is in Azerbaijani" in said_on(page)
    assert not Article.objects.exists()


def test_nothing_is_translated_into_a_language_without_an_edition(paper):
    article, other = paper.article_in("live"), Locale.objects.create(language_code="az")
    translate = reverse(
        "simple_translation:submit_snippet_translation", args=["newsroom", "article", article.pk]
    )
    paper.desk.client.post(translate, {"locales": [other.pk]})
    without = Article.objects.count()
    make_edition("az")
    paper.desk.client.post(translate, {"locales": [other.pk]})

    assert (without, Article.objects.count()) == (1, 2)


def test_a_paper_without_an_edition_has_a_desk_all_the_same(paper):
    paper.section.delete()
    deleted(paper, "edition", Edition.objects.get(), "one")

    assert not Edition.objects.exists()
    assert [paper.desk.status(f"{each}:list") for each in ("article", "section", "topic", "edition")] == [
        200
    ] * 4
    assert paper.desk.status("article:add") == 302


def deleted(paper: PaperDesk, kind: str, thing: object, way: str) -> str:
    """Try to delete it from its own screen or from the list, and return what the desk shows."""
    url = address(f"{kind}:delete", thing.pk)
    if way == "list":
        action = reverse("wagtail_bulk_action", args=["newsroom", kind, "delete"])
        url = f"{action}?id={thing.pk}&next={address(f'{kind}:list')}"
    return paper.desk.client.post(url, follow=True).content.decode()


def edited(paper: PaperDesk, edition: Edition, **fields: object):
    data = {
        "name": edition.name,
        "tagline": "",
        "locale": edition.locale_id,
        "calendar": edition.calendar,
        "address_letters": edition.address_letters,
        "feed_text": edition.feed_text,
        "feed_length": edition.feed_length,
        **fields,
    }
    data |= nested_form_data({"menu": streamfield([]), "footer_links": streamfield([])})
    return paper.desk.client.post(address("edition:edit", edition.pk), data, follow=True)
