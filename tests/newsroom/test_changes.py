"""Every change that readers would see is announced, in the same transaction."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.signals import published

from broadsheet.newsroom.models import Article, Section
from broadsheet.newsroom.queries import next_transition
from broadsheet.newsroom.transitions import announce_due
from broadsheet.press.models import Change
from factories import NOW, make_article, make_edition, make_pick, make_section

pytestmark = pytest.mark.django_db


def test_publishing_and_withdrawing_announce_the_article_and_its_edition():
    article = make_article(live=False)
    Change.objects.all().delete()
    article.save_revision().publish()
    Article.objects.get().unpublish()

    assert {f"article:{article.pk}", "edition:en"} <= announced()
    assert Change.objects.count() >= 2


def test_a_draft_saved_over_a_live_article_announces_nothing():
    article = make_article()
    Change.objects.all().delete()
    article.headline = "Only a draft"
    article.save_revision()

    assert announced() == set()


@pytest.mark.parametrize("thing", [make_section, make_edition])
def test_a_renamed_section_or_edition_announces_the_frame(thing):
    renamed = thing()
    Change.objects.all().delete()
    renamed.name = "Another"
    renamed.save()

    assert announced() - {"editions", f"section:{renamed.pk}", *ways_to(renamed)} == {"chrome:en"}


def ways_to(thing) -> set[str]:
    """Return the tag of the pages in other editions that lead to a section."""
    return {f"translations:{thing.translation_key}"} if isinstance(thing, Section) else set()


def test_a_pick_is_announced_when_made_and_when_dropped():
    pick = make_pick(make_article())
    Change.objects.all().delete()
    pick.delete()

    assert announced() == {"picks:en"}


def test_the_end_of_an_embargo_is_announced_at_its_second():
    article = make_article(embargoed_until=NOW)
    Change.objects.all().delete()

    assert next_transition(now=NOW - timedelta(seconds=1)) == NOW
    assert announce_due(NOW - timedelta(seconds=1), NOW) == 1
    assert announced() == {
        f"article:{article.pk}",
        "edition:en",
        f"translations:{article.translation_key}",
    }
    assert announce_due(NOW, NOW + timedelta(seconds=1)) == 0


def test_what_was_saved_when_its_moment_had_come_is_not_announced_once_more():
    before = timezone.now()
    make_article(published_at=before + timedelta(microseconds=1))
    now = timezone.now()

    assert announce_due(before, now) == 0


def test_what_was_saved_before_its_moment_is_announced_though_its_edition_was_meanwhile():
    before = timezone.now()
    moment = before + timedelta(milliseconds=200)
    article = make_article(published_at=before, expire_at=moment)
    time.sleep(0.25)
    make_article(published_at=before)

    assert announce_due(before, timezone.now()) == 1
    assert f"gone:article:{article.pk}" in announced_last()


def test_an_article_that_was_announced_as_gone_at_its_expiry_is_not_announced_to_readers_once_more():
    before = timezone.now()
    article = make_article(expire_at=before + timedelta(seconds=0.3))
    time.sleep(0.4)
    announce_due(before, timezone.now())
    at_its_second = announced_last()
    article.unpublish(set_expired=True)

    assert f"gone:article:{article.pk}" in at_its_second
    assert announced_last() == {f"article:{article.pk}"}


def test_an_article_that_was_shown_once_more_after_its_expiry_is_announced_when_it_expires_again():
    before = timezone.now()
    article = make_article(expire_at=before + timedelta(seconds=0.2))
    time.sleep(0.3)
    announce_due(before, timezone.now())
    for expires in (None, before + timedelta(seconds=0.25)):
        article.expire_at = expires
        article.save()

    assert {f"gone:article:{article.pk}", "edition:en"} <= announced_last()


def test_an_expiry_that_nobody_announced_is_announced_with_its_status():
    article = make_article(expire_at=timezone.now() + timedelta(seconds=0.3))
    time.sleep(0.4)
    Change.objects.all().delete()
    article.unpublish(set_expired=True)

    assert {f"gone:article:{article.pk}", "edition:en"} <= announced()


def test_wagtail_s_own_signal_still_fires():
    heard = []
    published.connect(lambda instance, **_rest: heard.append(instance), weak=False, dispatch_uid="test")
    article = make_article(live=False)
    article.save_revision().publish()
    published.disconnect(dispatch_uid="test")

    assert [each.pk for each in heard] == [article.pk]


def announced() -> set[str]:
    return {tag for change in Change.objects.all() for tag in change.tags.split()}


def announced_last() -> set[str]:
    return set(Change.objects.latest("id").tags.split())
