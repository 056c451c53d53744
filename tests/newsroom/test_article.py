"""An article keeps its address and its dates, whatever editors do to it."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Locale

from broadsheet.newsroom.models import Address, Article, DatePrecision
from factories import NOW, make_article, make_edition, make_section

pytestmark = pytest.mark.django_db
DAY = datetime(2012, 11, 16, 9, 30, tzinfo=UTC)


def test_the_address_is_the_day_of_publication_and_the_slug():
    article = make_article("Talks go on", published_at=DAY)

    assert article.get_absolute_url() == "/2012/11/16/talks-go-on/"


def test_another_edition_has_its_language_in_front():
    make_edition("en")
    article = make_article("Danışıqlar davam edir", edition=make_edition("az"), published_at=DAY)

    assert article.get_absolute_url() == "/az/2012/11/16/danisiqlar-davam-edir/"


def test_an_article_of_unknown_date_stands_under_undated():
    assert make_article("Old times", days_ago=None).get_absolute_url() == "/undated/old-times/"


def test_the_address_stays_when_headline_section_and_date_change():
    article = make_article("Talks go on", published_at=DAY)
    article.headline, article.section = "Talks are over", make_section("Politics")
    article.published_at = DAY - timedelta(days=400)
    article.save()

    assert article.get_absolute_url() == "/2012/11/16/talks-go-on/"


def test_a_changed_slug_leaves_the_former_address_to_the_article():
    article = make_article("Talks go on", published_at=DAY)
    for slug in ("talks-over", "talks-failed"):
        article.slug = slug
        article.save()

    assert sorted(Address.objects.values_list("path", "kind", "owner")) == [
        ("/2012/11/16/talks-go-on", "article", article.pk),
        ("/2012/11/16/talks-over", "article", article.pk),
    ]


def test_two_stories_of_one_day_and_headline_get_two_addresses():
    paths = [make_article("Talks go on", published_at=DAY).path for _ in range(3)]

    assert paths == ["2012/11/16/talks-go-on", "2012/11/16/talks-go-on-2", "2012/11/16/talks-go-on-3"]


def test_a_draft_moves_to_the_day_on_which_it_is_first_published():
    article = make_article("Talks go on", live=False, days_ago=None)
    assert article.path == "undated/talks-go-on"
    article.save_revision().publish()
    article.refresh_from_db()

    assert article.path == f"{article.published_at:%Y/%m/%d}/talks-go-on"


def test_publishing_again_from_an_old_form_keeps_the_first_date():
    article = make_article("Talks go on", live=False, days_ago=None)
    revision = article.save_revision()
    revision.publish()
    first = Article.objects.get().published_at
    article = Article.objects.get()
    article.published_at = None
    article.save_revision().publish()

    assert Article.objects.get().published_at == first


def test_a_changed_text_is_dated_as_updated_and_an_unchanged_one_is_not():
    article = make_article("Talks go on", published_at=DAY)
    article.save()
    assert article.updated_at is None
    article.standfirst = "They were over on Tuesday."
    article.save()

    assert article.updated_at is not None


def test_an_unknown_date_stays_unknown_through_publication():
    article = make_article("Old times", days_ago=None)
    article.save_revision().publish()
    article.refresh_from_db()

    assert (article.published_at, article.date_precision) == (None, DatePrecision.UNKNOWN)


def test_a_translation_is_a_draft_without_the_original_s_history():
    make_edition("en")
    russian = make_edition("ru")
    original = make_article("Talks go on", published_at=DAY, source_id="wire:1")
    copy = original.copy_for_translation(Locale.objects.get(pk=russian.locale_id))
    copy.save()

    assert (copy.live, copy.published_at, copy.first_published_at, copy.source_id) == (False, None, None, "")
    assert copy.translation_key == original.translation_key


def test_the_teaser_is_short_and_not_the_headline():
    article = make_article(
        "The harbour opens", text="The harbour opens. " + "Ships come in from the north. " * 30
    )

    assert len(article.card_text) <= 200
    assert not article.card_text.startswith("The harbour opens")


def test_an_embargo_holds_to_the_second():
    article = make_article(embargoed_until=NOW)

    assert [article.is_embargoed(NOW - timedelta(seconds=1)), article.is_embargoed(NOW)] == [True, False]
