"""Back a site up while stories are imported into it, restore each backup elsewhere, and look for what is missing.

    python benchmarks/backups.py [--postgresql] [--rounds 8]

Prints how long each backup took, how much it holds, whether it was found whole, how many of the articles that were
committed before it began are not in it, and what `rails check` finds in the restored site.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from postgresql_server import postgresql
from sites import another, broadsheet, done, faults, importing, psql, written

URL = "BROADSHEET_DATABASE_URL"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--rounds", type=int, default=8)
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as work,
        tempfile.TemporaryDirectory() as server,
        postgresql(Path(server)) if chosen.postgresql else nullcontext() as url,
    ):
        at = {URL: url} if url else {}
        print(f"{'PostgreSQL' if url else 'SQLite'}, backups beside an import:", flush=True)
        well = measure(Path(work), at, chosen.rounds)
    print(f"{well} of {chosen.rounds} whole, with every article of before, and with 0 faults")
    sys.exit(well < chosen.rounds)


def measure(work: Path, at: Mapping[str, str], rounds: int) -> int:
    """Return how many of the rounds went well."""
    data = work / "site"
    done("upgrade", data=data, **at)
    before, seconds = [], []
    for number in range(rounds):
        with importing(data, at, work / f"stories-{number}", seed=number) as is_importing:
            before.append(written(data, at))
            begun = time.monotonic()
            done("backup", work / f"{number}.zip", data=data, **at)
            seconds.append(time.monotonic() - begun)
            if not is_importing():
                sys.exit(f"The import ended before round {number + 1} did.")
    return sum(
        is_well(work, number, at, before[number], f"{seconds[number]:5.1f} s") for number in range(rounds)
    )


def is_well(work: Path, number: int, at: Mapping[str, str], before: set[str], took: str) -> bool:
    """Restore one backup, say how it is, and say whether it is well."""
    file, elsewhere = work / f"{number}.zip", work / f"elsewhere-{number}"
    there = {URL: another(at[URL])} if at else {}
    whole = broadsheet("backup", "--verify", file, data=elsewhere)
    done("restore", file, data=elsewhere, **there)
    found = written(elsewhere, there)
    missing, wrong = before - found, faults(elsewhere, **there)
    print(
        f"  {number + 1}: {took}, {file.stat().st_size / 1e6:5.1f} MB, {'whole' if whole.returncode == 0 else whole.stderr}, "
        f"{len(before)} articles before, {len(found)} restored, {len(missing)} missing, {len(wrong)} faults",
        flush=True,
    )
    if at:
        psql(at[URL], "DROP DATABASE copy")
    return whole.returncode == 0 and not missing and not wrong


if __name__ == "__main__":
    main()
