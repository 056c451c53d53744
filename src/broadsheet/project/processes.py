"""Run processes side by side, start again what dies, and leave no orphan."""

import contextlib
import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.1
# A process that dies at once, again and again, is not helped by being started again.
MOST_DEATHS = 5
WITHIN_SECONDS = 60.0
LONGEST_PAUSE = 30.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RESTART_SIGNAL = signal.SIGUSR2
# What `run` returns when it was told to be started anew: everything has ended but what is vital.
RESTART = -1

_PR_SET_PDEATHSIG = 1  # prctl(2)
_PR_SET_NAME = 15

# A command line, or work that a copy of this process does, sharing the memory of what is loaded.
Work = Sequence[str] | Callable[[], None]


class Child:
    """A process that this one is the parent of."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.status: int | None = None

    def poll(self) -> int | None:
        """Return the exit status as the shell has it, or None while the process runs."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def wait(self, seconds: float) -> bool:
        """Wait for the end; say whether it came."""
        end = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        return self.status is not None

    def tell(self, number: int) -> None:
        """Send a signal, where there is still somebody to hear it."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it and what it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@dataclass(slots=True)
class Running:
    """A process that should run, and how it has fared."""

    name: str
    work: Work
    is_vital: bool
    process: Child | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0


class Processes:
    """Runs vital processes, without which there is nothing to run, and others that may rest for a while.

    Those that are `leaving` were left running by who ran before; they are told to end as soon as they `may_leave`.
    """

    def __init__(
        self,
        *,
        vital: Mapping[str, Work],
        others: Mapping[str, Work],
        leaving: Iterable[int] = (),
        may_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        self.running = [Running(name, work, True) for name, work in vital.items()]
        self.running += [Running(name, work, False) for name, work in others.items()]
        self._leaving = [Child(pid) for pid in leaving]
        self._may_leave = may_leave
        self.is_stopping = False
        self.is_restarting = False

    def run(self) -> int:
        """Run until told to stop by a signal, or until a vital process cannot be kept alive; return the exit status.

        Told to restart, it leaves what is vital running and returns RESTART.
        """
        for number in STOP_SIGNALS:
            # Who starts us with nohup wants us to outlive the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        signal.signal(RESTART_SIGNAL, self._restart)
        is_well = True
        try:
            while is_well and not self.is_stopping:
                is_well = self._look_after_all()
                self._dismiss()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end()
        if self.is_restarting:
            return RESTART
        return 0 if is_well else 1

    @property
    def vital(self) -> list[int]:
        """The numbers of the vital processes that run."""
        return [each.process.pid for each in self.running if each.is_vital and each.process is not None]

    def _look_after_all(self) -> bool:
        # Of two that cannot live neither is forgotten.
        seen = [self._look_after(each) for each in self.running]
        return all(seen)

    def _look_after(self, each: Running) -> bool:
        """Start what should run and does not; say whether there is a point in going on."""
        now = time.monotonic()
        if each.process is not None and each.process.poll() is not None:
            each.process.kill()  # its own children may still hold the port
            status, each.process = each.process.status, None
            each.deaths = [death for death in each.deaths if now - death < WITHIN_SECONDS] + [now]
            if each.is_vital and len(each.deaths) > MOST_DEATHS:
                _say(f"The {each.name} process ended {len(each.deaths)} times within a minute. Giving up.")
                return False
            pause = 0.0 if len(each.deaths) == 1 else min(2.0 ** (len(each.deaths) - 2), LONGEST_PAUSE)
            each.start_at = now + (0.0 if each.is_vital else pause)
            when = f"in {pause:.0f} s" if each.start_at > now else "now"
            _say(f"The {each.name} process ended with status {status}; it is started again {when}.")
        if each.process is None and now >= each.start_at and not self.is_stopping:
            each.process = _start(each.name, each.work)
        return True

    def _dismiss(self) -> None:
        if self._leaving and self._may_leave():
            for each in self._leaving:
                each.tell(signal.SIGTERM)
        self._leaving = [each for each in self._leaving if each.poll() is None]

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping, self.is_restarting = True, False

    def _restart(self, _number: int, _frame: FrameType | None) -> None:
        if not self.is_stopping:
            self.is_stopping = self.is_restarting = True

    def _end(self) -> None:
        ending = [
            each.process
            for each in self.running
            if each.process and not (each.is_vital and self.is_restarting)
        ]
        ending += self._leaving
        for process in ending:
            process.tell(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for process in ending:
            process.wait(max(0.1, end - time.monotonic()))
            process.kill()
            process.wait(STOP_SECONDS)


def in_a_copy(work: Callable[[], None]) -> int:
    """Do work in a copy of this process, wait for it, and return its exit status."""
    child = _start("getting-ready", work)
    while child.poll() is None:
        time.sleep(0.02)
    assert child.status is not None
    return child.status


def _start(name: str, work: Work) -> Child:
    parent, libc = os.getpid(), ctypes.CDLL(None)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()  # no other thread runs here
    if pid:
        return Child(pid)
    status = 1
    try:
        # A group of its own: Ctrl-C reaches the parent alone, which stops us in order. Not a session of its own, for Linux
        # weighs processes against each other, and heeds how nice they are, within one session only (sched(7), autogroup).
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        for number in (*STOP_SIGNALS, RESTART_SIGNAL):
            signal.signal(number, signal.SIG_DFL)
        # Where the parent is killed without a chance to stop anything, Linux tells us.
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            libc.prctl(_PR_SET_NAME, name.encode())
            if os.getppid() != parent:
                os._exit(1)
        if not callable(work):
            os.execvp(work[0], list(work))
        work()
        status = 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
