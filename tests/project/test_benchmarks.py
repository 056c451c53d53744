"""What benchmarks print is written into the document about performance, and nothing else in it is touched."""

import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# Benchmarks and tests share no path.
figures = SimpleNamespace(**runpy.run_path(str(REPOSITORY / "benchmarks" / "figures.py")))
RUN = REPOSITORY / "benchmarks" / "run.py"

DOCUMENT = """\
# Performance

## Pages
Prose before.

<!-- figures: cold_pages.py -->
`cold_pages.py`: not measured yet.
<!-- end -->

| a table | by hand |

<!-- figures: cold_pages.py --scale -->
<!-- end -->
"""


def test_a_block_is_replaced_and_the_rest_of_the_document_stays():
    document = figures.placed(DOCUMENT, "cold_pages.py", "\n280 pages/s\n  p50  3.4 ms\n", about="Measured:")

    assert document == DOCUMENT.replace(
        "`cold_pages.py`: not measured yet.\n",
        "Measured:\n\n```\n280 pages/s\n  p50  3.4 ms\n```\n",
    )


def test_figures_written_twice_stand_there_once():
    once = figures.placed(DOCUMENT, "cold_pages.py", "280", about="Measured:")

    assert figures.placed(once, "cold_pages.py", "280", about="Measured:") == once


def test_a_command_is_not_taken_for_the_same_one_with_other_options():
    document = figures.placed(DOCUMENT, "cold_pages.py --scale", "1.06", about="Measured:")

    assert document == DOCUMENT.replace("--scale -->\n", "--scale -->\nMeasured:\n\n```\n1.06\n```\n")


def test_commands_without_a_block_get_one_each_under_one_heading_at_the_end():
    document = figures.placed("# Performance\n", "beacon.py", "48 us", about="Measured:")
    document = figures.placed(document, "start", "1.9 s", about="Measured:")

    assert document == (
        "# Performance\n\n## Figures that have no place above yet\n"
        "<!-- figures: beacon.py -->\nMeasured:\n\n```\n48 us\n```\n<!-- end -->\n\n"
        "<!-- figures: start -->\nMeasured:\n\n```\n1.9 s\n```\n<!-- end -->\n"
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            "# Performance\n<!-- figures: beacon.py -->\n48 us\n",
            "line 2: the figures of 'beacon.py' have no end. Write <!-- end --> on a line of its own below them.",
        ),
        (
            "<!-- figures: beacon.py -->\n<!-- figures: start -->\n<!-- end -->\n",
            "line 1: the figures of 'beacon.py' have no end. Write <!-- end --> on a line of its own below them.",
        ),
        (
            "<!-- figures: start -->\n<!-- end -->\n<!-- figures: start -->\n<!-- end -->\n",
            "line 3: the figures of 'start' have a block on line 1 already. Keep one.",
        ),
    ],
)
def test_a_marker_that_is_out_of_place_is_told_with_its_line(document, message):
    with pytest.raises(figures.MisplacedMarker) as told:
        figures.placed(document, "start", "1.9 s", about="Measured:")

    assert str(told.value) == message


def test_it_is_said_when_and_on_what_it_was_measured():
    machine = figures.Machine("AMD EPYC", 2, "3.11.2")
    now = datetime(2026, 11, 24, 3, 30, tzinfo=ZoneInfo("Asia/Baku"))

    assert figures.measured("start", machine, now=now) == (
        "`start`, measured on 2026-11-23 at 23:30 UTC (AMD EPYC, 2 cores, Python 3.11.2):"
    )


def test_a_processor_is_named_by_its_model(tmp_path):
    processors = tmp_path / "cpuinfo"
    processors.write_text("processor\t: 0\nmodel name\t: AMD EPYC 7B13   \nmodel\t\t: 1\n")

    assert figures.this_machine(processors).processor == "AMD EPYC 7B13"


def test_every_benchmark_has_a_place_in_the_document_and_every_place_a_benchmark():
    text = (REPOSITORY / "docs" / "performance.md").read_text("utf-8")

    assert sorted(figures.blocks(text.split("\n"))) == sorted(_known())


def test_what_was_printed_is_shown_and_written_into_the_document(tmp_path):
    done = _run(_copy(tmp_path, cold_pages="print('280 pages/s')"), "cold_pages.py")

    assert (done.returncode, done.stdout) == (0, "\ncold_pages.py\n280 pages/s\n")
    assert "\n\n```\n280 pages/s\n```\n<!-- end -->\n\n| a table |" in _document(tmp_path)


def test_the_options_of_a_name_are_handed_to_the_benchmark(tmp_path):
    _run(_copy(tmp_path, cold_pages="import sys; print(sys.argv[1:])"), "cold_pages.py --scale")

    assert "```\n['--scale']\n```" in _document(tmp_path)


