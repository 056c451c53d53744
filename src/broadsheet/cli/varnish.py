"""`broadsheet press varnish`: what Varnish must know of our pages."""

from urllib.parse import urlsplit

import typer
from django.conf import settings

from ..desk.marker import COOKIE
from ..newsroom.address_forms import TRACKERS
from ..press.caches.varnish import CHANGED_HEADER, GONE_HEADER
from ..serving.configurations import fill
from .around import reachable


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
            trackers="|".join(TRACKERS),
        ),
        nl=False,
    )
