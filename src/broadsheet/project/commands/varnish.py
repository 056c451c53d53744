"""`broadsheet press varnish`: what Varnish must know of our pages."""

from urllib.parse import urlsplit

import django
import typer
from django.conf import settings

django.setup()

from ...press.caches.varnish import CHANGED_HEADER, GONE_HEADER  # noqa: E402

# For Varnish 6.6 or later.
# https://varnish-cache.org/docs/7.1/users-guide/vcl-grace.html
VCL = """\
vcl 4.1;

# Pages of Broadsheet, kept by their tags: see docs/caches-in-front.md. Needs Debian's varnish-modules.
import std;
import xkey;

backend default {{
    .host = "{host}";
    .port = "{port}";
    .probe = {{
        .request = "GET /robots.txt HTTP/1.1" "Host: {name}" "Connection: close";
        .interval = 1s;
        .timeout = 2s;
        .window = 5;
        .threshold = 3;
        .initial = 3;
    }}
}}

# Who may have pages forgotten: the machines that run `broadsheet serve`.
acl purgers {{
    "127.0.0.1";
    "::1";
}}

sub vcl_recv {{
    if (req.method == "PURGE") {{
        # What came through another proxy names more than one address here, and is nobody of ours.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {{
            return (synth(403, "Forbidden"));
        }}
        if (!req.http.{gone} && !req.http.{changed}) {{
            return (synth(400, "No tags"));
        }}
        if (req.http.{gone}) {{
            set req.http.n = xkey.purge(req.http.{gone});
        }}
        if (req.http.{changed}) {{
            set req.http.n = xkey.softpurge(req.http.{changed});
        }}
        return (synth(200, "Forgotten " + req.http.n));
    }}
    if (req.url ~ "^/(desk|documents)/" || req.url ~ "^/_b") {{
        return (pass);
    }}
    # An editor, whose pages are nobody else's.
    if (req.http.Cookie ~ "(^|;\\s*){session}=") {{
        return (pass);
    }}
    unset req.http.Cookie;
    # Trackers' parameters make no other page.
    if (req.url !~ "[?&](page|q)=") {{
        set req.url = regsub(req.url, "\\?.*$", "");
    }}
    # A page that has changed is handed out for at most so long while it is asked for anew; while nobody answers, a day.
    if (std.healthy(req.backend_hint)) {{
        set req.grace = 10s;
    }}
}}

sub vcl_backend_response {{
    if (beresp.status >= 500 && bereq.is_bgfetch) {{
        return (abandon);
    }}
    if (beresp.http.Surrogate-Key) {{
        set beresp.http.xkey = beresp.http.Surrogate-Key;
        set beresp.grace = 24h;
        return (deliver);
    }}
    if (!beresp.http.Cache-Control) {{
        set beresp.uncacheable = true;
    }}
}}

sub vcl_deliver {{
    # Tags are between us and Varnish. Leave them where another cache stands in front of it.
    unset resp.http.Surrogate-Key;
    unset resp.http.Cache-Tag;
    unset resp.http.xkey;
}}
"""


def varnish() -> None:
    """Print the VCL."""
    options = settings.OPTIONS
    typer.echo(
        VCL.format(
            host=options.host,
            port=options.port,
            name=urlsplit(settings.BASE_URL).netloc,
            session=settings.SESSION_COOKIE_NAME,
            gone=GONE_HEADER,
            changed=CHANGED_HEADER,
        ),
        nl=False,
    )
