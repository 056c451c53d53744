"""A real nginx hands out the pages that `broadsheet serve` keeps as files, and passes on everything else."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from front_servers import NGINX, nginx_file
from live_site import PATIENCE, ask, free_port, running, shell, shell_command, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx"),
]

BROADSHEET = [sys.executable, "-m", "broadsheet.cli"]
MAKE = """
import sys; sys.path.insert(0, 'tests')
from newsstand import publish_many
print(*(each.get_absolute_url() for each in publish_many(20)))
"""
CHANGE = """
from broadsheet.newsroom.models import Article
article = Article.objects.get(path={path!r}.strip('/'))
{deed}
"""
OFTEN = """
import time
from broadsheet.newsroom.models import Article
article = Article.objects.get(path={path!r}.strip('/'))
for number in range(40):
    article.headline = f'Number {{number:02}} of many'
    article.save()
    time.sleep(0.2)
"""


@dataclass
class Site:
    """A paper behind nginx."""

    port: int
    behind: int
    folder: Path
    environment: dict[str, str]
    paths: list[str]

    def change(self, path: str, deed: str) -> None:
        shell(self.environment, CHANGE.format(path=path, deed=deed))

    def file(self, path: str) -> Path:
        return self.folder / "pages" / path.strip("/") / "index.html.gz"

    def workers(self) -> set[int]:
        """Return the workers of the web server, which stamp files of their own."""
        return {int(each.name) for each in (Path(self.environment["BROADSHEET_DATA"]) / "run").glob("[0-9]*")}

    def is_written(self, path: str) -> bool:
        """Ask for a page, and say whether it is a file by now."""
        return is_file(ask(self.port, path)[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    port, behind = free_port(), free_port()
    environment = os.environ | {
        "BROADSHEET_DATA": str(folder / "var"),
        "BROADSHEET_PRESS_FOLDER": str(folder / "press"),
        "BROADSHEET_PORT": str(behind),
        "BROADSHEET_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    (folder / "var").mkdir()
    # Statics are gathered by `serve` alone, as on a machine on which nothing was before.
    subprocess.run([*BROADSHEET, "manage", "migrate", "-v0"], env=environment, check=True)
    paths = shell(environment, MAKE).split()
    said = subprocess.run(
        [*BROADSHEET, "press", "nginx"], env=environment, capture_output=True, text=True, check=True
    )
    config = nginx_file(folder, said.stdout, http=port)
    with ExitStack() as stack:
        stack.enter_context(
            running([*BROADSHEET, "serve", "--empty", "--port", str(behind)], environment, behind)
        )
        stack.enter_context(running([str(NGINX), "-c", str(config)], environment, port))
        made = Site(port, behind, folder / "press", environment, paths)
        wait_until(lambda: all(made.is_written(each) for each in ("/", *paths)))
        yield made


def test_a_file_is_the_page_with_its_headers(site):
    for path in ("/", site.paths[0]):
        behind, headers = same_page(site, path, {"Accept-Encoding": "gzip"})

        same = ("Content-Type", "Content-Encoding", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Vary", "Last-Modified")  # fmt: skip
        assert {name: headers.get(name) for name in same} == {name: behind.get(name) for name in same}


def test_a_client_that_takes_no_gzip_reads_the_page_too(site):
    _behind, headers = same_page(site, site.paths[0], {"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in headers


def test_a_reader_who_has_the_page_is_told_so(site):
    def is_told() -> bool:
        # What an earlier test changed may be written just between the two.
        etag = ask(site.port, site.paths[0])[1]["Etag"]
        return ask(site.port, site.paths[0], headers={"If-None-Match": etag})[0] == 304

    wait_until(is_told)


@pytest.mark.parametrize(
    ("query", "cookie", "is_a_file"),
    [
        ("", "", True), ("?utm_source=mail&fbclid=1", "", True), ("", "consent=yes", True),
        ("?UTM_Medium=mail&gclid", "", True), ("?page=2", "", False), ("?p=7", "", False), ("?utm_source=mail&p=7", "", False),
        ("?x=1&q=crane", "", False), ("", "broadsheet_editor=abc", False),
        ("", "asessionid=abc; not_broadsheet_editor=1", True),
    ],
)  # fmt: skip
def test_editors_and_queries_that_mean_something_are_passed_on(site, query, cookie, is_a_file):
    headers = {"Cookie": cookie} if cookie else {}
    wait_until(lambda: site.is_written("/"))

    assert is_file(ask(site.port, f"/{query}", headers=headers)[1]) is is_a_file


def test_what_is_no_page_is_passed_on(site):
    article = site.paths[0].strip("/")

    assert ask(site.port, "/feed/")[1]["Content-Type"].startswith("application/xml")
    assert ask(site.port, "/nothing/here/")[0] == 404
    assert ask(site.port, f"/{article}")[0] == 301
    # As it was asked for, whatever nginx made of it to look for a file.
    moved = ask(site.port, f"/{article}?of=a%2Fb%3F")[1]["Location"]
    assert moved.endswith(f"/{article}/?of=a%2Fb%3F")
    assert ask(site.port, "/_b/1?from=x", method="POST")[0] == 204
    style = ask(site.port, "/")[2].partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in ask(site.port, style)[1]["Cache-Control"]


def test_a_change_is_in_the_files_of_every_page_that_shows_it(site):
    # The page that says that an article is gone has rails too.
    there = [path for path in site.paths if ask(site.port, path)[0] == 200]
    shows = [path for path in there if site.paths[3] in ask(site.port, path)[2]]
    site.change(site.paths[3], "article.headline = 'Changed behind nginx'; article.save()")

    wait_until(
        lambda: all(
            "Changed behind nginx" in ask(site.port, each)[2] for each in (*shows, site.paths[3], "/")
        )
    )
    assert len(shows) > 3
    wait_until(lambda: all(site.is_written(each) for each in shows))


def test_what_is_withdrawn_is_gone_from_the_disk(site):
    doomed = site.paths[5]
    site.change(doomed, "article.unpublish()")

    wait_until(lambda: ask(site.port, doomed)[0] == 404)
    wait_until(lambda: not any(doomed in ask(site.port, each)[2] for each in site.paths[:5]))
    assert not site.file(doomed).exists()


def test_a_file_that_vanishes_beneath_a_reader_is_no_error(site):
    wait_until(lambda: site.is_written(site.paths[7]))
    site.file(site.paths[7]).unlink()

    assert ask(site.port, site.paths[7])[0] == 200
    wait_until(lambda: site.is_written(site.paths[7]))


def test_workers_that_are_killed_leave_no_file_that_nobody_keeps_true(site):
    killed = site.workers()
    wait_until(lambda: all(site.is_written(each) for each in site.paths[8:12]))
    for each in killed:
        os.kill(each, signal.SIGKILL)
    site.change(site.paths[9], "article.headline = 'Changed without a press'; article.save()")

    wait_until(lambda: "Changed without a press" in ask(site.port, site.paths[9])[2])
    wait_until(lambda: all(site.is_written(each) for each in site.paths[8:12]))
    assert killed.isdisjoint(site.workers())
    assert "Changed without a press" in ask(site.port, site.paths[9])[2]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_methods_that_a_page_does_not_know_are_refused_by_the_application(site, method):
    for path in ("/", site.paths[0]):
        status, said, _page = ask(site.port, path, method=method)

        assert (status, said["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_no_etag_stands_for_two_pages_however_often_one_changes(site):
    """nginx makes its ETag of the file's second and length: these pages have one length, and many share a second."""
    path = site.paths[13]
    article = shell_command(OFTEN.format(path=path))
    bodies: dict[str, set[str]] = {}
    with subprocess.Popen(article, env=site.environment) as writer:
        while writer.poll() is None:
            status, said, page = ask(site.port, path, headers={"Accept-Encoding": "gzip"})
            if status == 200 and is_file(said):
                bodies.setdefault(said["Etag"], set()).add(page)
            time.sleep(0.02)

    assert len(bodies) > 10
    assert {etag: len(each) for etag, each in bodies.items() if len(each) > 1} == {}


def is_file(headers: dict[str, str]) -> bool:
    """Say whether an answer is a file of nginx: its ETags are two numbers, the application's a digest."""
    return re.fullmatch(r'(W/)?"[0-9a-f]{1,8}-[0-9a-f]+"', headers.get("Etag", "")) is not None


def same_page(site: Site, path: str, headers: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Wait until both hand out one page, and return the headers of the one from the application and of the file.

    Other tests have changed articles and sent reads: either may be the first to know of the last of them.
    """
    until = time.monotonic() + PATIENCE
    while True:
        from_application = ask(site.behind, path, headers=headers)
        from_file = ask(site.port, path, headers=headers)
        if (200, from_application[2]) == (from_file[0], from_file[2]):
            return from_application[1], from_file[1]
        assert time.monotonic() < until, (from_application, from_file)
        time.sleep(0.05)
