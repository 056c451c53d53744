"""Search the paper in BROADSHEET_DATA: search_page.py calls this.

python benchmarks/searches.py ROUNDS SECONDS CLIENTS
"""

import http.client
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote_plus

import django

django.setup()

from django.conf import settings  # noqa: E402  # the models need the settings
from django.test import Client  # noqa: E402
from loading import Asked, Running, broadsheet, median, read, requests_of, wrk  # noqa: E402
from papers import SECTIONS, sentences  # noqa: E402
from results import show  # noqa: E402

from broadsheet.search.folders import IndexFolders  # noqa: E402
from broadsheet.worker.search_index import FOLDER, SearchIndex  # noqa: E402

LONGEST = 12
CALM = 200


def main() -> None:
    """Build the index, then measure."""
    rounds, seconds, clients = (int(each) for each in sys.argv[1:])
    settings.ALLOWED_HOSTS = ["*"]
    words = _words()
    _build()
    _compare(rounds, words)
    _load(seconds, clients, words)


def _words() -> list[str]:
    """Return the words of the texts, the frequent ones first."""
    counted = Counter(word for each in sentences() for word in each.split() if word.isalpha())
    return [word for word, _count in counted.most_common()]


def _build() -> None:
    index = SearchIndex(settings.DATA / FOLDER)
    begun, spent = time.monotonic(), time.process_time()
    index.rebuild()
    count = index.catch_up()
    index.close()
    took, spent = time.monotonic() - begun, time.process_time() - spent
    folder = IndexFolders(settings.DATA / FOLDER).current
    size = sum(each.stat().st_size for each in folder.iterdir()) if folder else 0
    columns = ("of", "articles", "articles/s", "articles/s of processor time", "MB")
    show("the index, built", columns, [["all", count, count / took, count / spent, size / 1e6]])


def _compare(rounds: int, words: list[str]) -> None:
    """Render each kind of page in turn; the processor's time hardly depends on what else runs."""
    chance, client = random.Random(5), Client()
    kinds = {
        "the newest of a section": lambda: f"/section/{chance.choice(SECTIONS).lower()}/",
        "a frequent word": lambda: _search(chance.sample(words[:50], 1)),
        "two words": lambda: _search(chance.sample(words[:3000], 2)),
        "a typing error": lambda: _search([_mistyped(chance.choice(words[500:3000]), chance)]),
        "twelve words": lambda: _search(chance.sample(words, LONGEST)),
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for _ in range(rounds):
        for name, path in kinds.items():
            asked = path()
            begun, spent = time.perf_counter(), time.process_time()
            assert client.get(asked).status_code == 200, asked
            took[name].append((time.perf_counter() - begun, time.process_time() - spent))
    middles = {
        name: [1000 * statistics.median(each) for each in zip(*found, strict=True)]
        for name, found in took.items()
    }
    newest = next(iter(middles.values()))
    rows = [
        [name, wall, wall / newest[0], spent, spent / newest[1]] for name, (wall, spent) in middles.items()
    ]
    show("a page, rendered", ("page", "ms", "of the newest", "ms of processor time", "of the newest's"), rows)


def _load(seconds: int, clients: int, words: list[str]) -> None:
    """Ask for pages that are kept, calmly and while many search."""
    paths = (settings.DATA / "paths").read_text("utf-8").split()[:CALM]
    with tempfile.TemporaryDirectory() as folder, broadsheet("serve", "--empty") as server:
        script = requests_of(Path(folder) / "asked", [Asked(each) for each in paths])
        for _ in range(4):
            for each in paths:
                read(server.port, each)
        calm = [wrk(server, script, seconds, connections=8) for _ in range(3)]
        answered: Counter[int] = Counter()
        stop = threading.Event()
        searching = [
            threading.Thread(target=_ask, args=(server, words, number, answered, stop))
            for number in range(clients)
        ]
        for each in searching:
            each.start()
        busy = [wrk(server, script, seconds, connections=8) for _ in range(3)]
        stop.set()
        for each in searching:
            each.join()
    rows = [
        [name, found.rate, found.p50, found.p99, found.errors]
        for name, found in (("calm", median(calm)), (f"{clients} clients search", median(busy)))
    ]
    show("kept pages", ("while", "requests/s", "p50, ms", "p99, ms", "errors"), rows)
    statuses = [[str(status), count] for status, count in sorted(answered.items())]
    show("long random searches", ("status", "answers"), statuses)


def _ask(
    server: Running, words: list[str], number: int, answered: Counter[int], stop: threading.Event
) -> None:

    chance = random.Random(number)
    while not stop.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            connection.request("GET", _search(chance.sample(words, 2 * LONGEST)))
            answer = connection.getresponse()
            answer.read()
            answered[answer.status] += 1
        except OSError:
            answered[0] += 1
        finally:
            connection.close()


def _search(words: list[str]) -> str:
    return f"/search/?q={quote_plus(' '.join(words))}"


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 4 else f"{word}s"


main()
