"""The checks before a commit are those of the build, and an audit says what it could not tell."""

import re
import runpy
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
findings = runpy.run_path(str(REPOSITORY / "tools" / "audit.py"))["findings"]

SAFE = {"name": "django", "version": "5.2.1", "vulns": []}
VULNERABLE = {"name": "lxml", "version": "6.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["6.1"]}]}
UNKNOWN = {"name": "wagtail", "skip_reason": "Dependency not found on PyPI"}


def test_hooks_before_a_commit_have_the_versions_of_the_lock():
    hooks = (REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8")
    lock = (REPOSITORY / "requirements-test.lock").read_text("utf-8")
    pinned = set(re.findall(r"\[([a-z]+==[\d.]+)\]", hooks))

    assert pinned == {each for each in re.findall(r"^(\S+==\S+)", lock, re.M) if each in pinned} != set()


def test_an_audit_names_what_is_vulnerable_and_what_mends_it():
    assert findings("requirements.lock", [SAFE, VULNERABLE, UNKNOWN]) == [
        "requirements.lock: lxml 6.0: CVE-2026-1, mended in 6.1.",
        "requirements.lock: 2 of 3 packages audited.",
    ]


def test_an_audit_without_an_answer_says_that_it_audited_nothing():
    assert findings("requirements.lock", [UNKNOWN]) == [
        "requirements.lock: nothing was audited, since the index has no data on vulnerabilities."
    ]
