"""What every fault needs: how long it lasts, and a place to write down what was seen."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

# `make faults` names a file for what was seen, and has faults last for as long as they do in earnest.
RESULTS = os.environ.get("BROADSHEET_FAULTS_RESULTS", "")
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
    mark = request.node.get_closest_marker("fault")
    assert mark is not None, "Mark the test: @pytest.mark.fault('what happens', survives='what goes on')"
    _rows[_name(request.node)] = {
        "fault": mark.args[0],
        "survives": mark.kwargs["survives"],
        "test": _name(request.node),
        "seen": "; ".join(lines),
        "result": "failed" if _has_failed(request.node) else "held",
        "date": datetime.now(UTC).date().isoformat(),
    }


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def pytest_sessionfinish() -> None:
    if RESULTS and _rows:
        file = Path(RESULTS)
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        rows = known | _rows
        file.write_text(
            json.dumps(dict(sorted(rows.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


_FAILED = pytest.StashKey[bool]()


def _name(item) -> str:
    """Return file and function of a test, with the database that it ran on."""
    path = Path(item.path).relative_to(item.config.rootpath).as_posix()
    return f"{path}::{item.name}"


def _has_failed(item) -> bool:
    return item.stash.get(_FAILED, True)
