"""An outage of the database is written down once, whoever noticed it."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.press import outages
from broadsheet.press.models import Outage

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def known() -> list[tuple[datetime, datetime]]:
    return [(each.began, each.ended) for each in Outage.objects.order_by("began")]


def test_what_several_processes_noticed_is_one_outage():
    for began, ended in ((0, 60), (0.2, 61), (-0.3, 60.5)):
        outages.write_down(at(began), at(ended))

    assert known() == [(at(-0.3), at(61))]


def test_an_outage_that_joins_two_makes_them_one():
    for began, ended in ((0, 60), (120, 180), (55, 125)):
        outages.write_down(at(began), at(ended))

    assert known() == [(at(0), at(180))]


def test_another_outage_is_another():
    outages.write_down(at(0), at(60))
    outages.write_down(at(600), at(605))

    assert [each.began for each in outages.since(at(61))] == [at(600)]
    assert [each.began for each in outages.since(at(0))] == [at(600), at(0)]


def test_what_is_long_over_is_forgotten():
    outages.write_down(at(0), at(60))
    later = at(61) + outages.KEPT
    outages.write_down(later, later + timedelta(seconds=9))

    assert len(known()) == 1
