"""Run the web servers that Broadsheet is measured beside: nginx over files, and nginx as `broadsheet press nginx` prints it."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loading import Running, free_port, running

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


@contextmanager
def nginx_over_files(folder: Path, root: Path, *, more: str = "") -> Iterator[Running]:
    """Serve a folder's files with nginx."""
    port = free_port()
    with _nginx(folder, port, FILES.format(root=root, port=port, more=more)) as found:
        yield found


@contextmanager
def nginx_as_printed(folder: Path, served: int, *, pages: Path | None = None) -> Iterator[Running]:
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
    with _nginx(folder, port, said) as found:
        yield found


@contextmanager
def _nginx(folder: Path, port: int, servers: str) -> Iterator[Running]:
    config = folder / f"nginx-{port}.conf"
    user = pwd.getpwuid(os.getuid()).pw_name
    config.write_text(
        MAIN.format(processes=os.cpu_count(), folder=folder, port=port, user=user, servers=servers),
        encoding="utf-8",
    )
    with running([NGINX, "-c", str(config)], port, os.environ, subprocess.DEVNULL) as process:
        yield Running(port, process)
