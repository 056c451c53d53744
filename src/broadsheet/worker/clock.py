"""Announce what time alone changes: embargoes, expiries and schedules."""

import logging
from datetime import datetime, timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from ..newsroom.models import Article
from ..newsroom.transitions import announce_due, is_anything_due

# Embargoes and expiries are kept to the second.
EVERY = timedelta(milliseconds=100)

log = logging.getLogger("broadsheet.worker")


class Clock:
    """Follows the clock from where it last looked."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def keep_time(self, now: datetime) -> bool:
        """Do what is due since the last look."""
        # A clock that was set back is followed as well.
        if abs(now - self.now) >= EVERY:
            if is_anything_due(self.now, now):
                self.announce(now)
            self.now = now
        return False

    def announce(self, now: datetime) -> None:
        """Announce embargoes and expiries whose second has come, and publish what is scheduled."""
        if announced := announce_due(self.now, now):
            log.info("%s articles became visible or ceased to be", announced)
        # What is announced is not announced again, even if the schedule fails.
        self.now = now
        is_due = Revision.objects.filter(approved_go_live_at__lte=now).exists()
        if is_due or Article.objects.filter(live=True, expire_at__lte=now).exists():
            # Expired articles are invisible to the second by the predicate; this gives them their status at the desk.
            call_command("publish_scheduled", verbosity=0)
            log.info("Scheduled articles were published or withdrawn")
