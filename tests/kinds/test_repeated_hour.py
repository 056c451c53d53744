"""Each form keeps the moment that nobody changed, asks which of two is meant, and says what it moved."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.articles import ArticleViewSet
from broadsheet.desk.moment_fields import MomentField, MomentInput, shown
from broadsheet.desk.picks import PickForm
from broadsheet.newsroom.actions.publishing import schedule
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.moments import published
from broadsheet.prose.local_time import moved_forward, on_the_wall, readings
from desk.newsdesk import Newsdesk, address, story
from factories import make_article, make_edition, make_section

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
# The first and the second time at which clocks show 02:30, 01:30, and at Lord Howe Island 01:45.
REPEATED = [
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"),
    ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00+00:00", "2026-04-04T15:15:00+00:00"),
]
SKIPPED = [
    ("Europe/Berlin", "2027-03-28 02:30", "2027-03-28 03:30"),
    ("America/New_York", "2027-03-14 02:15", "2027-03-14 03:15"),
    ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-04 02:40"),
]


class Slip(forms.Form):
    """A form with nothing but a moment."""

    at = MomentField(required=False)


@pytest.mark.parametrize(("zone", "typed", "first", "second"), REPEATED)
def test_a_time_that_clocks_show_twice_is_offered_as_first_and_second(zone, typed, first, second):
    with timezone.override(zone):
        asked = Slip({"at": typed})
        given = [Slip({"at": f"{typed} {mark}"}) for mark in ("(first)", "(second)")]

        assert f"{typed} (first)" in asked.errors["at"][0] and f"{typed} (second)" in asked.errors["at"][0]
        assert [moment_of(each) for each in given] == [first, second]


@pytest.mark.parametrize(("zone", "typed", "first", "second"), REPEATED)
@pytest.mark.parametrize("from_a_version", [False, True])
def test_a_form_shows_which_of_the_two_it_is(zone, typed, first, second, from_a_version):
    place = ZoneInfo(zone)
    stored = [datetime.fromisoformat(each) for each in (first, second)]
    # A version of an article has its moments in the paper's zone already.
    moments = [each.astimezone(place) if from_a_version else each for each in stored]

    assert [shown(each, place) for each in moments] == [f"{typed} (first)", f"{typed} (second)"]


@pytest.mark.parametrize(("zone", "typed", "first", "second"), REPEATED)
@pytest.mark.parametrize(
    "later", [timedelta(), timedelta(seconds=33), timedelta(seconds=7, microseconds=250)]
)
def test_a_moment_that_nobody_changed_is_kept_as_it_is(zone, typed, first, second, later):
    with timezone.override(zone):
        for stored in (datetime.fromisoformat(first) + later, datetime.fromisoformat(second) + later):
            text = Slip(initial={"at": stored})["at"].value()
            form = Slip({"at": text}, initial={"at": stored})

            assert (form.is_valid(), form.cleaned_data["at"], form.has_changed()) == (True, stored, False)


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(
        ["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati", "Australia/Lord_Howe"]
    ),
)
def test_what_a_form_shows_of_a_moment_is_read_as_that_moment(moment, zone):
    moment = moment.replace(microsecond=0)
    with timezone.override(zone):
        assert moment_of(Slip({"at": shown(moment, ZoneInfo(zone))})) == moment.isoformat()


@given(
    hour=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati"]),
)
def test_each_reading_of_a_clock_is_a_moment_at_which_it_shows_that_time(hour, zone):
    found = readings(hour, ZoneInfo(zone))

    assert all(on_the_wall(each, ZoneInfo(zone)) == hour for each in found)
    assert found or on_the_wall(moved_forward(hour, ZoneInfo(zone)), ZoneInfo(zone)) > hour


@pytest.mark.parametrize(("zone", "typed", "taken"), SKIPPED)
def test_a_time_that_clocks_skip_is_moved_forward_and_said(zone, typed, taken):
    with timezone.override(zone):
        form = Slip({"at": typed})
        moment = form.is_valid() and form.cleaned_data["at"]

        assert shown(moment, ZoneInfo(zone)) == taken
        assert typed in form.fields["at"].moved and taken in form.fields["at"].moved


@pytest.mark.parametrize(
    "typed", ["2026-10-25", "2026-10-25T02:30:00+02:00", "2026-07-01 02:30 (second)", " "]
)
def test_what_is_clear_is_asked_no_question(typed):
    with timezone.override("Europe/Berlin"):
        assert Slip({"at": typed}).is_valid()


@pytest.mark.parametrize("typed", ["soon", "(first)", "2026-10-25 02:30 (third)", "2026-02-30 10:00", "9:99"])
def test_what_is_no_time_is_refused(typed):
    with timezone.override("Europe/Berlin"):
        assert not Slip({"at": typed}).is_valid()


def test_every_date_time_of_the_desk_s_forms_is_such_a_field():
    article = ArticleViewSet().get_edit_handler().get_form_class()
    correction = article.formsets["corrections"].form
    there = {
        name: (type(field.widget), isinstance(field, MomentField))
        for form in (article, correction, PickForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateTimeField)
    }

    names = ("published_at", "embargoed_until", "go_live_at", "expire_at", "at", "starts_at", "ends_at")
    assert there == dict.fromkeys(names, (MomentInput, True))


def test_the_calendar_writes_nothing_over_what_was_typed():
    assert MomentInput().get_config()["validateOnBlur"] is False


@pytest.mark.parametrize("hour", [0, 1])
def test_a_story_published_in_the_repeated_hour_is_dated_at_its_own_moment(hour):
    now = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    article = SimpleNamespace(published_at=None, embargoed_until=None, go_live_at=None)

    assert published(article, now) == now


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [0, 1])
def test_a_story_is_scheduled_for_either_of_the_two_hours(hour):
    at = datetime(2041, 10, 27, hour, 30, tzinfo=UTC)
    article = make_article(live=False, days_ago=None)

    schedule(article, at=at, by=None, now=at - timedelta(minutes=45))

    assert Article.objects.get().scheduled_revision.approved_go_live_at == at


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [0, 1])
def test_an_article_of_the_repeated_hour_can_be_corrected(hour, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    moment = datetime(2025, 10, 26, hour, 30, 12, 345, tzinfo=UTC)
    section = make_section("Town", edition=make_edition("en"))
    article = make_article("Night shift ends twice", section=section, published_at=moment)
    desk = a_desk()
    shown_text = shown(moment, BERLIN)

    fields = {"section": section.pk, "published_at": shown_text}
    desk.rewrite(article, action="publish", headline="Night shift ends twice, corrected", **fields)
    page = desk.see("article:edit", article.pk)

    stored = Article.objects.get()
    assert (stored.headline, stored.published_at) == ("Night shift ends twice, corrected", moment)
    assert f'name="published_at" value="{shown_text}"' in page


@pytest.mark.django_db
def test_the_desk_says_that_an_embargo_was_moved_and_autosave_is_given_the_moment(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    make_section("Town", edition=make_edition("en"))
    desk = a_desk()
    article = desk.write(headline="A draft")
    data = story(headline="A draft", embargoed_until="2040-03-25 02:30")

    saved = desk.client.post(
        address("article:edit", article.pk), data, headers={"accept": "application/json"}
    )
    desk.client.post(address("article:edit", article.pk), data)
    page = desk.see("article:edit", article.pk)

    assert saved.json()["field_updates"]["embargoed_until"] == "2040-03-25 03:30"
    assert "There is no 2040-03-25 02:30 in Europe/Berlin" in page


def moment_of(form):
    assert form.is_valid(), form.errors
    return form.cleaned_data["at"].astimezone(UTC).isoformat()


def a_desk():
    user = get_user_model().objects.create_superuser("chief", password="x")
    client = Client()
    client.force_login(user)
    return Newsdesk(client, user)
