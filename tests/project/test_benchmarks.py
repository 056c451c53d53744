"""What benchmarks show is kept as results, and the document about performance is rendered from these."""

import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BENCHMARKS = REPOSITORY / "benchmarks"
HARNESS = ("run.py", "results.py", "document.py")
SHOWS = "from results import show; show('rails', ('page', 'ms'), [('one', {})])"

TEXT = """\
# Performance

## What does a page cost?
Measured so.

{{ cold_pages.py }}

## And in a larger archive?
{{ cold_pages.py --scale }}

## What is settled
Much.
"""


@pytest.fixture
def harness(monkeypatch):
    """Benchmarks and tests share no path, so their modules are run here as they are there."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield runpy.run_path(str(BENCHMARKS / "document.py"))
    sys.modules.pop("results", None)


def run_of(harness, command, *rows, note=""):
    table = harness["Table"]("rails", ["page", "ms"], rows)
    return harness["Run"](command, "2026-11-29 07:31 UTC", "a machine", "0abc123 Mend it", [table], note)


def test_a_section_shows_the_last_run_of_its_command(harness):
    runs = {"cold_pages.py": run_of(harness, "cold_pages.py", ["one", 7.9], ["two", 1234.5], note="Slow.")}

    assert harness["rendered"](TEXT, runs) == (
        "# Performance\n\n## What does a page cost?\nMeasured so.\n\n"
        "`cold_pages.py` on 2026-11-29 07:31 UTC, a machine. Commit: 0abc123 Mend it. Slow.\n\n"
        "| rails | ms |\n|---|---:|\n| one | 7.9 |\n| two | 1,234 |\n\n"
        "## What is settled\nMuch.\n"
    )


def test_a_section_without_a_result_is_left_out(harness):
    assert harness["rendered"](TEXT, {}) == "# Performance\n\n## What is settled\nMuch.\n"


def test_the_document_is_what_the_results_render(harness):
    latest = runpy.run_path(str(BENCHMARKS / "results.py"))["latest"]
    text = (BENCHMARKS / "performance.template.md").read_text("utf-8")

    assert (REPOSITORY / "docs" / "performance.md").read_text("utf-8") == harness["rendered"](text, latest())


def test_every_benchmark_has_a_place_in_the_text_and_every_place_a_benchmark(harness):
    text = (BENCHMARKS / "performance.template.md").read_text("utf-8")

    assert sorted(harness["PLACE"].findall(text)) == sorted(_known())


def test_a_processor_is_named_by_its_model(tmp_path, harness):
    processors = tmp_path / "cpuinfo"
    processors.write_text("processor\t: 0\nmodel name\t: AMD EPYC 7B13   \nmodel\t\t: 1\n")
    this_machine = runpy.run_path(str(BENCHMARKS / "results.py"))["this_machine"]

    assert this_machine(processors).startswith("AMD EPYC 7B13, ")


def test_what_was_shown_is_printed_kept_and_rendered(tmp_path):
    done = _run(_copy(tmp_path, cold_pages=SHOWS.format(280.74321)), "cold_pages.py")

    assert (done.returncode, done.stdout) == (0, "\ncold_pages.py\n\nrails\n  page   ms\n  one   281\n")
    assert _kept(tmp_path) == [["cold_pages.py", [["one", 280.7]]]]
    assert "| one | 281 |" in _document(tmp_path)


def test_a_second_run_is_added_and_the_last_one_is_rendered(tmp_path):
    for figure in (280, 290):
        _run(_copy(tmp_path, cold_pages=SHOWS.format(figure)), "cold_pages.py")

    assert [rows for _command, rows in _kept(tmp_path)] == [[["one", 280]], [["one", 290]]]
    assert "| one | 290 |" in _document(tmp_path)


def test_the_options_of_a_name_are_handed_to_the_benchmark(tmp_path):
    shows = "import sys; from results import show; show('called with', ('',), [sys.argv[1:]])"
    _run(_copy(tmp_path, cold_pages=shows), "cold_pages.py --scale")

    assert _kept(tmp_path) == [["cold_pages.py --scale", [["--scale"]]]]


def test_a_benchmark_that_fails_is_named_and_the_others_still_run(tmp_path):
    fails = f"{SHOWS.format(1)}; raise SystemExit('no server')"
    done = _run(_copy(tmp_path, backups=fails, cold_pages=SHOWS.format(280)), "backups.py", "cold_pages.py")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "Failed: backups.py")
    assert _kept(tmp_path) == [["cold_pages.py", [["one", 280]]]]


def test_a_run_that_is_broken_off_keeps_what_it_had(tmp_path):
    killed = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"
    done = _run(_copy(tmp_path, cold_pages=SHOWS.format(280), backups=killed), "cold_pages.py", "backups.py")

    assert done.returncode == -signal.SIGKILL
    assert "| one | 280 |" in _document(tmp_path)


def test_a_benchmark_whose_archive_is_not_here_keeps_nothing(tmp_path):
    done = _run(_copy(tmp_path, cold_pages="print('/srv/texts is not here.')"), "cold_pages.py")

    assert (done.returncode, _kept(tmp_path)) == (0, [])
    assert done.stdout.endswith("\nNot measured, since what they need is not here: cold_pages.py\n")


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path):
    done = _run(_copy(tmp_path), "cold_pages")

    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "There is no benchmark 'cold_pages'. Name one of these, in quotes where it has blanks:",
            *(f"  {each}" for each in _known()),
        ],
    )


def test_a_run_names_the_change_that_it_measures(tmp_path):
    program = _copy(tmp_path, cold_pages=SHOWS.format(280))
    _commit(tmp_path, "Serve files from memory")
    _run(program, "cold_pages.py")
    (tmp_path / "src" / "serving.py").write_text("changed\n")
    _run(program, "cold_pages.py")

    changes = [each["change"].partition(" ")[2] for each in _runs(tmp_path)]
    assert changes == ["Serve files from memory", "Serve files from memory, and what is not committed"]


def _commit(folder: Path, subject: str) -> None:
    """Put a folder and a source file into a repository, in one commit."""
    (folder / "src").mkdir()
    (folder / "src" / "serving.py").write_text("")
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", subject]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def _copy(folder: Path, **benchmarks: str) -> Path:
    """Copy what runs benchmarks to where a few small ones are, and return that file."""
    (folder / "benchmarks").mkdir(exist_ok=True)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "benchmarks" / "performance.template.md").write_text(TEXT, encoding="utf-8")
    for each in HARNESS:
        shutil.copy(BENCHMARKS / each, folder / "benchmarks")
    for name, code in benchmarks.items():
        (folder / "benchmarks" / f"{name}.py").write_text(code, encoding="utf-8")
    return folder / "benchmarks" / "run.py"


def _run(program: Path, *names: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, str(program), *names], env=environment, capture_output=True, text=True
    )


def _runs(folder: Path) -> list[dict]:
    found = sorted((folder / "benchmarks").glob("results/*.json"))
    return [run for file in found for run in json.loads(file.read_text("utf-8"))]


def _kept(folder: Path) -> list[list]:
    """Return the command and the rows of each run that is kept."""
    return [
        [each["command"], [row for table in each["tables"] for row in table["rows"]]]
        for each in _runs(folder)
    ]


def _document(folder: Path) -> str:
    return (folder / "docs" / "performance.md").read_text("utf-8")


def _known() -> list[str]:
    """Return the names that running an unknown benchmark lists."""
    told = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run.py"), "no such name"], capture_output=True, text=True
    ).stderr
    return [each.strip() for each in told.splitlines()[1:]]
