"""A real nginx and a real Caddy, as they are printed, over TLS: what comes from the disk, and what is passed on as what."""

import gzip
import http.client
import io
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import typer
from django.conf import settings
from django.test import override_settings

from broadsheet.cli.press import caddy, nginx
from front_servers import CADDY, NGINX, PATIENCE, caddy_file, certificate, listening, nginx_file
from live_site import free_port

pytestmark = pytest.mark.slow

HOST = "paper.example"
EDITOR = {"Cookie": "broadsheet_editor=x"}
# Types that run nothing, and some of those that do: only the first may leave the folder of pictures.
PICTURES = {"avif": "image/avif", "gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}  # fmt: skip
OTHERS = ("html", "svg", "xhtml", "xml", "js", "pdf", "HTML", "jpg.html", "jpg.")
DIGESTED = "site/base.0123456789ab.css"


def test_a_request_reaches_the_application_with_what_nginx_or_caddy_know_of_it(front):
    said = front.passed_on("/search/?q=a", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "ftp"})  # fmt: skip

    assert {name: said.get(name) for name in ("host", "x-forwarded-for", "x-forwarded-proto")} == {
        "host": HOST,
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "https",
    }


def test_no_client_can_say_that_a_page_is_no_file(front):
    said = front.passed_on("/", headers={"Broadsheet-File": "missed", **EDITOR})

    assert "broadsheet-file" not in said


@pytest.mark.parametrize("path", ["/", "/feed/", "/2026/11/23/a-story/"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "OPTIONS", "PATCH"])
def test_the_application_says_which_methods_a_page_has(front, path, method):
    assert front.ask(path, method=method).text["method"] == method


def test_plain_http_is_sent_to_tls(front):
    answer = front.ask("/search/?q=a%2Fb", is_secure=False)

    assert (answer.status, answer.headers["location"].replace(f":{front.https}", "")) in [
        (status, f"https://{HOST}/search/?q=a%2Fb") for status in (301, 308)
    ]


def test_pages_come_by_http_2_too(front):
    context = front.context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", front.https), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"


@pytest.mark.parametrize("is_secure", [True, False])
def test_another_host_gets_no_answer(front, is_secure):
    with pytest.raises((ssl.SSLError, http.client.HTTPException, OSError)):
        front.ask("/", host="evil.example", is_secure=is_secure)


def test_a_host_that_differs_from_the_name_of_the_connection_gets_no_page(front):
    try:
        status = front.ask("/search/", headers={"Host": "evil.example"}).status
    except (http.client.HTTPException, OSError):
        status = 0  # the connection was closed

    assert status in (0, 421)


def test_two_megabytes_of_an_editor_reach_the_desk(front):
    answer = front.ask("/desk/images/add/", method="POST", body=b"x" * 2_000_000, headers=EDITOR)

    assert (answer.status, answer.text["length"]) == (200, 2_000_000)


@pytest.mark.parametrize("path", ["/desk/images/add/", "/desk/login/", "/", "/search/"])
def test_nobody_else_sends_much(front, path):
    answer = front.ask(path, method="POST", body=b"x" * 70_000, headers={} if "desk" in path else EDITOR)

    assert answer.status == 413
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_whoever_signs_in_sends_little_and_is_heard(front):
    assert front.ask("/desk/login/?next=/desk/", method="POST", body=b"x" * 200).text["path"] == (
        "/desk/login/?next=/desk/"
    )


def test_reads_and_searches_are_in_no_log_and_pages_are(front):
    front.ask("/_b?7", method="POST")
    front.ask("/_b", method="POST", body=b"7")
    front.ask("/_b", method="POST", body=b"7" * 70_000)
    front.ask("/_b?7", method="POST", is_secure=False)
    front.ask("/search/?q=diagnosis")
    front.ask("/az/search/?q=diagnosis")
    front.ask("/section/town/?page=7")

    front.wait_for_log("page=7")
    assert "/_b" not in front.log.read_text()
    assert "diagnosis" not in front.log.read_text()


