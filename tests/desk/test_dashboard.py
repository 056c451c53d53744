"""What an editor sees first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import make_article, make_pick

pytestmark = pytest.mark.django_db


def test_the_dashboard_names_what_needs_an_editor(editor):
    make_pick(make_article("Pick that ends"), ends_at=timezone.now() + timedelta(days=1))
    make_article("Under embargo", embargoed_until=timezone.now() + timedelta(days=1))
    make_article("Nobody knows when", days_ago=None)
    make_article("Half written", live=False)

    page = editor.see("wagtailadmin_home")

    for headline in ("Pick that ends", "Under embargo", "Nobody knows when", "Half written"):
        assert headline in page


def test_the_dashboard_costs_the_same_however_large_the_archive(editor, django_assert_max_num_queries):
    for _number in range(12):
        make_article(days_ago=None)

    with django_assert_max_num_queries(35):
        editor.see("wagtailadmin_home")


def test_the_desk_bears_our_name(editor, client):
    for page in (editor.see("wagtailadmin_home"), client.get(reverse("wagtailadmin_login")).content.decode()):
        assert "Broadsheet" in page and "- Wagtail" not in page and "Sign in to Wagtail" not in page


def test_the_desk_names_no_other_host(editor):
    page = editor.see("wagtailadmin_home") + editor.see("article:add")

    assert "gravatar" not in page and "releases.wagtail" not in page
