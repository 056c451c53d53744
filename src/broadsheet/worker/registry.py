"""The duties of the worker, in the order in which it does them. A new duty is a line here."""

from collections.abc import Callable

from .clock import Clock
from .duties import Duty
from .housekeeping import Housekeeping, Sweeper
from .night_check import NightCheck
from .picture_files import PictureFiles
from .related_lists import RelatedLists


def duties(tick: Callable[[int], None]) -> tuple[Duty, ...]:
    """Return the duties of one worker. Long work calls `tick` between its steps, which may raise Stopped."""
    related, clock, housekeeping, sweeper = RelatedLists(tick), Clock(), Housekeeping(), Sweeper()
    return (
        Duty("unfinished lists", related.finish),
        # News first: what somebody has just published is due by the clock as well, which takes a while to find out.
        Duty("changed articles", related.follow, reader=related.reader, reconnect=related.stop_filling),
        Duty("clock", clock.keep_time, is_prompt=True),
        Duty("housekeeping", housekeeping.tidy),
        Duty("old pictures", sweeper.sweep),
        Duty("files of pictures", PictureFiles().complete),
        Duty("underfull lists", related.fill, is_patient=True),
        Duty("nightly check of the rails", NightCheck().check, is_patient=True),
    )