@pytest.mark.parametrize(
    ("path", "life"),
    [(DIGESTED, "public, max-age=31536000, immutable"), ("site/plain.css", "public, max-age=60")],
)
def test_static_files_come_from_the_disk_and_only_digested_ones_stay_for_ever(front, path, life):
    answer = front.ask(f"/static/{path}", headers={"Accept-Encoding": "gzip"})

    assert (answer.status, gzip.decompress(answer.body)) == (200, b"body {}")
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == life
    assert (answer.headers["x-content-type-options"], answer.headers["content-encoding"]) == ("nosniff", "gzip")  # fmt: skip


@pytest.mark.parametrize(("ending", "kind"), PICTURES.items())
def test_pictures_come_from_the_disk_and_can_run_nothing(front, ending, kind):
    answer = front.ask(f"/media/images/a.{ending}", headers={"Accept-Encoding": "gzip, br"})

    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"picture", kind)
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "etag" in answer.headers
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("ending", OTHERS)
def test_nothing_but_pictures_leaves_their_folder(front, ending):
    answer = front.ask(f"/media/images/a.{ending}")

    assert (answer.status, b"picture" in answer.body) == (404, False)
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/media/../../secret.png", "/media/%2e%2e/%2e%2e/secret.png", "/media/images/..%2f..%2f..%2fsecret.png",
        "/media/images/../../../secret.png", "/media../../secret.png", "/static/../../secret.png", "/static../../secret.png",
        "/media/", "/media/images/", "/static/", "/media/%00.png",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_folders(front, path):
    body = front.ask(path).body

    assert b"secret" not in body.replace(b"secret.png", b"")
    assert b"a.webp" not in body


def test_while_the_application_is_away_a_reader_is_asked_to_come_again(away):
    answer = away.ask("/search/")

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("name", ["nginx", "caddy"])
@pytest.mark.parametrize("has_certificate", [True, False])
@pytest.mark.parametrize(
    "hosts", [["paper.example"], [".paper.example", "paper.test"], ["localhost", "127.0.0.1", "[::1]"]]
)
def test_what_is_printed_is_understood(tmp_path, name, has_certificate, hosts):
    named = map(str, certificate(tmp_path, HOST)) if has_certificate else ("", "")
    options = dict(zip(("tls_certificate", "tls_key"), named, strict=True))
    said = printed(name, tmp_path, 8000, base="http://paper.example", hosts=hosts, **options)

    assert (f"https://{'broadsheet' if name == 'nginx' else '127.0.0.1:8000'}" in said) is has_certificate
    done = understood(name, tmp_path, said)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_site_that_answers_to_any_host_is_asked_for_names(tmp_path, name, capsys):
    with pytest.raises(typer.Exit):
        printed(name, tmp_path, 8000, hosts=["*"])

    assert "BROADSHEET_ALLOWED_HOSTS is '*'" in capsys.readouterr().err


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> dict:
        """What the application behind says of the request."""
        assert self.status == 200, self
        return json.loads(self.body)


@dataclass(frozen=True)
class Front:
    """A web server in front of an application that repeats what it is asked."""

    http: int
    https: int
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "access.log"

    def ask(self, path, *, method="GET", body=None, headers=None, host=HOST, is_secure=True) -> Answer:
        plain = socket.create_connection(("127.0.0.1", self.https if is_secure else self.http), PATIENCE)
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        try:
            connection.sock = self.context().wrap_socket(plain, server_hostname=host) if is_secure else plain
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, said, answer.read())
        finally:
            connection.close()
            plain.close()

    def passed_on(self, path: str, **more) -> dict[str, str]:
        """Return the headers with which a request reached the application."""
        return self.ask(path, **more).text["headers"]

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "chain.pem"))

    def wait_for_log(self, words: str) -> None:
        for _attempt in range(200):
            if self.log.exists() and words in self.log.read_text():
                return
            threading.Event().wait(0.05)
        raise AssertionError(f"{words} was not logged")


