"""Kill whoever writes the search index, again and again while articles change; print what it then has, and a fresh one.

python tests/search/killed_writer.py, with a paper of twenty stories in BROADSHEET_DATA.
"""

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  # the models need the settings
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from broadsheet.newsroom.actions.killing import kill  # noqa: E402
from broadsheet.newsroom.models import Article  # noqa: E402
from broadsheet.search.asking import Query  # noqa: E402
from broadsheet.search.index import IndexReader  # noqa: E402
from broadsheet.worker.search_index import FOLDER, SearchIndex  # noqa: E402
from newsstand import publish  # noqa: E402

DEATHS = 10
ROOT = settings.DATA / FOLDER


def main() -> None:
    """Have ten writers killed, each at a random moment."""
    chance = random.Random(sys.argv[1])
    for number in range(DEATHS):
        writer = start()
        end = time.monotonic() + chance.uniform(0.02, 0.6)
        while time.monotonic() < end:
            change(chance, number)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        change(chance, number)
    # What the last change let expire is gone before either looks.
    time.sleep(0.3)
    kept = SearchIndex(ROOT)
    kept.catch_up()
    kept.close()
    fresh = SearchIndex(Path(tempfile.mkdtemp()))
    fresh.catch_up()
    fresh.close()
    print(json.dumps({"kept": found(kept), "fresh": found(fresh), "visible": visible()}))


def start() -> int:
    """Begin to write in another process."""
    connections.close_all()
    writer = os.fork()
    if writer:
        return writer
    SearchIndex(ROOT).run(threading.Event())
    os._exit(0)


def change(chance: random.Random, number: int) -> None:
    """Publish, retitle, kill, or have something expire."""
    articles = list(Article.objects.visible(timezone.now()))
    some = chance.choice(articles)
    deed = chance.randrange(4)
    if deed == 0 or len(articles) < 10:
        publish(f"Report of day {number} and {chance.random()}")
    elif deed == 1:
        some.headline = f"Report retitled {chance.random()}"
        some.save()
    elif deed == 2:
        kill(some, by=None, now=timezone.now())
    else:
        some.expire_at = timezone.now() + timedelta(milliseconds=200)
        some.save()


def found(index: SearchIndex) -> list[tuple[int, str]]:
    """List what an index has, whatever readers may see of it."""
    folder = index.folders.current
    assert folder is not None
    article = Article.objects.select_related("locale").first()
    assert article is not None
    query = Query(text="report", edition=article.locale_id, language="en", now=timezone.now(), limit=1000)
    reader = IndexReader(folder)
    hits = [(each.article, each.headline.text) for each in reader.search(query).articles]
    return [*sorted(hits), (reader.count, "in all")]


def visible() -> int:
    """Count what readers may see."""
    return Article.objects.visible(timezone.now()).count()


main()
