"""Say what comes first where all processors are busy: what readers wait for to be made, then what lies ready."""

import logging
import os

log = logging.getLogger("broadsheet.web")

# As nice(2) counts. Less than nothing is granted to root, or within RLIMIT_NICE; without it all weigh the same.
URGENT, USUAL = -5, 0


def weigh(niceness: int) -> None:
    """Weigh the calling thread, and all that it starts from here on, against others; as before where that is not granted."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, niceness)
    except PermissionError:
        log.debug("The system does not grant a niceness of %s", niceness)
