"""What every fault needs: how long it lasts, and a place to write down what was seen."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

# `make faults` names a file for what was seen, and has faults last for as long as they do in earnest.
RESULTS = os.environ.get("FAULTS_RESULTS", "")
IN_EARNEST = bool(RESULTS)

_rows: dict[str, dict[str, str]] = {}


@pytest.fixture
def lasts() -> Callable[[float, float], float]:
    """Choose how many seconds a fault lasts: the first in the suite, the second in `make faults`."""
    return lambda briefly, long: long if IN_EARNEST else briefly


@pytest.fixture
def seen(request) -> Iterator[Callable[[str], None]]:
    """Write down in one line what was seen of a fault; the test's mark says which fault it is."""
    lines: list[str] = []
    yield lines.append
    row = _row(request.node)
    row["seen"], row["date"] = "; ".join(lines), datetime.now(UTC).date().isoformat()
    row["result"] = "failed" if request.node.stash.get(_FAILED, True) else "held"
    _rows[row["test"]] = row


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def pytest_sessionfinish(session) -> None:
    """Add what was seen to the file of results; a fault that was never tried has a row that says so."""
    if not RESULTS:
        return
    file = Path(RESULTS)
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    untried = {row["test"]: row for each in session.items if (row := _row(each))}
    rows = dict(sorted((untried | known | _rows).items()))
    file.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


_FAILED = pytest.StashKey[bool]()


def _row(item) -> dict[str, str]:
    """Return the row of a test that tries a fault, empty for another one."""
    mark = item.get_closest_marker("fault")
    if mark is None:
        return {}
    path = Path(item.path).relative_to(item.config.rootpath).as_posix()
    return {
        "fault": mark.args[0],
        "survives": mark.kwargs["survives"],
        "test": f"{path}::{item.name}",
        "seen": "",
        "result": "not tried",
        "date": "",
    }
