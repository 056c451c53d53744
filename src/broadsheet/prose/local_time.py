"""Read a clock on the wall: once a year it shows an hour twice, and once a year it leaves one out."""

from datetime import UTC, date, datetime, time, tzinfo

# Noon is the moment of a day that is the least often on another day elsewhere.
NOON = time(12)


def readings(clock: datetime, zone: tzinfo) -> list[datetime]:
    """Return the moments at which the clocks of a zone show a time: one, two in the repeated hour, none in the skipped."""
    found = [clock.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    shown = [each for each in found if on_the_wall(each, zone) == clock]
    return shown[:1] if len({each.utcoffset() for each in shown}) == 1 else shown


def moved_forward(clock: datetime, zone: tzinfo) -> datetime:
    """Return the moment that is meant by a time in the skipped hour: as long after the change as it claims to be."""
    return clock.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def on_the_wall(moment: datetime, zone: tzinfo) -> datetime:
    """Return what the clocks of a zone show at a moment, without the zone."""
    return moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def noon_of(day: date, zone: tzinfo) -> datetime:
    """Return the moment that stands for a day of which no hour is known."""
    return moved_forward(datetime.combine(day, NOON), zone)


def beginning_of(day: date, zone: tzinfo) -> datetime:
    """Return the first moment of a day."""
    return moved_forward(datetime.combine(day, time()), zone)
