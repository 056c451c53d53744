"""A site is new for the demo edition until anybody has used it."""

from django.contrib.auth import get_user_model

from broadsheet.demo.loader import is_new
from factories import make_edition


def test_a_site_with_nothing_is_new(db):
    assert is_new()


def test_a_site_with_an_account_is_not_new(db):
    get_user_model().objects.create_user("ann")

    assert not is_new()


def test_a_site_with_an_edition_is_not_new(db):
    make_edition()

    assert not is_new()
