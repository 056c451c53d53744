"""Measure Related at 10,000, 100,000 and 1,000,000 articles, on SQLite and on PostgreSQL.

The archive is made: each article has eight real sentences of ../shared/data and three names of its story, ten articles
a story within two months, over fifteen years. What is not measured (rows of articles, vectors, key terms) is
written in bulk; what is measured runs through the code of the worker:
    python benchmarks/related_scale.py [sqlite|postgresql] [10000 100000 1000000]
"""

import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papers import django_script, need_texts

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from postgresql_server import postgresql  # it lies beside the tests

SIZES = (10_000, 100_000, 1_000_000)


def main() -> None:
    """Measure every size that is asked for."""
    need_texts()
    databases = [each for each in sys.argv[1:] if not each.isdigit()] or ["sqlite", "postgresql"]
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()] or list(SIZES)
    for database, size in itertools.product(databases, sizes):
        with tempfile.TemporaryDirectory() as folder, _database(database, Path(folder)):
            # Whoever wrote a million articles holds memory in which the system would keep the database's file.
            for step in ("write", "measure"):
                django_script("related_archive.py", Path(folder) / "var", step, str(size))


@contextmanager
def _database(database: str, folder: Path) -> Iterator[None]:
    os.environ.pop("BROADSHEET_DATABASE_URL", None)
    if database == "sqlite":
        yield
        return
    (folder / "server").mkdir()
    folder.chmod(0o755)
    with postgresql(folder / "server", options="-c shared_buffers=1GB -c maintenance_work_mem=1GB") as url:
        os.environ["BROADSHEET_DATABASE_URL"] = url
        yield


if __name__ == "__main__":
    main()
