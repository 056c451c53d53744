"""Render the sitemaps of the paper in BROADSHEET_DATA: sitemaps.py calls this.

python benchmarks/sitemap_times.py ROUNDS
"""

import re
import statistics
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402  # the models need the settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from results import show  # noqa: E402

from broadsheet.newsroom.models import Article  # noqa: E402

NUMBER = re.compile(r"\d+")


def main() -> None:
    """Render one sitemap of each kind as often as asked, the last of its kind."""
    settings.ALLOWED_HOSTS = ["*"]
    client, rounds = Client(), int(sys.argv[1])
    index = client.get("/sitemap.xml").content.decode()
    named = [each.removeprefix(settings.BASE_URL) for each in re.findall(r"<loc>([^<]+)</loc>", index)]
    kinds = {NUMBER.sub("N", each): each for each in named if each != "/sitemap-0.xml"}
    paths = dict.fromkeys(["/sitemap.xml", "/news-sitemap.xml", "/sitemap-0.xml", *kinds.values()])
    rows = [_row(client, each, rounds) for each in paths]
    show(
        f"sitemaps at {Article.objects.count():,} articles",
        ("sitemap", "ms", "ms of processor time", "queries", "entries", "KB"),
        rows,
    )


def _row(client: Client, path: str, rounds: int) -> list[str | float]:
    walls, spent = [], []
    for _ in range(rounds):
        begun, used = time.perf_counter(), time.process_time()
        assert client.get(path).status_code == 200, path
        walls.append(1000 * (time.perf_counter() - begun))
        spent.append(1000 * (time.process_time() - used))
    with CaptureQueriesContext(connection) as asked:
        body = client.get(path).content
    middles = statistics.median(walls), statistics.median(spent)
    return [path, *middles, len(asked), body.count(b"<loc>"), len(body) / 1000]


if __name__ == "__main__":
    main()
