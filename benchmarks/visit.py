"""Load all that a browser asks for on a first visit: from nginx, a bare dictionary, `broadsheet serve`, and both together.

python benchmarks/visit.py [load] [--rounds 5] [--seconds 3] [--folder FOLDER]
python benchmarks/visit.py beside: pages and style sheets while an editor searches and 200 clients guess passwords.
python benchmarks/visit.py memory: what all of `serve` takes with 2,000 warm pages.
Needs Chromium, nginx and wrk (Debian: apt-get install chromium nginx-light wrk). Everything runs on this machine,
interleaved; the paper is the demo's, made at the first start, which takes half a minute.
"""

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from first_visit import Asked, visits
from loading import Running, family, free_port, memory_of, running, seconds_of, wrk
from recorded import dictionary, record
from recorded_wsgi import Recorded
from results import note
from unwelcome import Guessers, SearchingEditor
from web_servers import nginx_as_printed

HERE = Path(__file__).resolve().parent
CONNECTIONS = 32
WARMING_SECONDS = 1
# By then pages have settled, and are there in the coding that browsers like best.
SETTLE_SECONDS = 15.0
GUESSERS = 200
ARTICLES = 2000
MEMORY_SECONDS, MOST_TURNS = 5, 40
ARTICLE = re.compile(r'href="(/\d{4}/\d{2}/\d{2}/[^"]+)"')
# Shorter runs are for trying things out.
ROUNDS, SECONDS = 5, 3
NGINX, BARE, OURS, PRESSED = (
    "nginx, static copies",
    "a bare dictionary",
    "broadsheet serve",
    "nginx, pressed files",
)
LUA = """
local asked = {{
{asked}
}}
local requests, n = {{}}, 0
init = function(arguments)
  math.randomseed(os.time())
  for i, each in ipairs(asked) do
    requests[i] = wrk.format("GET", each[1], {{ ["Host"] = wrk.headers["Host"], ["Accept"] = each[2], ["Accept-Encoding"] = each[3] }})
  end
  n = math.random(#requests)
end
request = function() n = n % #requests + 1; return requests[n] end
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What a server did in a round, or the medians of some: requests a second, milliseconds, microseconds a request.

    Processor time is the server's own, so that it matters little what else runs; of nginx it is without what is behind it.
    """

    rate: float
    p50: float
    p99: float
    processor: float
    errors: int


def median(rounds: list[Round]) -> Round:
    """Return the medians, and all errors."""
    found = {
        name: statistics.median(getattr(each, name) for each in rounds)
        for name in ("rate", "p50", "p99", "processor")
    }
    return Round(**found, errors=sum(each.errors for each in rounds))


def main() -> None:
    """Measure one part, print it, and note it where it was measured for long enough."""
    parts: dict[str, Callable[[argparse.Namespace, Path, ExitStack], dict[str, object]]] = {
        "load": _load,
        "beside": _beside,
        "memory": _memory,
    }
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="?", choices=parts, default="load")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--folder", type=Path, help="keep what is made, and use what was made there before")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        os.environ |= {
            "BROADSHEET_DATA": str(folder / "var"),
            "BROADSHEET_PRESS_FOLDER": str(folder / "press"),
            # What readers and attackers send as X-Forwarded-For is where they come from.
            "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        }
        found = parts[chosen.part](chosen, folder, stack)
    if chosen.rounds >= ROUNDS and chosen.seconds >= SECONDS:
        command = "visit.py" if chosen.part == "load" else f"visit.py {chosen.part}"
        note("visit", command, found, now=datetime.now(UTC))


