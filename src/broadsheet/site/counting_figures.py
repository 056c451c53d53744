"""The figures of counting that readers are told, each taken from the code that counts."""

from datetime import timedelta

from django.conf import settings

from ..audience import beacon, counts, recent
from ..audience.counting import allowances
from ..audience.counting.generations import HALF_DAY
from ..newsroom import popularity
from ..rails import headings, popular

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def figures() -> dict[str, int]:
    """Return the figures of counting and of keeping reads, by their names in the template.

    A name ends in its unit; what has none is a number of readers, or of times.
    """
    half_day = timedelta(seconds=HALF_DAY)
    hour, hours, day = popular.HALF_LIVES
    return {
        "visible_seconds": beacon.SECONDS_OF_A_READ,
        "half_day_hours": half_day // _HOUR,
        "traces_hours": 2 * half_day // _HOUR,
        "newest_half_life_minutes": round(60 * hour),
        "middle_half_life_hours": round(hours),
        "oldest_half_life_hours": round(day),
        "popular_days": settings.OPTIONS.popular_days,
        "resurgence": round(popular.RESURGENCE),
        "least_readers": headings.LEAST_READERS,
        "month_days": popularity.MONTH // _DAY,
        "of_address": allowances.OF_ADDRESS,
        "of_neighbourhood": allowances.OF_NEIGHBOURHOOD,
        "of_ipv6_neighbourhood": allowances.OF_IPV6_NEIGHBOURHOOD,
        "of_provider": allowances.MOST_OF_PROVIDER,
        "share_times": round(allowances.TIMES),
        "strangers_times": round(popular.COLD_TIMES),
        "strangers_free": round(popular.COLD_TIMES * popular.COLD_FREE),
        "hourly_days": counts.KEEP_HOURS // _DAY,
        "daily_days": counts.KEEP_DAYS // _DAY,
        "sums_days": counts.KEEP_SUMS // _DAY,
        "recent_hours": recent.KEEP // _HOUR,
        # They are deleted once an hour.
        "recent_hours_at_most": (recent.KEEP + _HOUR) // _HOUR,
    }
