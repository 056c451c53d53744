"""Run processes side by side, start again what dies, and leave no orphan."""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.1
# A vital process that dies this often within WITHIN_SECONDS is given up.
MOST_DEATHS = 5
WITHIN_SECONDS = 60.0
LONGEST_PAUSE = 30.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RESTART_SIGNAL = signal.SIGUSR2
# Seconds for which the workers of a dead server go on at most, until the next server answers.
ORPHAN_SECONDS = 120.0

_PR_SET_PDEATHSIG = 1  # prctl(2)
_PR_SET_NAME = 15

# A command line, or a function for a fork of this process, which shares its memory.
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
        """Wait for the end; return whether it came."""
        end = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        return self.status is not None

    def tell(self, number: int) -> None:
        """Send a signal, if the process still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def tell_group(self, number: int) -> None:
        """Send a signal to it and to what it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it and what it has started."""
        self.tell_group(signal.SIGKILL)


@dataclass(slots=True)
class Running:
    """A process that should run, with its deaths of late."""

    name: str
    work: Work
    is_vital: bool
    process: Child | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0
    # It was told to end so that new code takes its place.
    is_replaced: bool = False


class Processes:
    """Runs vital processes, without which there is nothing to run, and others that may rest for a while.

    A vital process has workers of its own. They replace themselves when it gets SIGHUP, and where it dies they go on
    until `is_ready` says that its successor, of a process identifier, answers. Once all vital ones do, `on_ready` is
    called.
    """

    def __init__(
        self,
        *,
        vital: Mapping[str, Work],
        others: Mapping[str, Work],
        is_ready: Callable[[int], bool] = lambda pid: True,
        on_ready: Callable[[], None] | None = None,
    ) -> None:
        self.running = [Running(name, work, True) for name, work in vital.items()]
        self.running += [Running(name, work, False) for name, work in others.items()]
        self.is_stopping = False
        self._is_told_to_restart = False
        self._is_ready = is_ready
        # None when it was called.
        self._on_ready = on_ready
        # Dead processes whose workers still answer: in whose place each ran, and when it died.
        self._orphaned: dict[Child, tuple[Running, float]] = {}

    def run(self) -> int:
        """Run until told to stop by a signal, or until a vital process cannot be kept alive; return the exit status.

        SIGUSR2 brings new code: vital processes replace their workers, the others are ended and started again.
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
                self._end_orphans()
                self._tell_once_ready()
                if self._is_told_to_restart:
                    self._is_told_to_restart = False
                    self._bring_new_code()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end()
        return 0 if is_well else 1

    def _look_after_all(self) -> bool:
        # A list, not a generator: every process is looked after, whatever becomes of the first.
        seen = [self._look_after(each) for each in self.running]
        return all(seen)

    def _look_after(self, each: Running) -> bool:
        """Start the process if it does not run; return False if a vital one is given up."""
        now = time.monotonic()
        if each.process is not None and each.process.poll() is not None:
            ended, each.process = each.process, None
            if each.is_replaced:
                each.is_replaced = False
            elif not self._note_death(each, ended, now):
                return False
        if each.process is None and now >= each.start_at and not self.is_stopping:
            each.process = _start(each.name, each.work)
        return True

    def _note_death(self, each: Running, ended: Child, now: float) -> bool:
        each.deaths = [death for death in each.deaths if now - death < WITHIN_SECONDS] + [now]
        if each.is_vital and self._is_ready(ended.pid):
            self._orphaned[ended] = each, now
        else:
            # Workers that answer nobody would only stand in the way of the next ones.
            ended.kill()
        if each.is_vital and len(each.deaths) > MOST_DEATHS:
            _say(f"The {each.name} process ended {len(each.deaths)} times within a minute. Giving up.")
            return False
        pause = 0.0 if len(each.deaths) == 1 else min(2.0 ** (len(each.deaths) - 2), LONGEST_PAUSE)
        each.start_at = now + (0.0 if each.is_vital else pause)
        when = f"in {pause:.0f} s" if each.start_at > now else "now"
        _say(f"The {each.name} process ended with status {ended.status}; it is started again {when}.")
        return True

    def _tell_once_ready(self) -> None:
        if self._on_ready is None:
            return
        vital = [each.process for each in self.running if each.is_vital]
        if all(each is not None and self._is_ready(each.pid) for each in vital):
            self._on_ready()
            self._on_ready = None

    def _end_orphans(self) -> None:
        for ended, (each, died) in list(self._orphaned.items()):
            is_replaced = each.process is not None and self._is_ready(each.process.pid)
            if is_replaced or time.monotonic() - died > ORPHAN_SECONDS:
                ended.tell_group(signal.SIGTERM)
                del self._orphaned[ended]

    def _bring_new_code(self) -> None:
        for each in self.running:
            if each.process is None:
                continue
            each.is_replaced = not each.is_vital
            each.process.tell(signal.SIGHUP if each.is_vital else signal.SIGTERM)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _restart(self, _number: int, _frame: FrameType | None) -> None:
        self._is_told_to_restart = True

    def _end(self) -> None:
        ending = [each.process for each in self.running if each.process]
        for process in ending:
            process.tell(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for process in ending:
            process.wait(max(0.1, end - time.monotonic()))
            process.kill()
            process.wait(STOP_SECONDS)
        for orphaned in self._orphaned:
            orphaned.kill()


def _start(name: str, work: Work) -> Child:
    parent = os.getpid()
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
        end_with(parent)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode())
        multiprocessing.current_process().name = name
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


def end_with(parent: int) -> None:
    """Have Linux end this process when its parent dies, which has no chance to do so where it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
