"""Upgrades of an older database: its days stay the days that they were."""

import importlib
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection

from broadsheet.newsroom import migrations
from broadsheet.newsroom.models import Article
from broadsheet.prose.dates import DatePrecision
from newsstand import publish

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2012, 11, 16, tzinfo=UTC)
# Noon of that day in New York.
NOON = datetime(2012, 11, 16, 17, tzinfo=UTC)
CLOCK = datetime(2012, 11, 16, 9, 30, tzinfo=UTC)
PRECISION = importlib.import_module(f"{migrations.__name__}.0007_precision_of_dates")


@pytest.fixture
def new_york(settings):
    settings.TIME_ZONE = "America/New_York"


@pytest.mark.usefixtures("new_york")
def test_days_that_were_midnight_are_moved_and_moments_are_not(monkeypatch):
    monkeypatch.setattr(PRECISION, "BATCH", 2)
    articles = [
        publish(published_at=MIDNIGHT, date_precision=DatePrecision.DAY),
        publish(published_at=CLOCK, date_precision=DatePrecision.DAY),
        publish(published_at=MIDNIGHT, date_precision=DatePrecision.SECOND),
        publish(published_at=None, date_precision=DatePrecision.UNKNOWN),
        publish(published_at=MIDNIGHT, date_precision=DatePrecision.DAY),
    ]
    PRECISION.days_at_noon(apps, connection.schema_editor())

    assert [Article.objects.get(pk=each.pk).published_at for each in articles] == [
        NOON, CLOCK, MIDNIGHT, None, NOON,
    ]  # fmt: skip


@pytest.mark.usefixtures("new_york")
def test_an_old_draft_that_is_published_keeps_its_day():
    article = publish(published_at=MIDNIGHT, date_precision=DatePrecision.DAY)
    of_before = article.save_revision()
    newest = article.save_revision()
    PRECISION.days_at_noon(apps, connection.schema_editor())
    days = []
    for each in (newest, of_before):
        each.refresh_from_db()
        each.publish()
        days.append(Article.objects.get(pk=article.pk).published_at)

    assert days == [NOON, NOON]
