"""The process of the web server, whose workers load the site for themselves: `python -m broadsheet.project.web_server`."""

from pathlib import Path

from ..serving.rooms import Rooms
from ..serving.server import serve
from .logs import logging_config
from .options import load


def main() -> None:
    """Serve as the settings have it, until SIGTERM."""
    options = load()
    has_tls = options.tls_certificate and options.tls_key
    serve(
        "broadsheet.project.worker_wsgi:application",
        host=options.host,
        port=options.port,
        workers=options.web_processes,
        threads=Rooms().threads,
        beats=Path(options.data).resolve() / "run",
        tls=(Path(options.tls_certificate), Path(options.tls_key)) if has_tls else None,
        logging_config=logging_config(options.log_format),
    )


if __name__ == "__main__":
    main()
