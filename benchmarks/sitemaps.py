"""Measure what sitemaps cost at two sizes of the archive: processor time, queries, bytes.

python benchmarks/sitemaps.py [--articles 2000 200000] [--rounds 15] [--folder FOLDER]
Each is rendered with nothing kept.
"""

import argparse
import tempfile
from pathlib import Path

from papers import django_script, paper


def main() -> None:
    """Make papers and have sitemap_times.py measure them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, nargs="+", default=[2_000, 200_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", type=Path, help="keep the papers in this folder, and find them there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in chosen.articles:
            data = (chosen.folder or Path(folder)) / f"{size}"
            paper(data, size, "dealt")
            django_script("sitemap_times.py", data, str(chosen.rounds))


if __name__ == "__main__":
    main()
