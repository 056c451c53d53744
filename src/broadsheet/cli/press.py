"""`broadsheet press nginx` and `press caddy`: the configuration of a web server in front."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import typer
from django.conf import settings

from ..desk.marker import COOKIE
from ..newsroom.address_forms import TRACKERS
from ..press.answers import BRIEFLY
from ..press.pressed_files import FILE, MISSED, PAGES
from ..serving.configurations import fill, indented
from ..site.security_headers import Headers, HeaderSet, headers_for
from .around import reachable

# Where certbot keeps what it was given for a domain.
CERTIFICATES = "/etc/letsencrypt/live/{host}/fullchain.pem", "/etc/letsencrypt/live/{host}/privkey.pem"


def nginx() -> None:
    """Print the configuration of nginx."""
    folder, names = _folder(), " ".join(_hosts())
    site = fill(
        "nginx-site.conf.template",
        scheme=_scheme(),
        editor_cookie=COOKIE,
        file=FILE,
        pages=folder / PAGES,
        static=settings.STATIC_ROOT,
        media=settings.MEDIA_ROOT,
        # A file says nothing of its tags: it could not be purged by them.
        cache_control=BRIEFLY,
        page_headers=_of_nginx(headers_for(HeaderSet.PAGE), 8),
        static_headers=_of_nginx(headers_for(HeaderSet.STATIC), 8),
        picture_headers=_of_nginx(headers_for(HeaderSet.PICTURE), 8),
        nested_picture_headers=_of_nginx(headers_for(HeaderSet.PICTURE), 12),
        error_headers=_of_nginx(headers_for(HeaderSet.ERROR), 8),
    )
    certificate, key = _certificate()
    servers = fill(
        "nginx-https.conf.template" if _is_secure() else "nginx-http.conf.template",
        names=names, certificate=certificate, key=key, site=site.rstrip(),
    )  # fmt: skip
    typer.echo(
        fill(
            "nginx.conf.template",
            upstream=reachable(settings.OPTIONS),
            editor_cookie=COOKIE,
            missed=MISSED,
            trackers="|".join(TRACKERS),
            servers=servers.rstrip(),
        ),
        nl=False,
    )


def caddy() -> None:
    """Print the configuration of Caddy."""
    options = settings.OPTIONS
    scheme = "https" if _is_secure() else "http"
    is_named = bool(options.tls_certificate and options.tls_key)
    typer.echo(
        fill(
            "Caddyfile.template",
            addresses=_addresses(scheme),
            redirection=fill("Caddyfile-redirect.template", addresses=_addresses("http")) if _is_secure() else "",
            tls=f"tls {options.tls_certificate} {options.tls_key}" if is_named else "# No certificate is named here: Caddy fetches its own.",
            editor_cookie=COOKIE,
            static=settings.STATIC_ROOT,
            media=settings.MEDIA_ROOT,
            upstream=f"{_scheme()}://{reachable(options)}",
            transport=fill("Caddyfile-upstream-tls.template", host=_host()).rstrip() if is_named else "# Without TLS: both are on one machine.",
            file=FILE,
            static_headers=_of_caddy(headers_for(HeaderSet.STATIC)),
            picture_headers=_of_caddy(headers_for(HeaderSet.PICTURE)),
            error_headers=_of_caddy(headers_for(HeaderSet.ERROR)),
        ),
        nl=False,
    )  # fmt: skip


def _of_nginx(headers: Headers, blanks: int) -> str:
    return indented((f'add_header {name} "{value}" always;' for name, value in headers), " " * blanks)


def _of_caddy(headers: Headers) -> str:
    return indented((f'{name} "{value}"' for name, value in headers), "\t\t\t\t")


def _addresses(scheme: str) -> str:
    # Django's ".paper.example" is the domain and all below it.
    hosts = (("*" + each, each[1:]) if each.startswith(".") else (each,) for each in _hosts())
    return ", ".join(f"{scheme}://{each}" for pair in hosts for each in pair)


def _is_secure() -> bool:
    return bool(settings.OPTIONS.tls_certificate) or str(settings.BASE_URL).startswith("https://")


def _scheme() -> str:
    # With a certificate of its own `broadsheet serve` speaks nothing but TLS.
    return "https" if settings.OPTIONS.tls_certificate else "http"


def _certificate() -> Iterable[str]:
    options = settings.OPTIONS
    named = options.tls_certificate, options.tls_key
    return named if all(named) else (each.format(host=_host()) for each in CERTIFICATES)


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""


def _hosts() -> list[str]:
    """Return the hosts that are answered. Raises typer.Exit with 1 where the settings name no host."""
    if "*" in settings.ALLOWED_HOSTS:
        typer.echo(
            "BROADSHEET_ALLOWED_HOSTS is '*'. Name the hosts of the site: every other is refused.", err=True
        )
        raise typer.Exit(1)
    return list(settings.ALLOWED_HOSTS)


def _folder() -> Path:
    """Return the folder of the files. Raises typer.Exit with 1 where none is set."""
    named = settings.OPTIONS.press_folder
    if not named:
        typer.echo("No folder for pages is set. Name one in BROADSHEET_PRESS_FOLDER.", err=True)
        raise typer.Exit(1)
    return Path(named).resolve()
