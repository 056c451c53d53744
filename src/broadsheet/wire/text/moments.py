"""Read the dates that files state by the paper's clocks, and refuse those that cannot be dates of publication."""

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from ...newsroom.identity import version_of
from ...newsroom.stories import Story
from ...prose.dates import DatePrecision
from ...prose.local_time import beginning_of, noon_of
from ...prose.stated_dates import StatedDate, stated_date
from ..clock import paper_zone

# Before the first newspaper, and beyond what anyone schedules, a date is a mistake.
EARLIEST_YEAR = 1600
LATEST_YEAR = 2100
# A feed has no way to say that an item is for later: one that is dated as little ahead as this has a wrong clock.
WRONG_CLOCK = timedelta(hours=24)


def date_of(written: object, *, zone: tzinfo | None = None) -> StatedDate:
    """Return the date of publication that a field states, with a note where it was mended or is none.

    A clock that names no zone is one of `zone`, else of the paper's.
    """
    if isinstance(written, int | float) and not isinstance(written, bool):
        # Seconds or milliseconds, of one epoch or of another: nothing says which.
        return StatedDate(note=f"'{written}' is a number, and no date")
    text = written.strip() if isinstance(written, str) else ""
    if not text:
        return StatedDate()
    found = stated_date(text, paper=zone or paper_zone())
    if found.moment and not EARLIEST_YEAR <= found.moment.year <= LATEST_YEAR:
        return StatedDate(note=f"'{text[:40]}' cannot be a date of publication")
    return found


def moment(written: object) -> tuple[datetime | None, str]:
    """Return the moment that a field states, of a day its beginning, and what was mended or refused.

    A month or a year is no moment.
    """
    found = date_of(written)
    if found.moment is None or found.precision is DatePrecision.SECOND:
        return found.moment, found.note
    if found.precision is DatePrecision.DAY:
        return beginning_of(found.moment.date(), paper_zone()), found.note
    return None, f"'{str(written).strip()[:40]}' names no day"


def noon(day: date) -> datetime:
    """Return the moment that stands for a day of the paper."""
    return noon_of(day, paper_zone())


def in_its_time(story: Story, *, now: datetime) -> Story:
    """Date a feed's story that is dated ahead: now if its clock is wrong, else it is scheduled for its moment.

    An embargo is no date of publication: it is left as it is. The version stays what the feed states: the same item
    is no newer one at each import.
    """
    version = version_of(story)
    if story.updated_at and story.updated_at > now:
        story = replace(story, updated_at=None, version=version)
    stated = story.published_at
    if stated is None or (earliest := _earliest(stated, story.date_precision)) <= now:
        return story
    said = f"the feed dates it {stated.isoformat()}, which is to come"
    if earliest - now > WRONG_CLOCK:
        return replace(
            story,
            go_live_at=stated,
            version=version,
            repairs=(*story.repairs, f"{said}: it is scheduled for then"),
        )
    return replace(
        story,
        published_at=now,
        version=version,
        date_precision=DatePrecision.SECOND,
        date_basis="dated at import: the feed's date was to come",
        repairs=(*story.repairs, f"{said}, but not by a day: its clock is wrong, and it was dated at import"),
    )


def _earliest(stated: datetime, precision: DatePrecision) -> datetime:
    """Return the first moment that a date may mean: noon stands for the whole day."""
    if precision is DatePrecision.SECOND:
        return stated
    return beginning_of(stated.astimezone(paper_zone()).date(), paper_zone())
