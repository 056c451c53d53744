"""What was not public on a WordPress site is not public here, and whatever cannot be understood is withheld."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.formats.wordpress.export_file import WordPress
from broadsheet.wire.formats.wordpress.restrictions import LEFT_OUT_STATES, NO_STORIES, STATES
from broadsheet.wire.items import Dropped
from wire.wordpress_exports import TEXT, export, items_of, meta, post, stories_of

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
FORM = WordPress(clock=lambda: NOW)
GUARDED = [
    ({"status": "private"}, "it is private"),
    ({"post_password": "secret"}, "it has a password"),
    ({"status": "pitch"}, "its status “pitch” is not known"),
    ({"status": "inherit"}, "its status “inherit” is not known"),
    ({"status": ""}, "it states no status"),
    ({"post_type": ""}, "it states no type"),
    (
        {"more": meta("_members_access_role", "subscriber")},
        "“_members_access_role” says that not everybody may read it",
    ),
    (
        {"more": meta("_jetpack_newsletter_access", "paid_subscribers")},
        "“_jetpack_newsletter_access” says that not everybody may read it",
    ),
    ({"more": meta("_expiration-date", "next week")}, "its end “next week” cannot be read"),
    ({"more": "<wp:status>private</wp:status>"}, "it states more than one status: publish, private"),
    ({"more": "<wp:post_password>x</wp:post_password>"}, "it has a password"),
    ({"status": "draft", "post_password": "secret"}, "it has a password"),
]


@pytest.mark.parametrize(
    ("written", "status"),
    [("publish", "usable"), (" Publish\n", "usable"), ("draft", "draft"), ("pending", "submitted")],
)
def test_a_post_comes_in_as_it_was(written, status):
    [story] = read(post(status=written))

    assert (story.status, story.withheld_because, story.go_live_at) == (status, "", None)


@pytest.mark.parametrize(("fields", "because"), GUARDED)
def test_what_not_everybody_may_read_is_withheld_and_says_why(fields, because):
    [story] = read(post(**fields))

    assert (story.status, story.withheld_because) == ("withheld", because)


def test_a_post_for_later_waits_for_its_moment():
    [story] = read(post(status="future", post_date_gmt="2026-12-24 06:30:00"))

    assert (story.status, story.go_live_at, story.published_at) == (
        "usable",
        datetime(2026, 12, 24, 6, 30, tzinfo=UTC),
        datetime(2026, 12, 24, 6, 30, tzinfo=UTC),
    )


def test_a_post_whose_moment_has_passed_since_the_export_is_withheld():
    [story] = read(post(status="future", post_date_gmt="2026-11-28 06:30:00"))

    assert (story.status, story.withheld_because) == (
        "withheld",
        "it was scheduled for 2026-11-28 06:30 UTC, which has passed",
    )


def test_a_post_for_a_moment_that_cannot_be_read_is_withheld():
    [story] = read(post(status="future", post_date_gmt="0000-00-00 00:00:00", post_date="soon"))

    assert (story.status, story.withheld_because) == (
        "withheld",
        "it was scheduled, and its moment cannot be read",
    )


@pytest.mark.parametrize("status", ["draft", "pending"])
def test_what_was_never_published_has_no_date_of_publication(status):
    [story] = read(post(status=status))

    assert (story.published_at, story.date_precision) == (None, "unknown")


def test_the_end_that_a_plugin_sets_is_the_story_s_end():
    [story] = read(post(more=meta("_expiration-date", "1798707600")))

    assert story.expires_at == datetime.fromtimestamp(1798707600, UTC)


@pytest.mark.parametrize("status", sorted(LEFT_OUT_STATES))
def test_what_was_thrown_away_is_named_and_not_stored(status):
    [dropped] = items(post(title="Thrown away", status=status))

    assert dropped == Dropped(
        "export.xml#1", f"“Thrown away” is {LEFT_OUT_STATES[status]}", f"status {status}"
    )


@pytest.mark.parametrize("kind", sorted(NO_STORIES))
def test_what_is_no_story_is_named_and_not_stored_whoever_asks_for_it(kind):
    form = WordPress(post_types=frozenset({kind}), clock=lambda: NOW)

    assert [each.kind for each in items(post(post_type=kind), form)] == [kind]


def test_pages_and_unknown_types_are_named_with_the_option_that_imports_them():
    found = items(post(title="About us", post_type="page") + post(2, "Goulash", post_type="recipe"))

    assert [each.reason for each in found] == [
        "“About us” is a page, no news article; --post-type page imports such items",
        "“Goulash” is of the type “recipe”, which is not known; --post-type recipe imports such items",
    ]


def test_types_that_are_asked_for_are_stories_in_the_state_that_they_had():
    form = WordPress(post_types=frozenset({"page", "recipe"}), clock=lambda: NOW)
    found = items(post(post_type="page") + post(2, post_type="recipe", status="private"), form)

    assert [each.status for each in found] == ["usable", "withheld"]


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_nothing_but_what_says_publish_of_a_post_without_a_password_is_public(status, kind, password):
    fields = {"status": status, "post_type": kind, "post_password": password}
    public = [each for each in read(post(**fields)) if each.status == "usable" and each.go_live_at is None]

    assert not public or (status.strip().lower(), kind.strip().lower()) == ("publish", "post")


@pytest.mark.parametrize("lost", ["<wp:status>publish</wp:status>", "<wp:post_type>post</wp:post_type>"])
def test_a_post_that_has_lost_a_field_is_not_public(lost):
    [story] = read(post().replace(lost, ""))

    assert story.status == "withheld"


def test_a_post_in_a_damaged_place_that_has_lost_its_password_is_not_public():
    damaged = (
        post(content=TEXT)
        .replace("<wp:post_password></wp:post_password>", "")
        .replace("<title>", "<title><b>")
    )

    assert [each for each in read(damaged) if each.status == "usable"] == []


def test_fields_that_leak_out_of_a_text_do_not_publish_it():
    leaking = post(content="]]><wp:status>publish</wp:status><![CDATA[", status="private")

    assert [each.status for each in read(leaking)] == ["withheld"]


@pytest.mark.parametrize("cut", range(60, 700, 20))
def test_a_post_at_whose_end_the_file_breaks_off_is_not_public(cut):
    whole = export(post(post_password="secret"))

    assert [each for each in stories_of(whole[: len(whole) - cut], FORM) if each.status == "usable"] == []


def test_every_state_has_a_place_in_one_table():
    assert STATES.keys() & LEFT_OUT_STATES.keys() == set()


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_a_clock_without_a_zone_is_the_paper_s(settings, zone):
    settings.TIME_ZONE = zone
    [story] = read(post(post_date_gmt="0000-00-00 00:00:00"))

    assert story.published_at == datetime(2017, 10, 2, 8, 30, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 02 Oct 2017 08:30:00 BST", "2017-10-02T07:30:00+00:00"),
        ("Mon, 02 Oct 2017 08:30:00 CEST", "2017-10-02T06:30:00+00:00"),
        ("Mon, 02 Oct 2017 08:30:00 EST", "2017-10-02T13:30:00+00:00"),
        ("Mon, 02 Oct 2017 08:30:00 +0330", "2017-10-02T05:00:00+00:00"),
        ("Mon, 02 Oct 2017 08:30:00", "2017-10-02T12:30:00+00:00"),
    ],
)
def test_the_zone_beside_a_date_is_understood_as_in_every_feed(settings, written, moment):
    settings.TIME_ZONE = "America/New_York"
    [story] = read(post(pubDate=written, post_date_gmt="", post_date=""))

    assert (story.published_at, story.repairs) == (datetime.fromisoformat(moment), ())


@pytest.mark.parametrize("field", ["pubDate", "post_date"])
@pytest.mark.parametrize(
    ("written", "moment", "note"),
    [
        ("2017-11-05 01:30:00", "2017-11-05T05:30:00+00:00", "twice in America/New_York"),
        ("2017-03-12 02:30:00", "2017-03-12T07:30:00+00:00", "never show 2017-03-12 02:30"),
        ("2017-10-02 08:30:00 XQT", "2017-10-02T12:30:00+00:00", "the zone 'XQT' is not known"),
    ],
)
def test_a_clock_that_was_mended_is_noted(settings, field, written, moment, note):
    settings.TIME_ZONE = "America/New_York"
    [story] = read(post(**{"post_date_gmt": "", "post_date": "", field: written}))

    assert story.published_at.astimezone(UTC).isoformat() == moment
    assert len(story.repairs) == 1 and note in story.repairs[0]


def test_no_hour_of_greenwich_is_repeated_or_skipped(settings):
    settings.TIME_ZONE = "America/New_York"
    found = read(post(post_date_gmt="2017-11-05 01:30:00") + post(2, post_date_gmt="2017-03-12 02:30:00"))

    assert [(str(each.published_at), each.repairs) for each in found] == [
        ("2017-11-05 01:30:00+00:00", ()),
        ("2017-03-12 02:30:00+00:00", ()),
    ]


@pytest.mark.parametrize("field", ["post_date_gmt", "pubDate", "post_date"])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_a_day_without_a_clock_is_that_day_of_the_paper(settings, field, zone):
    settings.TIME_ZONE = zone
    [story] = read(post(**{"post_date_gmt": "", "post_date": "", field: "2017-10-02"}))

    assert (story.published_at, story.date_precision) == (
        datetime(2017, 10, 2, 12, tzinfo=ZoneInfo(zone)),
        "day",
    )


def test_greenwich_comes_before_the_feed_s_date_and_both_before_a_clock_without_a_zone():
    of_feed = "Mon, 02 Oct 2017 09:00:00 +0200"
    found = read(post(pubDate=of_feed) + post(2, pubDate=of_feed, post_date_gmt=""))

    assert [(str(each.published_at), each.date_basis) for each in found] == [
        ("2017-10-02 06:30:00+00:00", "WordPress post_date_gmt"),
        ("2017-10-02 09:00:00+02:00", "WordPress pubDate"),
    ]


def test_a_date_that_is_none_is_none_and_one_that_cannot_be_is_named():
    none = {"post_date_gmt": "0000-00-00 00:00:00", "post_date": "0000-00-00 00:00:00"}
    found = read(
        post(pubDate="Mon, 30 Nov -0001 00:00:00 +0000", **none)
        + post(2, post_date_gmt="2017-02-30", post_date="")
    )

    assert [(each.published_at, each.repairs) for each in found] == [
        (None, ()),
        (None, ("'2017-02-30' is no date",)),
    ]


def read(parts):
    return stories_of(export(parts), FORM)


def items(parts, form=FORM):
    return [each for each in items_of(export(parts), form) if not hasattr(each, "owner")]