def _load(chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> dict[str, object]:
    serve = stack.enter_context(_serve(folder))
    served = serve.port
    front = _read(served, "/")
    asked = visits(f"http://127.0.0.1:{served}", {"front": "/", "article": ARTICLE.search(front)[1]})
    answers = _settled(served, asked)
    servers = {
        NGINX: stack.enter_context(nginx_as_printed(folder, served, pages=_copied(folder, served, answers))),
        BARE: stack.enter_context(dictionary(folder, answers)),
        OURS: serve,
        PRESSED: stack.enter_context(nginx_as_printed(folder, served)),
    }
    scripts = {
        visit: _script(folder, str(place), found) for place, (visit, found) in enumerate(asked.items())
    }
    rounds: dict[tuple[str, str], list[Round]] = {}
    for turn in range(chosen.rounds):
        for visit, script in scripts.items():
            # Whatever one leaves behind for the next, no server is always the next.
            for server in random.Random(turn).sample(list(servers), len(servers)):
                # Pages whose files nobody has read for a while are not kept as files.
                _wrk(servers[server], script, WARMING_SECONDS)
                rounds.setdefault((visit, server), []).append(_wrk(servers[server], script, chosen.seconds))
    found: dict[str, object] = {}
    for visit, each in asked.items():
        size = sum(len(answers[one.target].body[0]) for one in each)
        print(f"a first visit to {visit}: {len(each)} addresses, {size:,} bytes")
        found[visit] = _compared({server: median(rounds[visit, server]) for server in servers})
    return {"visits": found}


def _compared(middles: Mapping[str, Round]) -> dict[str, float]:
    """Print what the servers did with one visit, and return the ratios that are promised."""
    nginx, bare, ours, pressed = (middles[each] for each in (NGINX, BARE, OURS, PRESSED))
    for server, each in middles.items():
        print(
            f"  {server:22} {each.rate:9,.0f} requests/s ({each.rate / nginx.rate:.2f} of nginx, {each.rate / bare.rate:.2f} of the dictionary)"
            f"   p50 {each.p50:6.2f} ms   p99 {each.p99:6.2f} ms ({each.p99 / nginx.p99:.2f})   processor {each.processor:5.1f} us   errors {each.errors}",
            flush=True,
        )
    return {
        "serve_of_dictionary": round(ours.rate / bare.rate, 3),
        "serve_of_nginx": round(ours.rate / nginx.rate, 3),
        "pressed_of_nginx": round(pressed.rate / nginx.rate, 3),
        "serve_p99_of_nginx": round(ours.p99 / nginx.p99, 2),
        "serve_p99_ms": ours.p99,
        "serve_processor_of_dictionary": round(ours.processor / bare.processor, 3),
        "pressed_p99_of_nginx": round(pressed.p99 / nginx.p99, 2),
        "errors": sum(each.errors for each in middles.values()),
    }


def _beside(chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> dict[str, object]:
    serve = stack.enter_context(_serve(folder))
    served = serve.port
    front = _read(served, "/")
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', front)
    kept = {"kept pages": ["/", *dict.fromkeys(ARTICLE.findall(front))], "style sheets": sheets}
    asked = {
        name: [Asked(each, "*/*", "gzip, deflate, br") for each in paths] for name, paths in kept.items()
    }
    _settled(served, asked)
    scripts = {name: _script(folder, name.split()[0], each) for name, each in asked.items()}
    editor = SearchingEditor(served)
    guessers = Guessers(served, GUESSERS, folder)
    calm, busy = {name: [] for name in scripts}, {name: [] for name in scripts}
    for _round in range(chosen.rounds):
        for name, script in scripts.items():
            calm[name].append(_wrk(serve, script, chosen.seconds))
        with editor.searching(), guessers.guessing(seconds=(chosen.seconds + 3) * len(scripts)):
            for name, script in scripts.items():
                busy[name].append(_wrk(serve, script, chosen.seconds))
    found: dict[str, object] = {}
    for name in scripts:
        before, beside = median(calm[name]), median(busy[name])
        print(
            f"{name:14} calm {before.rate:9,.0f} requests/s, p99 {before.p99:6.2f} ms; "
            f"beside {beside.rate:9,.0f} requests/s, p99 {beside.p99:6.2f} ms ({beside.p99 / before.p99:.2f})   errors {beside.errors}"
        )
        found[name] = {"p99_of_calm": round(beside.p99 / before.p99, 2), "p99_ms": beside.p99, "errors": beside.errors}  # fmt: skip
    print(f"beside: {editor.said}; {guessers.said}")
    return {"beside": found}


def _memory(_chosen: argparse.Namespace, folder: Path, stack: ExitStack) -> dict[str, object]:
    paths = _made(folder)
    serve = stack.enter_context(_serve(folder, "--empty"))
    found = {}
    for codings in ("gzip", "gzip, deflate, br, zstd"):
        script = _script(folder, "all", [Asked(each, "*/*", codings) for each in paths])
        # Each worker has half of the connections, and every connection asks for all pages. Who comes while many must be
        # rendered is told to come again.
        if all(_wrk(serve, script, MEMORY_SECONDS).errors for _turn in range(MOST_TURNS)):
            sys.exit(
                f"After {MOST_TURNS * MEMORY_SECONDS} s there are still errors. {folder / 'serve.log'} may say why."
            )
        megabytes = memory_of(family(serve.process)) / 1_000_000
        print(
            f"memory at {len(paths):,} warm pages, {codings}: {megabytes:.0f} MB (PSS of all of `broadsheet serve`)",
            flush=True,
        )
        found[codings] = round(megabytes)
    return {"memory_mb": found}


def _made(folder: Path) -> list[str]:
    """Make a paper of real sentences, where there is none yet; return its addresses."""
    file = folder / "paths"
    if not file.exists():
        (folder / "var").mkdir(exist_ok=True)
        os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
        code = f"from paper_maker import make_paper; print('\\n'.join(['paths', *make_paper({ARTICLES})]))"
        manage = [sys.executable, "-m", "broadsheet.cli", "manage"]
        subprocess.run([*manage, "migrate", "-v0"], check=True)
        said = subprocess.run(
            [*manage, "shell", "-v0", "-c", code], stdout=subprocess.PIPE, text=True, check=True
        )
        file.write_text(said.stdout.partition("paths\n")[2], encoding="utf-8")
    return file.read_text("utf-8").split()


@contextmanager
def _serve(folder: Path, *more: str) -> Iterator[Running]:
    """Run `broadsheet serve`, from when it answers."""
    port = free_port()
    command = [sys.executable, "-m", "broadsheet.cli", "serve", "--port", str(port), *more]
    with (folder / "serve.log").open("w") as log, running(command, port, os.environ, log) as process:
        _read(port, "/")
        yield Running(port, process)


def _settled(served: int, visits_asked: Mapping[str, list[Asked]]) -> dict[str, Recorded]:
    """Have every page rendered by every worker, wait until it has settled, and return all answers."""
    headers = {
        each.target: {"Accept": each.accept, "Accept-Encoding": each.accept_encoding}
        for found in visits_asked.values()
        for each in found
    }
    if strange := [each for each in headers if "?" in each]:
        sys.exit(f"A first visit asks for {strange[0]}, whose query the dictionary does not know.")
    for _connection in range(CONNECTIONS):
        record(served, headers)
    time.sleep(SETTLE_SECONDS)
    return record(served, headers)


def _copied(folder: Path, served: int, answers: Mapping[str, Recorded]) -> Path:
    """Write the pages among the answers down as nginx expects them; static files and pictures are files already."""
    root = folder / "copies"
    pages = {path: {"Accept-Encoding": "gzip"} for path in answers if path.endswith("/")}
    for path, answer in record(served, pages).items():
        place = root / path.strip("/")
        place.mkdir(parents=True, exist_ok=True)
        (place / "index.html.gz").write_bytes(answer.body[0])
    return root


def _script(folder: Path, name: str, asked: list[Asked]) -> Path:
    """Write what wrk does: ask for these addresses in turn."""
    lines = [
        f"{{{json.dumps(each.target)}, {json.dumps(each.accept)}, {json.dumps(each.accept_encoding)}}},"
        for each in asked
    ]
    script = folder / f"visit-{name}.lua"
    script.write_text(LUA.format(asked="\n".join(lines)), encoding="utf-8")
    return script


def _wrk(server: Running, script: Path, seconds: int) -> Round:
    spent = seconds_of(server.process)
    load = wrk(server.port, script, connections=CONNECTIONS, threads=2, seconds=seconds)
    spent = seconds_of(server.process) - spent
    return Round(load.rate, load.p50, load.p99, 1e6 * spent / load.answered, load.errors)


def _read(port: int, path: str) -> str:
    return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read().decode()


if __name__ == "__main__":
    main()
