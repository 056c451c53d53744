"""The calendars by which an edition may print its dates, and when their years end."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from jdatetime import date as JalaliDate


class Calendar(models.TextChoices):
    """A calendar that readers know. Addresses and what machines read stay Gregorian."""

    GREGORIAN = "gregorian", _("Gregorian")
    JALALI = "jalali", _("Jalali (Iran, Afghanistan)")


def year_of(of_day: date, calendar: str) -> int:
    """Return the number of the year that a day is in."""
    if calendar != Calendar.JALALI:
        return of_day.year
    year: int = JalaliDate.fromgregorian(date=of_day).year
    return year


def days_to_new_year(of_day: date, calendar: str) -> timedelta:
    """Return how far away the first day of the next year is."""
    if calendar != Calendar.JALALI:
        return date(of_day.year + 1, 1, 1) - of_day
    following: date = JalaliDate(year_of(of_day, calendar) + 1, 1, 1).togregorian()
    return following - of_day
