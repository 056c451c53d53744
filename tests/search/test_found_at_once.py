"""What changes is found, or gone, within a second on both web processes; and no word of a reader is kept."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from editing import editor
from live_site import ask
from prepared import Paper, paper_in
from served import Served, environment_of, serving, wait_for

pytestmark = pytest.mark.slow

# On a quiet machine it takes a third of this; other tests may take the processor.
SOON_SECONDS = 1.0
# So many connections of their own are shared by two workers: each is asked, but once in 2,000 times.
ASKED = 12
DEEDS = """
import sys; sys.path.insert(0, 'tests')
from datetime import timedelta
from django.utils import timezone
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.models import Article
from newsstand import publish
def article():
    return Article.objects.get(slug='zeppelin')
"""
PUBLISH = "publish('A zeppelin lands', slug='zeppelin', published_at=timezone.now())"
RETITLE = "it = article(); it.headline = 'An airship lands'; it.save()"
KILL = "kill(article(), by=None, now=timezone.now(), reason='')"


def test_what_is_published_retitled_and_killed_is_found_or_gone_within_a_second(served, paper):
    took = []
    for deed, query, is_found in (
        (PUBLISH, "zeppelin", True), (RETITLE, "airship", True), (KILL, "airship", False),
    ):  # fmt: skip
        with editor(environment_of(paper.folder, served.port), DEEDS + deed) as do:
            done = do()
            wait_for(
                lambda query=query, is_found=is_found: all(
                    found(served, query) == is_found for _ in range(ASKED)
                )
            )
            took.append(time.time() - done)

    assert max(took) < SOON_SECONDS + ASKED / 20, took


def test_an_embargo_and_an_expiry_are_kept_to_the_second(served, paper):
    begins = datetime.now(UTC) + timedelta(seconds=12)
    ends = begins + timedelta(seconds=4)
    deed = (
        f"publish('A balloon rises', embargoed_until='{begins.isoformat()}', expire_at='{ends.isoformat()}')"
    )
    with editor(environment_of(paper.folder, served.port), DEEDS + moments(deed)) as do:
        do()
    early = []
    while datetime.now(UTC) < begins - timedelta(milliseconds=50):
        # Asked before the moment, whatever the answer takes.
        early.append(found(served, "balloon"))
        time.sleep(0.05)
    wait_for(lambda: all(found(served, "balloon") for _ in range(ASKED)), seconds=4)
    shown = datetime.now(UTC) - begins
    time.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()))
    late = [found(served, "balloon") for _ in range(ASKED)]

    assert not any(early)
    assert shown.total_seconds() < SOON_SECONDS + ASKED / 20
    assert not any(late)


def test_no_word_that_a_reader_looked_for_is_kept(served, paper):
    word = "xylophonist"
    for path in (f"/search/?q={word}", f"/search/?q={word}&page=2", f"/search/?q={word}&order=newest"):
        ask(served.port, path)
    time.sleep(1)
    files = [each for each in paper.folder.rglob("*") if each.is_file() and not each.is_symlink()]

    assert word not in served.log.read_text(errors="replace")
    assert [str(each) for each in files if word.encode() in each.read_bytes()] == []


def test_a_lost_index_is_no_error_and_is_built_again(served, paper):

    shutil.rmtree(paper.folder / "search")
    asked = [ask(served.port, "/search/?q=crane")[0] for _ in range(ASKED)]
    wait_for(lambda: all(found(served, "story") for _ in range(ASKED)), seconds=20)

    assert set(asked) == {200}


def found(served: Served, words: str) -> bool:
    """Return whether a search finds something, through a connection of its own."""
    status, _headers, page = ask(served.port, f"/search/?q={words}")
    assert status == 200
    return '<div class="stories">\n<div class="found">' in page


def moments(deed: str) -> str:
    return f"from datetime import datetime\n{deed}".replace("='20", "=datetime.fromisoformat('20").replace(
        "+00:00'", "+00:00')"
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Paper:
    return paper_in(tmp_path_factory.mktemp("found") / "var")


@pytest.fixture(scope="module")
def served(paper) -> Iterator[Served]:
    with serving(paper.folder) as site:
        wait_for(lambda: len(site.web_workers) == 2)
        wait_for(lambda: found(site, "story"))
        yield site
