"""The checks before a commit are those of the build."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def test_hooks_before_a_commit_have_the_versions_of_the_lock():
    hooks = (REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8")
    lock = (REPOSITORY / "requirements-test.lock").read_text("utf-8")
    pinned = set(re.findall(r"\[([a-z]+==[\d.]+)\]", hooks))

    assert pinned == {each for each in re.findall(r"^(\S+==\S+)", lock, re.M) if each in pinned} != set()
