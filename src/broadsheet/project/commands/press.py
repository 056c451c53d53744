"""`broadsheet press nginx`: what nginx must know of pages that are kept as files."""

from pathlib import Path

import django
import typer
from django.conf import settings

django.setup()

from ...press.answers import BRIEFLY  # noqa: E402
from ...press.pressed_files import FILE, MISSED, PAGES  # noqa: E402
from ...site.paper import CONTENT_SECURITY_POLICY  # noqa: E402

NGINX = """\
# Pages of Broadsheet, handed out by nginx from the files that `broadsheet serve` keeps true.
# For the `http` block. Readers' pages need no program; everything else is passed on.
map "$request_method $cookie_{session}|$args" $broadsheet_file {{
    default "none";
    # Most requests, for which no pattern is looked at.
    "GET |" "index.html";
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
        # Read and sent with its headers at once: for files as small as pages that takes fewer calls than sendfile.
        sendfile off;
        output_buffers 1 64k;
        # The pages that are read most stay open, and each reader has it looked up whether they are still those files.
        # Every process of nginx may open so many files beside its connections: worker_rlimit_nofile says how many.
        open_file_cache max=250 inactive=10s;
        open_file_cache_valid 0;
        charset utf-8;
        add_header Cache-Control "{cache_control}";
        add_header Content-Security-Policy "{policy}";
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy same-origin;
        add_header X-Frame-Options SAMEORIGIN;
        # One look at the disk for a page: no question beforehand whether it is there.
        rewrite ^ $uri$broadsheet_file break;
        error_page 404 = @broadsheet;
        log_not_found off;
    }}
    location @broadsheet {{
        proxy_pass http://broadsheet$request_uri;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header {file} {missed};
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
}}
"""


def nginx() -> None:
    """Print the configuration of nginx."""
    options = settings.OPTIONS
    typer.echo(
        NGINX.format(
            file=FILE,
            missed=MISSED,
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


def _folder() -> Path:
    """Return the folder of the files. Raises typer.Exit with 1 where none is set."""
    named = settings.OPTIONS.press_folder
    if not named:
        typer.echo("No folder for pages is set. Name one in BROADSHEET_PRESS_FOLDER.", err=True)
        raise typer.Exit(1)
    return Path(named).resolve()
