"""Run a real nginx or Caddy as `broadsheet press` configures it, on ports of a test's own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PATIENCE = 60.0
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
CADDY = shutil.which("caddy")
AROUND = """
{user}
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{
    include /etc/nginx/mime.types; access_log {folder}/access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{site}
}}
"""


def nginx_file(folder: Path, printed: str, *, http: int, https: int = 0) -> Path:
    """Write a whole configuration around what was printed, whose ports become a test's own."""
    lines = [each for each in printed.splitlines() if "listen [::]" not in each]
    site = "\n".join(lines).replace("listen 80", f"listen 127.0.0.1:{http}")
    # Where tests run as root, nginx would read the files as somebody who may not.
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(
        AROUND.format(user=user, folder=folder, site=site.replace("listen 443", f"listen 127.0.0.1:{https}"))
    )
    return file


def caddy_file(folder: Path, printed: str, *, http: int, https: int) -> Path:
    """Write what was printed, whose ports and folders become a test's own; every request is logged."""
    own = (
        f"{{\n\thttp_port {http}\n\thttps_port {https}\n\tadmin off\n\tstorage file_system {folder}/caddy\n"
        f"\tskip_install_trust\n"
    )
    log = f"\n\tlog {{\n\t\toutput file {folder}/access.log\n\t}}\n"
    before, brace, after = printed.partition("\n{\n")
    assert brace, printed
    head, site, rest = after.partition("https://")
    addresses, brace, body = rest.partition(" {\n")
    file = folder / "Caddyfile"
    file.write_text(f"{before}\n{own}{head}{site}{addresses}{brace}{log}{body}")
    return file


@contextmanager
def listening(command: list[str], *, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block is left, from when it listens on a port."""
    with log.open("ab") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Make a certificate for a host that nobody has signed, and its key."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", chain,
         "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key
