"""Run a real Varnish, with the module that knows tags, for as long as a test needs it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PATIENCE = 20.0


def program() -> str | None:
    """Return the path of varnishd, or None where it or its module xkey is not installed."""
    found = shutil.which("varnishd") or shutil.which("/usr/sbin/varnishd")
    return found if found and any(Path("/usr/lib").glob("**/varnish/vmods/libvmod_xkey.so")) else None


@contextmanager
def varnish(folder: Path, vcl: str, *, port: int) -> Iterator[None]:
    """Start a Varnish with nothing in it on a port; it ends with the context."""
    file = folder / "default.vcl"
    file.write_text(vcl, encoding="utf-8")
    # Its own account could not come by the folders of tests, which are their owner's alone.
    command = [program(), "-F", "-j", "none", "-n", str(folder / "varnish"), "-a", f"127.0.0.1:{port}"]
    with (folder / "varnish.log").open("a") as log:
        server = subprocess.Popen(
            [*command, "-f", str(file), "-s", "malloc,32m"], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + PATIENCE
        while True:
            assert server.poll() is None, (folder / "varnish.log").read_text()
            assert time.monotonic() < until
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)
