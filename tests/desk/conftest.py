"""A paper with a front desk: one edition, one section, and editors who are signed in."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from newsdesk import Newsdesk

from broadsheet.newsroom.models import Edition, Section
from factories import make_edition, make_section


@pytest.fixture
def edition(db) -> Edition:
    return make_edition("en")


@pytest.fixture
def section(edition) -> Section:
    return make_section("Town", edition=edition)


@pytest.fixture
def chief(db, section) -> Newsdesk:
    """The desk as its superuser sees it."""
    return _signed_in(get_user_model().objects.create_superuser("chief", password="x"))


@pytest.fixture
def editor(db, section) -> Newsdesk:
    """The desk as a member of the group Editors sees it."""
    return _member("Editors")


@pytest.fixture
def reporter(db, section) -> Newsdesk:
    """The desk as a member of the group Reporters sees it."""
    return _member("Reporters")


def _member(group: str) -> Newsdesk:
    user = get_user_model().objects.create_user(group.lower(), password="x")
    user.groups.add(Group.objects.get(name=group))
    return _signed_in(user)


def _signed_in(user) -> Newsdesk:
    client = Client()
    client.force_login(user)
    return Newsdesk(client, user)
