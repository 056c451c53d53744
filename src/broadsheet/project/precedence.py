"""Say what comes first where all processors are busy: what readers wait for to be made, then what lies ready."""

import logging
import os

log = logging.getLogger("broadsheet.web")

# As nice(2) counts. Less than nothing is granted to root, or within RLIMIT_NICE; without it all weigh the same.
URGENT, USUAL = -10, 0


def weigh(niceness: int) -> None:
    """Weigh the calling thread, and all that it starts from here on, against others, as far as the system grants it."""
    for each in range(niceness, max(niceness, USUAL) + 1):
        try:
            os.setpriority(os.PRIO_PROCESS, 0, each)
            return
        except PermissionError:
            log.debug("The system does not grant a niceness of %s", each)
