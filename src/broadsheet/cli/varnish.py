"""`broadsheet press varnish`: what Varnish must know of our pages."""

from urllib.parse import urlsplit

import django
import typer
from django.conf import settings

django.setup()

from ..desk.marker import COOKIE  # noqa: E402
from ..press.caches.varnish import CHANGED_HEADER, GONE_HEADER  # noqa: E402
from ..serving.configurations import fill  # noqa: E402
from .around import reachable  # noqa: E402


def varnish() -> None:
    """Print the VCL."""
    host, _colon, port = reachable(settings.OPTIONS).rpartition(":")
    typer.echo(
        fill(
            "varnish.vcl.template",
            host=host.strip("[]"),
            port=port,
            name=urlsplit(settings.BASE_URL).netloc,
            editor_cookie=COOKIE,
            gone=GONE_HEADER,
            changed=CHANGED_HEADER,
        ),
        nl=False,
    )
