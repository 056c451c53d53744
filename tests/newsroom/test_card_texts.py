"""What cards say is stored with the article, whoever wrote it: desk, import, or a site of before."""

import importlib

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from archives import make_archive, relate_all
from broadsheet.newsroom import migrations
from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.checking import check_archive
from broadsheet.newsroom.models import Article, Author, DatePrecision
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.press.models import Change
from factories import make_article, make_edition
from newsstand import publish, publish_many, take_picture

pytestmark = pytest.mark.django_db

STANDFIRST = "Tips for content maintenance and governance"
BODY = "The bakery on the quay opens on Monday. Its oven was under water for a week. The baker is glad."
UPGRADE = importlib.import_module(f"{migrations.__name__}.0015_card_texts")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"standfirst": STANDFIRST}, STANDFIRST),
        ({"standfirst": STANDFIRST, "teaser": "Fresh bread"}, "Fresh bread"),
        ({"standfirst": "Bakery: opens again!"}, "The bakery on the quay opens on Monday. Its oven was under water for a week."),
    ],
)  # fmt: skip
def test_a_saved_article_has_the_text_of_its_cards(fields, told):
    assert make_article("Bakery opens again", text=BODY, **fields).card_text == told


def test_an_imported_story_has_the_same_text_and_what_its_source_states_beside():
    make_edition()
    story = Story("Bakery opens again", (Paragraph(f"<p>{BODY}</p>"),), standfirst=STANDFIRST, language="en")
    told = Story(
        "Bread", (Paragraph(f"<p>{BODY} Bread.</p>"),), teaser="Fresh", kicker="Quay", kind="opinion",
        short_headline="Bread!", search_title="Bread in Narrin", authors=("Rana Idrisi",), language="en",
    )  # fmt: skip
    file_stories([story, told], by=None, now=timezone.now())
    plain, opinion = Article.objects.order_by("pk")

    assert (plain.card_text, plain.kind, plain.columnist) == (STANDFIRST, "news", None)
    assert (
        opinion.card_text, opinion.kicker, opinion.kind, opinion.short_headline, opinion.search_title, str(opinion.columnist),
    ) == ("Fresh", "Quay", "opinion", "Bread!", "Bread in Narrin", "Rana Idrisi")  # fmt: skip


def test_an_editor_s_teaser_stays_where_a_newer_version_of_the_story_has_none():
    make_edition()
    _file("The oven is dry.")
    article = Article.objects.get()
    # As it was filed before there were teasers.
    unsaid = ("teaser", "short_headline", "search_title", "kicker", "kind")
    article.filed = {name: each for name, each in article.filed.items() if name not in unsaid}
    Article.objects.filter(pk=article.pk).update(filed=article.filed)
    article.teaser, article.kind = "Fresh bread", "review"
    article.save_revision().publish()
    _file("The oven is dry, and the bread is good.")
    newer = Article.objects.get()

    assert (newer.standfirst, newer.teaser, newer.kind) == (
        "The oven is dry, and the bread is good.", "Fresh bread", "review",
    )  # fmt: skip


def test_who_signs_an_opinion_follows_its_kind_and_byline():
    article = make_article(kind="opinion", authors=["Rana Idrisi", "Jonah Quill"])
    first, second = (each.author for each in article.bylines.all())
    signed = [article.columnist]
    article.bylines.set([each for each in article.bylines.all() if each.author == second])
    article.save()
    signed.append(article.columnist)
    article.kind = "news"
    article.save()

    assert [*signed, Article.objects.get().columnist] == [first, second, None]


def test_an_upgrade_writes_standfirsts_on_cards_and_keeps_the_rest(monkeypatch):
    monkeypatch.setattr(UPGRADE, "BATCH", 2)
    made = [
        publish("One", standfirst=STANDFIRST), publish("Two", text=BODY), publish("Three", standfirst="Three!", text=BODY),
        publish("Four", standfirst="Four, and more"),
    ]  # fmt: skip
    rest = made[1].card_text
    for each in (made[0], made[3]):
        Article.objects.filter(pk=each.pk).update(card_text="Tips for content…")
    UPGRADE.say_what_editors_wrote(apps, connection.schema_editor())

    assert [Article.objects.get(pk=each.pk).card_text for each in made] == [
        STANDFIRST,
        rest,
        rest,
        "Four, and more",
    ]


def test_an_old_draft_that_is_published_has_no_teaser_that_nobody_wrote():
    revision = publish("One", standfirst=STANDFIRST).save_revision()
    revision.content = {**revision.content, "teaser": "Tips for content…"}
    del revision.content["card_text"]
    revision.save()
    UPGRADE.rename_in_revisions(apps, connection.schema_editor())
    revision.refresh_from_db()
    revision.publish()
    article = Article.objects.get()

    assert (article.teaser, article.card_text) == ("", STANDFIRST)


def test_the_check_names_a_card_whose_text_is_cut_though_it_fits():
    article, *_rest = related_archive(16)
    Article.objects.filter(pk=article.pk).update(standfirst=STANDFIRST, card_text="Tips for content…")

    assert (4, "cut", article.pk) in _named()


def test_the_check_has_nothing_against_what_editors_write():
    one, other, third, *_rest = related_archive(16)
    one.standfirst, other.teaser = "It has no full stop, and is: all of it,", "Bread"
    third.short_headline, third.kicker = "The short one", "Quay"
    for each in (one, other, third):
        each.save()

    assert _named() == set()


@pytest.mark.parametrize("field", ["kicker", "teaser", "short_headline", "search_title", "kind"])
def test_a_change_of_a_card_is_announced_as_any_and_is_no_update(field):
    article = publish()
    Change.objects.all().delete()
    setattr(article, field, "review")
    article.save()
    tags = {tag for each in Change.objects.all() for tag in each.tags.split()}

    assert (f"article:{article.pk}" in tags, "edition:en" in tags, article.updated_at) == (True, True, None)


def test_an_author_s_picture_is_announced_to_all_pages(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    picture = take_picture()
    publish(kind="opinion", authors=["Rana Idrisi"])
    author = Author.objects.get()
    Change.objects.all().delete()
    author.picture = picture
    author.save()
    with_picture = [each.tags for each in Change.objects.all()]
    picture.focal_point_x = picture.focal_point_y = picture.focal_point_width = picture.focal_point_height = (
        100
    )
    picture.save()

    assert with_picture == [f"all author:{author.pk}"]
    assert f"picture:{picture.pk}" in {tag for each in Change.objects.all() for tag in each.tags.split()}


def test_an_author_whose_opinions_are_gone_can_be_deleted():
    article = publish(kind="opinion", authors=["Rana Idrisi"])
    author = Author.objects.get()
    publish_many(2)
    article.delete()
    author.delete()

    assert (Author.objects.count(), Article.objects.count()) == (0, 2)


def related_archive(count: int) -> list[Article]:
    made = make_archive(count)
    relate_all()
    return made


def _file(standfirst: str) -> None:
    body = (Paragraph(f"<p>{BODY}</p>"),)
    story = Story(
        "Bakery opens again", body, source_id="wire:1", scope="wire", standfirst=standfirst, language="en",
        published_at=timezone.now(), date_precision=DatePrecision.SECOND,
    )  # fmt: skip
    file_stories([story], by=None, now=timezone.now())


def _named() -> set[tuple[int, str, int | None]]:
    pages = check_archive(now=timezone.now())
    return {(fault.law, fault.kind, fault.article) for page in pages for fault in page.faults}
