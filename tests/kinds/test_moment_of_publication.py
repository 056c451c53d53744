"""Published is the first moment at which readers could see it: the latest of button, embargo and go-live."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import feedparser
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.actions.publishing import publish, unpublish
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.moments import dated, is_waited_for, published
from broadsheet.newsroom.queries import newest
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.newsroom.visibility import is_visible
from broadsheet.prose.dates import DatePrecision
from broadsheet.wire.importer import import_files
from broadsheet.wire.text.moments import in_its_time, noon
from desk.newsdesk import Newsdesk
from factories import NOW, make_article, make_edition, make_section

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEXT = (
    Paragraph(
        "<p>The oldest orchard of the province has won the prize for which gardens had been named.</p>"
    ),
)
WAITS = st.none() | st.integers(-90, 90).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(embargoed_until=WAITS, go_live_at=WAITS)
def test_what_is_published_now_is_dated_at_the_first_moment_at_which_it_is_visible(
    embargoed_until, go_live_at
):
    article = shape(embargoed_until=embargoed_until, go_live_at=go_live_at)
    article.published_at = published(article, NOW)

    is_punctual = go_live_at is not None and timedelta(0) <= NOW - go_live_at <= timedelta(minutes=1)
    assert is_visible(article, article.published_at)
    assert is_punctual or article.published_at == max(NOW, embargoed_until or NOW, go_live_at or NOW)


@given(embargoed_until=WAITS, go_live_at=WAITS, minutes=st.integers(0, 10_000))
def test_an_earlier_date_that_an_editor_states_is_kept(embargoed_until, go_live_at, minutes):
    stated = NOW - timedelta(minutes=minutes)

    assert (
        published(shape(published_at=stated, embargoed_until=embargoed_until, go_live_at=go_live_at), NOW)
        == stated
    )


@given(stated=WAITS, embargoed_until=WAITS, go_live_at=WAITS)
def test_at_import_the_stated_date_stands_for_the_button(stated, embargoed_until, go_live_at):
    story = dated(tale(published_at=stated, embargoed_until=embargoed_until, go_live_at=go_live_at), now=NOW)

    waits = [each for each in (embargoed_until, go_live_at) if each]
    if stated:
        assert story.published_at == max(stated, *waits, stated)
    else:
        assert story.published_at == (max(waits) if any(each > NOW for each in waits) else None)


def test_a_draft_that_comes_in_is_dated_by_who_publishes_it():
    story = dated(tale(published_at=NOW - DAY, status="draft"), now=NOW)

    assert (story.published_at, story.date_precision) == (None, DatePrecision.SECOND)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_a_story_of_today_can_be_read_today_before_noon(zone, settings):
    settings.TIME_ZONE = zone
    now = noon(datetime(2026, 11, 23).date()) - 5 * HOUR  # noqa: DTZ001  # a day
    today = noon(now.astimezone(timezone.get_default_timezone()).date())

    story = dated(tale(published_at=today, date_precision=DatePrecision.DAY), now=now)

    assert (story.published_at, story.date_precision) == (now, DatePrecision.DAY)
    assert published(shape(published_at=today, date_precision="day"), now) == now


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), 8 * HOUR, 24 * HOUR])
def test_a_feed_that_is_ahead_by_less_than_a_day_has_a_wrong_clock(ahead):
    story = in_its_time(tale(published_at=NOW + ahead, embargoed_until=NOW + 2 * DAY), now=NOW)

    assert (story.published_at, story.go_live_at, story.embargoed_until) == (NOW, None, NOW + 2 * DAY)
    assert "its clock is wrong" in story.repairs[0]


def test_a_feed_that_is_further_ahead_is_scheduled_and_named():
    story = in_its_time(tale(published_at=NOW + 25 * HOUR), now=NOW)

    assert (story.published_at, story.go_live_at) == (NOW + 25 * HOUR, NOW + 25 * HOUR)
    assert "it is scheduled" in story.repairs[0]


def test_what_a_feed_dates_in_the_past_is_left_as_it_is():
    story = tale(published_at=NOW - HOUR, updated_at=NOW)

    assert in_its_time(story, now=NOW) == story


@pytest.mark.django_db
def test_an_embargo_that_is_over_at_import_is_the_date_everywhere():
    make_edition("en")
    lifted = datetime(2026, 10, 9, 6, tzinfo=UTC)
    file_stories(
        [
            tale("Prize for the orchard", published_at=lifted - 3 * DAY, embargoed_until=lifted, source_id="t:1"),
            tale("Between the two", published_at=lifted - DAY, source_id="t:2"),
        ],
        by=None,
        now=NOW,
    )  # fmt: skip
    article = Article.objects.get(source_id="t:1")

    page = Client().get("/2026/10/09/prize-for-the-orchard/").content.decode()
    items = feedparser.parse(Client().get("/feed/").content).entries

    assert article.published_at == lifted
    assert '<time datetime="2026-10-09T06:00+00:00">' in page
    assert '"datePublished": "2026-10-09T06:00:00+00:00"' in page
    assert [(each.title, each.published) for each in items] == [
        ("Prize for the orchard", "Fri, 09 Oct 2026 06:00:00 +0000"),
        ("Between the two", "Thu, 08 Oct 2026 06:00:00 +0000"),
    ]
    assert "<lastmod>2026-10-09T06:00:00+00:00</lastmod>" in Client().get("/sitemap-1.xml").content.decode()


@pytest.mark.django_db
def test_an_embargoed_story_is_above_what_was_published_while_it_waited():
    lifts = timezone.now() + HOUR
    waiting = written(embargoed_until=lifts)
    newer = written()

    listed = newest(newer.locale.edition, now=lifts)

    assert waiting.published_at == lifts
    assert [each.pk for each in listed] == [waiting.pk, newer.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("moved", [timedelta(minutes=-30), DAY])
def test_the_date_follows_an_embargo_that_is_moved_before_it_ends(moved):
    lifts = timezone.now() + HOUR
    article = written(embargoed_until=lifts)
    article.embargoed_until = lifts + moved
    article.save()

    assert article.published_at == lifts + moved
    assert article.path.startswith(f"{lifts + moved:%Y/%m/%d}/")


@pytest.mark.django_db
def test_an_embargo_that_is_cancelled_dates_the_story_now():
    article = written(embargoed_until=timezone.now() + HOUR)
    before = timezone.now()
    article.embargoed_until = None
    article.save()

    assert before <= article.published_at <= timezone.now()


@pytest.mark.django_db
def test_unpublishing_and_publishing_again_keeps_the_date():
    article = written()
    first = article.published_at
    unpublish(article, by=None, now=timezone.now())
    publish(article, by=None, now=timezone.now())
    article.refresh_from_db()
    article.embargoed_until = timezone.now() + HOUR
    article.save()

    assert Article.objects.get().published_at == first


@pytest.mark.django_db
def test_what_was_taken_down_before_anybody_saw_it_is_dated_when_it_is_published_again():
    article = written(embargoed_until=timezone.now() + HOUR)
    unpublish(article, by=None, now=timezone.now())
    stored = Article.objects.get()
    stored.embargoed_until = None
    stored.save()
    before = timezone.now()
    stored.save_revision()
    publish(stored, by=None, now=timezone.now())

    assert Article.objects.get().published_at >= before


@pytest.mark.django_db
def test_a_schedule_that_was_kept_is_the_date_to_the_second():
    due = timezone.now() - timedelta(seconds=2)
    article = written(go_live_at=due)

    assert article.published_at == due


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2019-05-06 07:08:09", "2019-05-06 07:08"])
def test_a_date_that_is_typed_is_kept_with_its_seconds(typed, settings):
    settings.TIME_ZONE = "UTC"
    desk = a_desk()
    section = make_section("Town", edition=make_edition("en"))

    article = desk.write(action="publish", section=section.pk, published_at=typed)
    desk.rewrite(article, action="publish", section=section.pk, published_at=typed, headline="Ferry sails on")

    assert Article.objects.get().published_at == datetime.fromisoformat(f"{typed}+00:00")


@pytest.mark.django_db
def test_the_form_shows_no_date_that_an_embargo_may_still_move():
    desk = a_desk()
    section = make_section("Town", edition=make_edition("en"))
    later = timezone.now() + 2 * DAY
    fields = {"section": section.pk, "action": "publish"}

    article = desk.write(embargoed_until=f"{later:%Y-%m-%d %H:%M:%S}", **fields)
    stored = Article.objects.get(pk=article.pk)
    form = desk.see("article:edit", article.pk)

    assert is_waited_for(stored, timezone.now())
    assert 'name="published_at" value=' not in form


def a_desk():
    user = get_user_model().objects.create_superuser("chief", password="x")
    client = Client()
    client.force_login(user)
    return Newsdesk(client, user)


def shape(**fields):
    """Return what decides about the date of an article."""
    none = dict.fromkeys(("published_at", "embargoed_until", "go_live_at", "expire_at", "killed_at"))
    return SimpleNamespace(**{**none, "live": True, "date_precision": "second", **fields})


def tale(headline="Prize for the orchard", **fields):
    fields.setdefault(
        "date_precision", DatePrecision.SECOND if fields.get("published_at") else DatePrecision.UNKNOWN
    )
    return Story(headline, TEXT, language="en", **fields)


def written(**fields):
    """Publish a story as the desk does: from a draft without a date."""
    draft = make_article(live=False, days_ago=None, **fields)
    draft.save_revision().publish()
    return Article.objects.get(pk=draft.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stated", "line", "kind"),
    [
        ({"embargoed": "2090-01-01T12:00:00Z"}, "scheduled: ", "scheduled"),
        ({"firstcreated": "2090-01-01T12:00:00Z"}, "scheduled: ", "scheduled"),
        ({"expires": "2020-01-01T12:00:00Z"}, "expired: ", "expired"),
    ],
)
def test_an_import_says_when_readers_see_what_they_do_not_see_now(stated, line, kind, tmp_path):
    make_edition()
    item = {"uri": "a", "headline": "Bridge closes", "body_text": "The bridge is closed.", **stated}
    (tmp_path / "wire.json").write_text(json.dumps(item))

    report = import_files([tmp_path / "wire.json"])

    assert [each for each in report.lines if each.startswith(line)]
    assert report.kinds == {kind: 1}
    assert not Article.objects.get().is_visible(timezone.now())
