"""Measure what feeds, lists and forms for machines cost when nothing is kept.

python benchmarks/feeds.py [--articles 200000] [--rounds 30]
Django's test client renders each in one process. A web server would answer from its cache.
"""

import argparse
import tempfile
from pathlib import Path

from papers import django_script, paper


def main() -> None:
    """Make the paper and have feed_pages.py measure it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--folder", type=Path, help="keep the paper in this folder, and find it there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = (chosen.folder or Path(folder)) / "var"
        paper(data, chosen.articles, "dealt", "edited")
        django_script("feed_pages.py", data, str(chosen.rounds))


if __name__ == "__main__":
    main()
