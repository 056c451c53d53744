"""`broadsheet audience follow`: run the follower of readers."""

from django.conf import settings

from ..process.worker_lock import run_alone
from ..worker.following import Follower, log

LOCK = "audience.lock"
POLITENESS = 5


def follow() -> None:
    """Follow the readers until told to stop."""
    run_alone(
        lambda stop: Follower().run(stop),
        settings.DATA,
        what="follower of readers",
        log=log,
        politeness=POLITENESS,
        name=LOCK,
    )
