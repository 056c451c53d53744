"""The worker checks the rails of all pages once a night, and editors find on the dashboard what it found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.newsroom.check_report import kept_report
from broadsheet.newsroom.models import Article
from broadsheet.worker.night_check import HOUR, NightCheck, last_night
from broadsheet.worker.registry import duties
from newsstand import publish_many

pytestmark = pytest.mark.django_db


def test_what_is_wrong_in_the_night_is_kept_until_the_next():
    made = publish_many(18)
    Article.objects.filter(pk=made[0].pk).update(headline="Bridge opens Bridge opens")
    duty, night = NightCheck(lambda _count: None), last_night(timezone.now()) + timedelta(days=1)
    duty.check(night - timedelta(seconds=1))
    before = kept_report()
    duty.check(night)
    found = kept_report()

    assert before is None
    assert (found.checked_at, found.pages) == (night, 18)
    assert {each["kind"] for each in found.findings} == {"unclean"}
    assert found.faults == len(found.findings) > 0


def test_a_night_is_checked_once_whatever_worker_does_it():
    publish_many(3)
    night = last_night(timezone.now()) + timedelta(days=1)
    duty = NightCheck(lambda _count: None)
    for minutes in (0, 1, 600):
        duty.check(night + timedelta(minutes=minutes))
    first = kept_report().checked_at
    duty.check(night + timedelta(days=1))

    assert first == night
    assert kept_report().checked_at == night + timedelta(days=1)


def test_a_worker_that_starts_in_the_morning_makes_up_for_the_night_only_where_one_was_checked_before():
    publish_many(3)
    now = timezone.now()
    NightCheck(lambda _count: None).check(now)
    at_first_start = kept_report()
    night = last_night(now) + timedelta(days=1)
    NightCheck(lambda _count: None).check(night)
    late = NightCheck(lambda _count: None)
    late._begun = night + timedelta(days=1, hours=2)
    late.check(late._begun)

    assert at_first_start is None
    assert kept_report().checked_at == late._begun


def test_the_check_is_a_patient_duty_that_can_be_stopped_between_two_pages():
    publish_many(3)
    seen = []
    NightCheck(seen.append).check(last_night(timezone.now()) + timedelta(days=1))
    duty = next(each for each in duties(seen.append) if each.name == "nightly check of the rails")

    assert seen == [1, 1, 1]
    assert duty.is_patient


def test_the_night_is_the_paper_s():
    struck = timezone.localtime(last_night(timezone.now()), timezone.get_default_timezone())

    assert (struck.hour, struck.minute) == (HOUR, 0)
