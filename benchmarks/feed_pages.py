"""Render feeds and lists of the paper in BROADSHEET_DATA: feeds.py calls this.

python benchmarks/feed_pages.py ROUNDS
"""

import random
import statistics
import sys
import time
from datetime import timedelta
from urllib.parse import quote

import django

django.setup()

from django.conf import settings  # noqa: E402  # the models need the settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from results import show  # noqa: E402

from broadsheet.audience.models import HourlyReads  # noqa: E402
from broadsheet.newsroom.models import Article, Correction, Edition, Topic  # noqa: E402
from broadsheet.site.pagination import PAGE_LENGTH  # noqa: E402

CORRECTED_EVERY = 50
READ = 20_000


def main() -> None:
    """Add corrections and reads, then measure each address with teasers and with the full text."""
    rounds = int(sys.argv[1])
    settings.ALLOWED_HOSTS = ["*"]
    _fill()
    found = Article.objects.visible(timezone.now()).order_by("-published_at").first()
    address = found.get_absolute_url()
    topic = Topic.objects.first()
    asked = quote(f"{settings.BASE_URL}{address}", safe="")
    last_corrections = f"/corrections/?page={-(-Correction.objects.count() // PAGE_LENGTH)}"
    paths = [
        "/feed/", "/feed/atom/", "/feed/json/", f"/section/{found.section.slug}/feed/", f"/topic/{topic.slug}/feed/",
        "/editors-choice/feed/", "/popular/week/feed/", "/popular/week/", f"/section/{found.section.slug}/popular/week/",
        "/corrections/", last_corrections,
        f"{address.rstrip('/')}.json", f"/oembed?url={asked}",
    ]  # fmt: skip
    for text in ("teaser", "full"):
        Edition.objects.update(feed_text=text)
        rows = [_measured(path, rounds) for path in (paths if text == "teaser" else paths[:3])]
        show(f"{text} in feeds", ("address", "queries", "median ms", "slowest ms", "KB"), rows)


def _fill() -> None:
    """Correct one article in fifty, and have the last ones read."""
    if Correction.objects.exists():
        return
    now = timezone.now()
    numbers = list(Article.objects.order_by("-id").values_list("pk", flat=True))
    Correction.objects.bulk_create(
        [
            Correction(article_id=each, at=now - timedelta(hours=place), text="It was two, not three.")
            for place, each in enumerate(numbers[::CORRECTED_EVERY])
        ],
        batch_size=2000,
    )
    hour = now.replace(minute=0, second=0, microsecond=0)
    drawn = random.Random(7)
    HourlyReads.objects.bulk_create(
        [
            HourlyReads(article_id=each, hour=hour - timedelta(hours=ago), node=1, reads=drawn.randint(1, 90))
            for each in numbers[:READ]
            for ago in (1, 30)
        ],
        batch_size=2000,
    )


def _measured(path: str, rounds: int) -> list[object]:
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    # The next request forgets them.
    asked, times = len(queries), []
    for _round in range(rounds):
        begun = time.perf_counter()
        client.get(path)
        times.append(1000 * (time.perf_counter() - begun))
    shown = path.partition("?url=")[0] if "?url=" in path else path
    return [shown, asked, statistics.median(times), max(times), len(answer.content) / 1024]


if __name__ == "__main__":
    main()
