"""What an editor sees first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.check_report import CheckReport, keep_report
from broadsheet.newsroom.checking import PageFindings
from broadsheet.press import outages
from broadsheet.rails.checked import Fault
from factories import make_article, make_edition, make_pick

pytestmark = pytest.mark.django_db


def test_the_dashboard_names_what_needs_an_editor(editor):
    make_pick(make_article("Pick that ends"), ends_at=timezone.now() + timedelta(days=1))
    make_article("Under embargo", embargoed_until=timezone.now() + timedelta(days=1))
    make_article("Nobody knows when", days_ago=None)
    make_article("Half written", live=False)

    page = editor.see("wagtailadmin_home")

    for headline in ("Pick that ends", "Under embargo", "Nobody knows when", "Half written"):
        assert headline in page


def test_the_dashboard_says_what_the_check_of_last_night_found(editor):
    before = editor.see("wagtailadmin_home")
    fault = Fault(2, "same-words", "popular", 7, "“Bridge” stands twice")
    found = CheckReport()
    found.add(PageFindings("/2026/11/20/bridge/", [fault], is_joined=True))
    keep_report(found, timezone.now())
    page = editor.see("wagtailadmin_home")

    assert "Nightly check" not in before
    assert "1 page, 1 fault, 0 warnings" in page
    assert '<a href="/2026/11/20/bridge/"' in page
    assert "“Bridge” stands twice" in page


def test_the_dashboard_tells_of_a_database_that_was_away(editor):
    before = editor.see("wagtailadmin_home")
    now = timezone.now()
    outages.write_down(now - timedelta(days=1), now - timedelta(days=1) + timedelta(minutes=2))
    outages.write_down(now - timedelta(days=9), now - timedelta(days=9) + timedelta(minutes=2))
    after = editor.see("wagtailadmin_home")

    assert "The database was away" not in before
    assert "The database was away" in after
    assert f"{timezone.localtime(now - timedelta(days=1)):%H:%M:%S}" in after
    assert after.count("–") - before.count("–") == 1


def test_the_dashboard_costs_the_same_however_large_the_archive(editor, django_assert_max_num_queries):
    for _number in range(12):
        make_article(days_ago=None)

    with django_assert_max_num_queries(35):
        editor.see("wagtailadmin_home")


def test_the_desk_bears_our_name_and_the_sign_in_that_of_the_paper(editor, client):
    paper = make_edition("en").name
    home = editor.see("wagtailadmin_home")
    sign_in = client.get(reverse("wagtailadmin_login")).content.decode()

    assert "Broadsheet" in home and f"Sign in to {paper}" in sign_in
    assert "- Wagtail" not in home + sign_in


def test_the_desk_names_no_other_host(editor):
    page = editor.see("wagtailadmin_home") + editor.see("article:add")

    assert "gravatar" not in page and "releases.wagtail" not in page
