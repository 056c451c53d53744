"""Run what Broadsheet is measured beside: nginx over files, nginx as `broadsheet press nginx` prints it, a bare dictionary."""

import http.client
import os
import pickle
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import unquote

from loading import Running, free_port, running
from recorded_wsgi import ANSWERS, Recorded

Serving = AbstractContextManager[Running]

HERE = Path(__file__).resolve().parent
# What a server adds for each connection, and what is no part of the answer.
_OF_SERVERS = {"connection", "date", "keep-alive", "server", "transfer-encoding"}

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
# The folder may be its owner's alone, so nginx runs as its owner.
MAIN = """\
worker_processes {processes}; pid {folder}/nginx-{port}.pid; error_log {folder}/nginx-{port}.log; daemon off; user {user};
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  {servers}
}}
"""
FILES = "gzip_static on; {more} server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }}"
HOSTS = "localhost,127.0.0.1"


def nginx_over_files(folder: Path, root: Path, *, more: str = "") -> Serving:
    """Serve a folder's files with nginx."""
    port = free_port()
    return _nginx(folder, port, FILES.format(root=root, port=port, more=more))


def nginx_as_printed(folder: Path, served: int, *, pages: Path | None = None) -> Serving:
    """Run nginx as `broadsheet press nginx` configures it, before a server on a port.

    `pages` is a folder whose pages stand in for those that are pressed. BROADSHEET_PRESS_FOLDER must be set.
    """
    port = free_port()
    environment = os.environ | {"BROADSHEET_PORT": str(served), "BROADSHEET_ALLOWED_HOSTS": HOSTS}
    command = [sys.executable, "-m", "broadsheet.cli", "press", "nginx"]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    over_ipv4 = re.sub(r"listen \[::\]:80[^;]*;", "", printed)
    said, found = re.subn(r"listen 80\b", f"listen 127.0.0.1:{port}", over_ipv4)
    if not found:
        sys.exit("`broadsheet press nginx` prints no port 80 to listen on. Unset what makes it print TLS.")
    if pages is not None:
        pressed = Path(os.environ["BROADSHEET_PRESS_FOLDER"]).resolve() / "pages"
        said = said.replace(f"root {pressed};", f"root {pages};")
    return _nginx(folder, port, said)


def _nginx(folder: Path, port: int, servers: str) -> Serving:
    config = folder / f"nginx-{port}.conf"
    user = pwd.getpwuid(os.getuid()).pw_name
    text = MAIN.format(processes=os.cpu_count(), folder=folder, port=port, user=user, servers=servers)
    config.write_text(text, encoding="utf-8")
    return running([NGINX, "-c", str(config)], port, os.environ, subprocess.DEVNULL)


def record(port: int, asked: Mapping[str, Mapping[str, str]]) -> dict[str, Recorded]:
    """Return what a server answers on paths that are asked for with these headers. Exits where one is not 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = {}
    for path, headers in asked.items():
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(f"{path} on port {port} was answered with {answer.status}, not 200.")
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_SERVERS]
        found[path] = Recorded(f"{answer.status} {answer.reason}", kept, [body])
    connection.close()
    return found


def dictionary(folder: Path, answers: Mapping[str, Recorded]) -> Serving:
    """Run the bare dictionary: what our web server can do at best. The paths must have no query."""
    file = folder / "answers"
    # In WSGI a path's bytes are characters of Latin-1.
    found = {unquote(path, encoding="latin-1"): each for path, each in answers.items()}
    file.write_bytes(pickle.dumps(found))
    return behind_granian("recorded_wsgi:application", os.environ | {ANSWERS: str(file)})


def behind_granian(target: str, environment: Mapping[str, str], *more: str) -> Serving:
    """Run an application of a module here behind the web server of `broadsheet serve`, with its workers and threads.

    `more` are arguments of granian_server.py, which name others.
    """
    port = free_port()
    command = [sys.executable, str(HERE / "granian_server.py"), target, "--port", str(port), *more]
    found = os.pathsep.join([str(HERE), environment.get("PYTHONPATH", "")])
    return running(command, port, dict(environment) | {"PYTHONPATH": found})
