"""The served check holds what readers get now against the database: nothing invisible, nothing older."""

import gzip
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.newsroom.models import Article
from broadsheet.site import served_check
from broadsheet.site.page_sources import AskedSite, NothingServed, PressedFolder, Served
from broadsheet.site.served_check import check_served
from newsstand import publish_many, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(served_check, "SETTLING_SECONDS", 0.0)


@pytest.fixture
def site() -> Iterator["KeptSite"]:
    with KeptSite() as kept:
        yield kept


def test_pages_that_say_what_the_database_says_have_no_fault(site, tmp_path):
    keep(publish_many(18), site, tmp_path)

    assert named(AskedSite(site.url)) == named(PressedFolder(tmp_path)) == set()


def test_a_card_of_an_article_that_was_killed_without_a_word_is_named_with_its_page(site, tmp_path):
    made = publish_many(18)
    keep(made, site, tmp_path)
    shown = read(made[0].get_absolute_url())
    killed = next(each for each in made[1:] if each.get_absolute_url() in shown)
    Article.objects.filter(pk=killed.pk).update(killed_at=timezone.now())

    for found in (named(AskedSite(site.url)), named(PressedFolder(tmp_path))):
        assert (made[0].get_absolute_url(), 6, "unlawful", killed.pk) in found
        assert (killed.get_absolute_url(), 6, "unlawful", killed.pk) in found


def test_a_headline_of_before_is_named_on_its_own_page_and_on_cards(site, tmp_path):
    made = publish_many(18)
    keep(made, site, tmp_path)
    Article.objects.filter(pk=made[5].pk).update(headline="Another headline")
    found = named(AskedSite(site.url))

    assert (made[5].get_absolute_url(), 4, "old", made[5].pk) in found
    assert {kind for _url, _law, kind, _article in found} == {"old"}


def test_an_answer_that_is_no_page_and_a_cookie_are_faults_of_that_page(site, tmp_path):
    made = publish_many(18)
    keep(made, site, tmp_path)
    del site.pages[made[0].get_absolute_url()]
    site.cookie_at = made[1].get_absolute_url()

    assert named(AskedSite(site.url)) == {
        (made[0].get_absolute_url(), 1, "crashed", None), (made[1].get_absolute_url(), 7, "cookie", None)
    }  # fmt: skip


def test_what_was_stale_for_a_moment_is_no_fault(site, tmp_path, monkeypatch):
    made = publish_many(18)
    keep(made, site, tmp_path)
    Article.objects.filter(pk=made[5].pk).update(headline="Another headline")
    monkeypatch.setattr(served_check.time, "sleep", lambda _seconds: keep(made, site, tmp_path))

    assert named(AskedSite(site.url)) == set()


def test_a_page_of_which_no_file_is_kept_is_no_fault_and_a_file_that_is_none_is(site, tmp_path):
    made = publish_many(18)
    keep(made[:2], site, tmp_path)
    (tmp_path / "pages" / made[1].get_absolute_url().strip("/") / "index.html.gz").write_bytes(b"no gzip")

    assert [page.url for page in check_served(PressedFolder(tmp_path))] == [
        each.get_absolute_url() for each in made[:2]
    ]
    assert named(PressedFolder(tmp_path)) == {(made[1].get_absolute_url(), 1, "crashed", None)}


def test_an_answer_that_breaks_off_is_a_fault_of_that_page(site, tmp_path):
    made = publish_many(18)
    keep(made, site, tmp_path)
    site.broken_at = made[2].get_absolute_url()

    assert named(AskedSite(site.url)) == {(made[2].get_absolute_url(), 1, "crashed", None)}


def test_what_is_published_while_pages_are_checked_is_no_fault(site, tmp_path):
    made = publish_many(18)
    keep(made[17:], site, tmp_path)
    Article.objects.filter(pk=made[17].pk).update(live=False)

    assert (made[17].get_absolute_url(), 6, "unlawful", made[17].pk) in named(PressedFolder(tmp_path))
    assert named(PublishedMeanwhile(tmp_path, made[17])) == set()


def test_many_pages_with_faults_wait_together(site, tmp_path, monkeypatch):
    made = publish_many(18)
    keep(made, site, tmp_path)
    site.pages = {path: re.sub(rb"<time.*?</time>", b"", page) for path, page in site.pages.items()}
    waits = []
    monkeypatch.setattr(served_check.time, "sleep", waits.append)

    assert {(kind, url) for url, _law, kind, _article in named(AskedSite(site.url))} == {
        ("undated", each.get_absolute_url()) for each in made
    }
    assert len(waits) == 1


def test_what_readers_may_not_see_is_asked_for_in_a_sample_too(site, tmp_path):
    made = publish_many(18)
    keep(made, site, tmp_path)
    Article.objects.update(live=False)
    found = [page.url for page in check_served(AskedSite(site.url), sample=4)]

    assert len(found) == 4
    assert len(named(AskedSite(site.url))) >= 18


def test_a_site_or_folder_where_nothing_is_served_is_said(tmp_path):
    publish_many(3)

    with pytest.raises(NothingServed, match=r"127\.0\.0\.1:9 does not answer"):
        list(check_served(AskedSite("http://127.0.0.1:9")))
    with pytest.raises(NothingServed, match=r"The site is 'paper\.example'"):
        AskedSite("paper.example")
    with pytest.raises(NothingServed, match=r"pages is not there"):
        list(check_served(PressedFolder(tmp_path)))


def keep(made: list[Article], site: "KeptSite", folder: Path) -> None:
    for each in made:
        path = each.get_absolute_url()
        site.pages[path] = read(path).encode()
        place = folder / "pages" / path.strip("/")
        place.mkdir(parents=True, exist_ok=True)
        (place / "index.html.gz").write_bytes(gzip.compress(site.pages[path]))


def named(source: AskedSite | PressedFolder) -> set[tuple[str, int, str, int | None]]:
    return {
        (page.url, each.law, each.kind, each.article) for page in check_served(source) for each in page.faults
    }


class PublishedMeanwhile(PressedFolder):
    """A folder that has the page of an article since a moment ago."""

    def __init__(self, folder: Path, article: Article) -> None:
        super().__init__(folder)
        self.article = article

    def page(self, path: str) -> Served | None:
        if path == self.article.get_absolute_url():
            Article.objects.filter(pk=self.article.pk).update(live=True)
        return super().page(path)


class KeptSite:
    """A site that goes on serving what it was once given."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.cookie_at = self.broken_at = ""

    def __enter__(self) -> "KeptSite":
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = kept.pages.get(self.path)
                self.send_response(200 if body is not None else 404)
                if self.path == kept.cookie_at:
                    self.send_header("Set-Cookie", "reader=1; Path=/")
                if self.path == kept.broken_at:
                    self.send_header("Content-Length", "1000000")
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_said: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
