"""`broadsheet press`: pages as files, and what nginx must know of them."""

import logging
import threading
from functools import partial
from pathlib import Path

import django
import typer
from django.conf import settings

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from ...press.answers import BRIEFLY  # noqa: E402
from ...press.pressed_files import PAGES, PressedFiles  # noqa: E402
from ...site.paper import CONTENT_SECURITY_POLICY  # noqa: E402
from ..press_room import ask, front_door  # noqa: E402
from ..web_process import read_static_files  # noqa: E402
from ..worker_lock import run_alone  # noqa: E402

LOCK = "press.lock"
# Readers wait for no file: they are answered without one.
POLITENESS = 2

log = logging.getLogger("broadsheet.press")

NGINX = """\
# Pages of Broadsheet, handed out by nginx from the files that `broadsheet serve` keeps true.
# For the `http` block. Readers' pages need no program; everything else is passed on.
map "$request_method $cookie_{session}|$args" $broadsheet_file {{
    default "none";
    # No editor, and no query that means another page: trackers' parameters do not.
    "~^(GET|HEAD) \\|(?!(.*&)?(page|q)=)" "index.html";
}}
upstream broadsheet {{
    server {host}:{port};
    keepalive 32;
}}
server {{
    listen 80;
    server_name {names};
    location /static/ {{
        alias {static}/;
        gzip_static on;
        add_header Cache-Control "public, max-age=315360000, immutable";
    }}
    location / {{
        root {pages};
        gzip_static always;
        gunzip on;
        gzip_vary on;
        charset utf-8;
        add_header Cache-Control "{cache_control}";
        add_header Content-Security-Policy "{policy}";
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy same-origin;
        add_header X-Frame-Options SAMEORIGIN;
        try_files $uri$broadsheet_file @broadsheet;
        # It was there a moment ago.
        error_page 404 = @broadsheet;
        log_not_found off;
    }}
    location @broadsheet {{
        proxy_pass http://broadsheet;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
}}
"""


def files() -> None:
    """Keep pages as files until told to stop."""
    folder = _folder()
    run_alone(
        partial(_keep_files, folder),
        settings.DATA,
        what="keeper of pressed files",
        log=log,
        politeness=POLITENESS,
        name=LOCK,
    )


def nginx() -> None:
    """Print the configuration of nginx."""
    options = settings.OPTIONS
    typer.echo(
        NGINX.format(
            session=settings.SESSION_COOKIE_NAME,
            host=options.host,
            port=options.port,
            names=" ".join(settings.ALLOWED_HOSTS).replace("*", "_"),
            static=settings.STATIC_ROOT,
            pages=_folder() / PAGES,
            # A file says nothing of its tags: it could not be purged by them.
            cache_control=BRIEFLY,
            policy=CONTENT_SECURITY_POLICY,
        )
    )


def _keep_files(folder: Path, stop: threading.Event) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    read_static_files()
    door = front_door(get_wsgi_application(), is_calling=False)
    door.press.start()
    PressedFiles(folder, door.press, partial(ask, door)).run(stop)
    door.press.stop()


def _folder() -> Path:
    """Return the folder of the files. Raises typer.Exit with 1 where none is set."""
    named = settings.OPTIONS.press_folder
    if not named:
        typer.echo("No folder for pages is set. Name one in BROADSHEET_PRESS_FOLDER.", err=True)
        raise typer.Exit(1)
    return Path(named).resolve()
