"""Measure what a search costs beside a page that lists the newest articles, and what readers feel of many searches.

python benchmarks/search_page.py [--articles 200000] [--rounds 60] [--seconds 20] [--clients 64]
Needs wrk (Debian: apt-get install wrk). Both kinds of page are rendered in turn, in one process, with nothing kept.
"""

import argparse
import tempfile
from pathlib import Path

from papers import django_script, paper


def main() -> None:
    """Make the paper and have searches.py measure it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--folder", type=Path, help="keep the paper in this folder, and find it there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = (chosen.folder or Path(folder)) / "var"
        paper(data, chosen.articles, "dealt")
        django_script("searches.py", data, *map(str, (chosen.rounds, chosen.seconds, chosen.clients)))


if __name__ == "__main__":
    main()