def test_a_benchmark_that_fails_is_named_and_the_others_still_run(tmp_path):
    folder = _copy(tmp_path, beacon="print('half'); raise SystemExit('no server')", cold_pages="print(280)")
    done = _run(folder, "beacon.py", "cold_pages.py")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "Failed: beacon.py")
    assert "```\n280\n```" in _document(tmp_path)
    assert "half" not in _document(tmp_path)


def test_a_run_that_is_broken_off_keeps_what_it_had(tmp_path):
    killed = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"
    done = _run(_copy(tmp_path, cold_pages="print(280)", beacon=killed), "cold_pages.py", "beacon.py")

    assert done.returncode == -signal.SIGKILL
    assert "```\n280\n```" in _document(tmp_path)


def test_figures_stay_where_the_archive_of_their_benchmark_is_not_here(tmp_path):
    folder = _copy(tmp_path, cold_pages="print('/srv/texts is not here: pages are not measured')")
    done = _run(folder, "cold_pages.py", "import")

    assert (done.returncode, _document(tmp_path)) == (0, DOCUMENT)
    assert done.stdout.endswith("\nNot measured, since their archive is not here: cold_pages.py, import\n")


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path):
    done = _run(_copy(tmp_path), "cold_pages")

    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "There is no benchmark 'cold_pages'. Name one of these, in quotes where it has blanks:",
            *(f"  {each}" for each in _known()),
        ],
    )


def test_nothing_is_measured_for_a_document_that_could_not_take_it(tmp_path):
    folder = _copy(tmp_path, cold_pages="print(280)")
    (tmp_path / "docs" / "performance.md").write_text("<!-- figures: start -->\n")
    done = _run(folder, "cold_pages.py")

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "docs/performance.md, line 1: the figures of 'start' have no end. Write <!-- end --> on a line of its own below them.\n",
    )


def test_a_run_is_added_to_the_results_with_the_change_that_it_measures(tmp_path):
    _repository(tmp_path, "Serve files from memory")
    note = "import datetime, results; results.note('visit', 'visit.py', {'serve': %s}, now=datetime.datetime(2026, 11, 29))"
    for figure in (0.75, 0.85):
        subprocess.run([sys.executable, "-c", note % figure], cwd=tmp_path / "benchmarks", check=True)

    runs = json.loads((tmp_path / "benchmarks" / "results" / "visit.json").read_text("utf-8"))
    assert [
        (each["command"], each["at"], each["change"].partition(" ")[2], each["serve"]) for each in runs
    ] == [
        ("visit.py", "2026-11-29 00:00 UTC", "Serve files from memory", 0.75),
        ("visit.py", "2026-11-29 00:00 UTC", "Serve files from memory", 0.85),
    ]


def test_results_say_that_what_they_measure_is_not_committed(tmp_path):
    _repository(tmp_path, "Serve files from memory")
    (tmp_path / "src" / "serving.py").write_text("changed\n")
    note = (
        "import datetime, results; results.note('visit', 'visit.py', {}, now=datetime.datetime(2026, 11, 29))"
    )
    subprocess.run([sys.executable, "-c", note], cwd=tmp_path / "benchmarks", check=True)

    [run] = json.loads((tmp_path / "benchmarks" / "results" / "visit.json").read_text("utf-8"))
    assert run["change"].endswith("Serve files from memory, and what is not committed")


def _repository(folder: Path, subject: str) -> None:
    """Make a repository with what notes results, and a source file, in one commit."""
    (folder / "benchmarks").mkdir()
    (folder / "src").mkdir()
    (folder / "src" / "serving.py").write_text("")
    for each in ("results.py", "figures.py"):
        shutil.copy(REPOSITORY / "benchmarks" / each, folder / "benchmarks")
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", subject]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def _copy(folder: Path, **benchmarks: str) -> Path:
    """Copy what runs benchmarks to where a few small ones are, and return that file."""
    (folder / "benchmarks").mkdir()
    (folder / "docs").mkdir()
    (folder / "docs" / "performance.md").write_text(DOCUMENT, encoding="utf-8")
    for each in ("run.py", "figures.py", "loading.py"):
        shutil.copy(REPOSITORY / "benchmarks" / each, folder / "benchmarks")
    for name, code in benchmarks.items():
        (folder / "benchmarks" / f"{name}.py").write_text(code, encoding="utf-8")
    return folder / "benchmarks" / "run.py"


def _run(program: Path, *names: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"BROADSHEET_REAL_DATA": str(program.parent / "nowhere")}
    return subprocess.run(
        [sys.executable, str(program), *names], env=environment, capture_output=True, text=True
    )


def _document(folder: Path) -> str:
    return (folder / "docs" / "performance.md").read_text("utf-8")


def _known() -> list[str]:
    """Return the names that running an unknown benchmark lists."""
    told = subprocess.run([sys.executable, str(RUN), "no such name"], capture_output=True, text=True).stderr
    return [each.strip() for each in told.splitlines()[1:]]
