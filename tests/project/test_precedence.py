"""What comes first comes first where the system grants it, and works as well where it does not."""

import os
import subprocess
import sys

import pytest

from broadsheet.project.precedence import URGENT, USUAL, weigh

OF_ALL = (
    "import os, resource, sys; from broadsheet.project.precedence import weigh\n"
    "os.setpriority(os.PRIO_PROCESS, 0, 0)\n"  # whatever tests before have made of their own process
    "for user in sys.argv[2:]: resource.setrlimit(resource.RLIMIT_NICE, (0, 0)); os.setuid(int(user))\n"
    "for each in sys.argv[1].split(','): weigh(int(each)); print(os.getpriority(os.PRIO_PROCESS, 0))"
)
NOBODY = "65534"


def weighed(*niceness: int, user: str = "") -> list[int]:
    """Return how nice a process is after each of these words."""
    said = ",".join(map(str, niceness))
    command = [sys.executable, "-c", OF_ALL, said, *([user] if user else [])]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return [int(each) for each in found.stdout.split()]


def may_come_first() -> bool:
    """Say whether the system grants these tests what it grants root; a container may have a root without it."""
    asked = [sys.executable, "-c", "import os; os.setuid(0); os.setpriority(os.PRIO_PROCESS, 0, -20)"]
    return subprocess.run(asked, capture_output=True).returncode == 0


@pytest.mark.skipif(not may_come_first(), reason="only root may come first, and become somebody else")
def test_root_comes_first_and_nobody_stays_where_he_was():
    assert weighed(URGENT, USUAL, URGENT) == [URGENT, USUAL, URGENT]
    assert weighed(URGENT, USUAL, user=NOBODY) == [0, 0]


def test_who_may_not_weigh_as_much_weighs_as_much_as_he_may(monkeypatch):
    weights = []

    # RLIMIT_NICE is not ours to raise where tests run: this is what setpriority(2) says of one of 25.
    def grant(_which: int, _who: int, niceness: int) -> None:
        if niceness < -5:
            raise PermissionError
        weights.append(niceness)

    monkeypatch.setattr(os, "setpriority", grant)
    for each in (-10, 0, -3, -10, 7):
        weigh(each)

    assert weights == [-5, 0, -3, -5, 7]


def test_without_a_wish_to_come_first_nothing_is_asked_for():
    assert weighed(USUAL, 3) == [0, 3]
