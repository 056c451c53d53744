"""Run processes side by side, start again what dies, and leave no orphan."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.1
# A process that dies at once, again and again, is not helped by being started again.
MOST_DEATHS = 5
WITHIN_SECONDS = 60.0
LONGEST_PAUSE = 30.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(slots=True)
class Running:
    """A process that should run, and how it has fared."""

    name: str
    command: Sequence[str]
    is_vital: bool
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0


class Processes:
    """Runs a vital process, without which there is nothing to run, and others that may rest for a while."""

    def __init__(self, *, vital: dict[str, list[str]], others: dict[str, list[str]]) -> None:
        self.running = [Running(name, command, True) for name, command in vital.items()]
        self.running += [Running(name, command, False) for name, command in others.items()]
        self.is_stopping = False

    def run(self) -> int:
        """Run until told to stop by a signal, or until a vital process cannot be kept alive; return the exit status."""
        for number in STOP_SIGNALS:
            # Who starts us with nohup wants us to outlive the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        is_well = True
        try:
            while is_well and not self.is_stopping:
                is_well = all(self._look_after(each) for each in self.running)
                time.sleep(LOOK_SECONDS)
        finally:
            self._end()
        return 0 if is_well else 1

    def _look_after(self, each: Running) -> bool:
        """Start what should run and does not; say whether there is a point in going on."""
        now = time.monotonic()
        if each.process is not None and each.process.poll() is not None:
            _kill_group(each.process)  # its own children may still hold the port
            status, each.process = each.process.returncode, None
            each.deaths = [death for death in each.deaths if now - death < WITHIN_SECONDS] + [now]
            if each.is_vital and len(each.deaths) > MOST_DEATHS:
                _say(f"The {each.name} process ended {len(each.deaths)} times within a minute. Giving up.")
                return False
            pause = 0.0 if len(each.deaths) == 1 else min(2.0 ** (len(each.deaths) - 2), LONGEST_PAUSE)
            each.start_at = now + (0.0 if each.is_vital else pause)
            when = f"in {pause:.0f} s" if each.start_at > now else "now"
            _say(f"The {each.name} process ended with status {status}; it is started again {when}.")
        if each.process is None and now >= each.start_at and not self.is_stopping:
            each.process = _start(each.command)
        return True

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end(self) -> None:
        processes = [each.process for each in self.running if each.process is not None]
        for process in processes:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, end - time.monotonic()))
            _kill_group(process)
            process.wait()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    parent, libc = os.getpid(), ctypes.CDLL(None)

    def follow_into_death() -> None:
        # Where we are killed without a chance to stop anything, Linux tells the child.
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    # A session of its own: Ctrl-C reaches us alone, and we stop them in order.
    return subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=follow_into_death,  # no other thread runs here
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
