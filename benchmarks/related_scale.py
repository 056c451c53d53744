"""Measure Related at 10,000, 100,000 and 1,000,000 articles, on SQLite and on PostgreSQL.

The archive is made: each article has eight real sentences of ../shared/data and three names of its story, ten articles
a story within two months, over fifteen years. What is not measured (rows of articles, vectors, telling terms) is
written in bulk; what is measured runs through the code of the worker:
    python benchmarks/related_scale.py [sqlite|postgresql] [10000 100000 1000000]
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))
DATA = Path(os.environ.get("BROADSHEET_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
SIZES = (10_000, 100_000, 1_000_000)
ASKED = 400
PUBLISHED = 40
REBUILT = 10_000


def main() -> None:
    """Measure every size that is asked for."""
    if len(sys.argv) == 4 and sys.argv[1] in STEPS:
        STEPS[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
        return
    databases = [each for each in sys.argv[1:] if not each.isdigit()] or ["sqlite", "postgresql"]
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()] or list(SIZES)
    for database in databases:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder, _database(database, Path(folder)):
                # Whoever wrote a million articles holds memory in which the system would keep the database's file.
                for step in STEPS:
                    command = [sys.executable, __file__, step, database, str(size)]
                    if os.spawnv(os.P_WAIT, sys.executable, command):
                        sys.exit(1)


def _start() -> None:
    import django  # noqa: PLC0415  # the settings depend on what was just started

    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    django.setup()


@contextmanager
def _database(database: str, folder: Path) -> Iterator[None]:
    from postgresql_server import postgresql  # noqa: PLC0415

    os.environ["BROADSHEET_DATA"] = str(folder / "var")
    os.environ.pop("BROADSHEET_DATABASE_URL", None)
    (folder / "var").mkdir()
    if database == "sqlite":
        yield
        return
    (folder / "server").mkdir()
    folder.chmod(0o755)
    with postgresql(folder / "server", options="-c shared_buffers=1GB -c maintenance_work_mem=1GB") as url:
        os.environ["BROADSHEET_DATABASE_URL"] = url
        yield


def _write(_database: str, size: int) -> None:
    _start()
    from archive_maker import Archive  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Archive(_sentences(), size).write()


def _time(database: str, size: int) -> None:
    _start()
    from archive_maker import Archive  # noqa: PLC0415

    archive = Archive(_sentences(), size)
    print(f"\n{database}, {size:,} articles ({archive.bytes() / 1e9:.2f} GB)", flush=True)
    asked = archive.some(ASKED)
    _report("candidates and ranking of one article, ms", archive.times_of_ranking(asked))
    _report("- once more, read from the disk before, ms", archive.times_of_ranking(asked))
    print(f"  {'its nine story-mates among the first nine, share':48} {np.mean(archive.of_story):8.2f}")
    _report("publication to finished lists, ms", archive.times_of_publishing(PUBLISHED))
    if size <= REBUILT:
        rate = archive.rate_of_rebuilding()
        print(f"  {'rebuild of everything, articles/s':48} {rate:8.0f}", flush=True)


STEPS = {"write": _write, "time": _time}


def _report(what: str, seconds: list[float]) -> None:
    p50, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    print(f"  {what:48} p50 {p50:6.1f}   p95 {p95:6.1f}   n {len(seconds)}", flush=True)


def _sentences() -> list[str]:
    """Return the sentences of the real texts, each once."""
    texts = [
        json.loads(line)["text"]
        for name in ("digitalgov_dev", "ecbplus", "lee")
        for line in (DATA / "related" / f"{name}.docs.jsonl").read_text("utf-8").splitlines()
    ]
    found = {each for text in texts for each in re.split(r"(?<=[.!?])\s+", text) if 60 < len(each) < 240}
    return sorted(found)


if __name__ == "__main__":
    main()
