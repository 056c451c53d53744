"""Say when a story was published: the first moment at which readers could see it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ..prose.dates import DatePrecision
from .stories import Story

# The worker publishes what is scheduled within seconds. Later than this it was not there to do it, and readers waited.
PUNCTUAL = timedelta(minutes=1)
# How a date is written of which no day is known. A damaged precision keeps no page from its readers.
_SHAPES: dict[str, str] = {DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


def first_seen(pressed: datetime, *waits: datetime | None) -> datetime:
    """Return the first moment at which readers could see what was published at `pressed`: the latest of all."""
    return max([pressed, *(each for each in waits if each is not None)])


def first_seen_if_published(article: Any, now: datetime) -> datetime:
    """Return the first moment at which readers would see an article that was published at `now`."""
    stated = article.published_at and _not_later_today(article.published_at, article.date_precision, now)
    return first_seen(now, article.embargoed_until, article.go_live_at, stated)


def pressed(article: Any, now: datetime) -> datetime:
    """Return the moment of the button: of an article that its schedule publishes now, the moment it was scheduled for."""
    due = article.go_live_at
    return due if due is not None and timedelta(0) <= now - due <= PUNCTUAL else now


def published(article: Any, now: datetime) -> datetime:
    """Return the date of publication of an article that is published now.

    A date that has come stays: an editor has stated it, or readers have seen the article then.
    """
    given: datetime | None = article.published_at
    date = given and _not_later_today(given, article.date_precision, now)
    if date is not None and date <= now:
        return date
    return first_seen(date or pressed(article, now), article.embargoed_until, article.go_live_at)


def is_waited_for(article: Any, now: datetime) -> bool:
    """Return True if the date of publication is only what the article waits for, so that it moves when that moves."""
    date = article.published_at
    return date is not None and date > now and date in (article.embargoed_until, article.go_live_at)


def is_unseen_date(article: Any, before: Any, now: datetime) -> bool:
    """Return True if an article that is saved has the date of an embargo or a schedule at which nobody saw it.

    A version may still have that date after the article was taken down, and after the moment has passed.
    """
    if is_waited_for(before, now):
        return bool(article.published_at == before.published_at)
    waits = [each for each in (article.embargoed_until, article.go_live_at) if each is not None]
    return before.first_published_at is None and article.published_at in waits


def paper_time(moment: datetime) -> datetime:
    """Return a moment by the paper's clocks, whatever zone the person at the desk has chosen."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def stated(moment: datetime, precision: str) -> str:
    """Return a date as far as it is known, as ISO 8601 writes it, by the paper's clocks."""
    local = paper_time(moment)
    if precision == DatePrecision.SECOND:
        return local.isoformat()
    return local.strftime(_SHAPES.get(precision, "%Y-%m-%d"))


def has_day(precision: str) -> bool:
    """Return True if a date of this precision names a day."""
    return precision in (DatePrecision.SECOND, DatePrecision.DAY)


def dated(story: Story, *, now: datetime) -> Story:
    """Give a story that comes in its date of publication: what its source states stands for the button.

    What is not published yet has none; whoever publishes it gives it one.
    """
    if story.status in ("draft", "submitted"):
        return replace(story, published_at=None, date_precision=DatePrecision.SECOND, date_basis="")
    waits = [each for each in (story.embargoed_until, story.go_live_at) if each is not None]
    given = story.published_at and _not_later_today(story.published_at, story.date_precision, now)
    if given is None:
        given = now if any(each > now for each in waits) else None
    if given is None or first_seen(given, *waits) == story.published_at:
        return story
    seen = first_seen(given, *waits)
    if seen == given:
        return replace(story, published_at=seen)
    basis = "the end of its embargo, or its schedule"
    return replace(story, published_at=seen, date_precision=DatePrecision.SECOND, date_basis=basis)


def _not_later_today(stated: datetime, precision: str, now: datetime) -> datetime:
    """Noon stands for a day of which no hour is known: before noon, today's has come all the same."""
    if precision == DatePrecision.SECOND or stated <= now:
        return stated
    return now if paper_time(stated).date() == paper_time(now).date() else stated
