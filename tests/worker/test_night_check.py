"""The worker checks the rails of all pages once a night, and editors find on the dashboard what it found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import OperationalError
from django.utils import timezone

from broadsheet.newsroom.check_report import kept_report
from broadsheet.newsroom.checking import PageFindings
from broadsheet.newsroom.models import Article
from broadsheet.worker import night_check
from broadsheet.worker.night_check import HOUR, NightCheck, last_night
from broadsheet.worker.registry import duties
from newsstand import publish_many

pytestmark = pytest.mark.django_db


def test_what_is_wrong_in_the_night_is_kept_until_the_next():
    made = publish_many(18)
    Article.objects.filter(pk=made[0].pk).update(headline="Bridge opens Bridge opens")
    duty, night = NightCheck(), last_night(timezone.now()) + timedelta(days=1)
    whole(duty, night - timedelta(seconds=1))
    before = kept_report()
    whole(duty, night)
    found = kept_report()

    assert before is None
    assert (found.checked_at, found.pages) == (night, 18)
    assert {each["kind"] for each in found.findings} == {"unclean"}
    assert found.faults == len(found.findings) > 0


def test_a_night_is_checked_once_whatever_worker_does_it():
    publish_many(3)
    night = last_night(timezone.now()) + timedelta(days=1)
    duty, other = NightCheck(), NightCheck()
    for minutes in (0, 1, 600):
        whole(duty, night + timedelta(minutes=minutes))
        whole(other, night + timedelta(minutes=minutes))
    first = kept_report().checked_at
    whole(duty, night + timedelta(days=1))

    assert first == night
    assert kept_report().checked_at == night + timedelta(days=1)


def test_a_worker_that_starts_in_the_morning_makes_up_for_the_night_only_where_one_was_checked_before():
    publish_many(3)
    now = timezone.now()
    whole(NightCheck(), now)
    at_first_start = kept_report()
    night = last_night(now) + timedelta(days=1)
    whole(NightCheck(), night)
    late = NightCheck()
    late._begun = night + timedelta(days=1, hours=2)
    whole(late, late._begun)

    assert at_first_start is None
    assert kept_report().checked_at == late._begun


def test_the_check_is_a_patient_duty_that_gives_way_to_the_others_between_pages(monkeypatch):
    publish_many(3)
    monkeypatch.setattr(night_check, "SLICE_SECONDS", 0.0)
    night, duty = last_night(timezone.now()) + timedelta(days=1), NightCheck()
    is_more = [duty.check(night) for _ in range(5)]
    listed = next(each for each in duties(lambda _count: None) if each.name == "nightly check of the rails")

    assert is_more == [True, True, True, False, False]
    assert kept_report().pages == 3
    assert listed.is_patient


def test_a_check_that_the_database_left_begins_again_and_one_that_fails_waits_for_the_next_night(monkeypatch):
    publish_many(3)
    night, duty = last_night(timezone.now()) + timedelta(days=1), NightCheck()
    checking = night_check.check_archive
    for error in (OperationalError, ValueError):
        monkeypatch.setattr(night_check, "check_archive", partial(failing, error))
        with pytest.raises(error):
            whole(duty, night)
        monkeypatch.setattr(night_check, "check_archive", checking)
        whole(duty, night + timedelta(minutes=1))
        night += timedelta(days=1)

    assert kept_report().checked_at == night - timedelta(days=2) + timedelta(minutes=1)


def test_the_night_is_the_paper_s():
    struck = timezone.localtime(last_night(timezone.now()), timezone.get_default_timezone())

    assert (struck.hour, struck.minute) == (HOUR, 0)


def whole(duty: NightCheck, now: datetime) -> None:
    """Check all pages, however few a slow machine checks at a time."""
    while duty.check(now):
        pass


def failing(error: type[Exception], **_named: object) -> Iterator[PageFindings]:
    raise error
    yield