class Application(BaseHTTPRequestHandler):
    """Repeats what it is asked."""

    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = {
            "method": self.command, "path": self.path, "length": len(body),
            "headers": {name.lower(): value for name, value in self.headers.items()},
        }  # fmt: skip
        answer = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(request, tmp_path_factory) -> Iterator[Front]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    with ExitStack() as stack:
        stack.callback(serving.join)
        stack.callback(server.server_close)
        stack.callback(server.shutdown)
        yield started(request.param, tmp_path_factory.mktemp(request.param), server.server_port, stack)


@pytest.fixture(params=["nginx", "caddy"])
def away(request, tmp_path) -> Iterator[Front]:
    """A web server with nothing behind it."""
    with ExitStack() as stack:
        yield started(request.param, tmp_path, free_port(), stack)


def started(name: str, folder: Path, behind: int, stack: ExitStack) -> Front:
    program = {"nginx": NGINX, "caddy": CADDY}[name]
    if program is None:
        pytest.skip(f"{name} is not installed: apt-get install {name}")
    front = Front(free_port(), free_port(), folder)
    chain, key = certificate(folder, HOST)
    said = printed(name, folder, behind)
    lay_out(folder)
    if name == "nginx":
        named = said
        for place, file in (("fullchain.pem", chain), ("privkey.pem", key)):
            named = named.replace(f"/etc/letsencrypt/live/{HOST}/{place}", str(file))
        config = nginx_file(folder, named, http=front.http, https=front.https)
        stack.enter_context(
            listening([program, "-c", str(config)], port=front.https, log=folder / "said.log")
        )
    else:
        named = said.replace("# No certificate is named here: Caddy fetches its own.", f"tls {chain} {key}")  # fmt: skip
        config = caddy_file(folder, named, http=front.http, https=front.https)
        command = [program, "run", "--adapter", "caddyfile", "--config", str(config)]
        stack.enter_context(listening(command, port=front.https, log=folder / "said.log"))
    return front


def understood(name: str, folder: Path, said: str) -> subprocess.CompletedProcess[str]:
    """Have a program look through what was printed for it."""
    program = {"nginx": NGINX, "caddy": CADDY}[name]
    if program is None:
        pytest.skip(f"{name} is not installed: apt-get install {name}")
    file = folder / "Caddyfile"
    file.write_text(said)
    command = (
        [program, "-t", "-c", str(nginx_file(folder, said, http=free_port(), https=free_port()))]
        if name == "nginx"
        else [program, "validate", "--adapter", "caddyfile", "--config", str(file)]
    )
    return subprocess.run(command, capture_output=True, text=True)


def printed(
    name: str,
    folder: Path,
    behind: int,
    *,
    base: str = f"https://{HOST}",
    hosts: Sequence[str] = (HOST,),
    **options: str,
) -> str:
    """Return what `broadsheet press` prints for a site in a folder, which listens on the port `behind`."""
    var = folder / "var"
    site = override_settings(
        OPTIONS=replace(settings.OPTIONS, port=behind, press_folder=str(folder / "press"), **options),
        BASE_URL=base, ALLOWED_HOSTS=list(hosts), STATIC_ROOT=var / "static", MEDIA_ROOT=var / "media",
    )  # fmt: skip
    said = io.StringIO()
    with site, redirect_stdout(said):
        {"nginx": nginx, "caddy": caddy}[name]()
    return said.getvalue()


def lay_out(folder: Path) -> None:
    """Put static files, pictures and what is neither where the settings say."""
    static, pictures = folder / "var" / "static" / "site", folder / "var" / "media" / "images"
    static.mkdir(parents=True)
    pictures.mkdir(parents=True)
    for name in (Path(DIGESTED).name, "plain.css"):
        (static / name).write_bytes(b"body {}")
        (static / f"{name}.gz").write_bytes(gzip.compress(b"body {}"))
    for ending in (*PICTURES, *OTHERS):
        (pictures / f"a.{ending}").write_bytes(b"picture")
    (folder / "secret.png").write_bytes(b"secret")
