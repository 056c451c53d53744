"""The caches in front and the hub that the settings name: those outside who are told of changes."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from ..press.answers import CACHE_TAG, SURROGATE_KEY
from ..press.caches.by_address import ByAddress
from ..press.caches.cloudflare import Cloudflare
from ..press.caches.fastly import Fastly
from ..press.caches.hub import Hub
from ..press.caches.purges import Cache
from ..press.caches.varnish import Varnish
from ..site.feeds.showing import feeds_showing
from ..site.urls_showing import addresses
from .options import PREFIX, OptionError, Options


def caches_in_front(options: Options) -> list[Cache]:
    """Return every cache that is to be told what changed. Raises OptionError where one is described by halves."""
    caches: list[Cache] = [
        Varnish(_address(each.strip(), "VARNISH_URLS", "addresses such as http://10.0.0.5:6081"))
        for each in options.varnish_urls.split(",")
        if each.strip()
    ]
    if _are_both_set(options, "fastly_service", "fastly_token"):
        caches.append(Fastly(options.fastly_service, options.fastly_token))
    if _are_both_set(options, "cloudflare_zone", "cloudflare_token"):
        caches.append(Cloudflare(options.cloudflare_zone, options.cloudflare_token))
    return [*caches, *_by_address(options.frontend_cache)]


def hubs(options: Options) -> list[Cache]:
    """Return the hub that is to be told which feeds changed, if there is one. Raises OptionError for what is no address."""
    return (
        [
            Hub(
                _address(options.websub_hub, "WEBSUB_HUB", "an address such as https://hub.example/"),
                feeds_showing,
            )
        ]
        if options.websub_hub
        else []
    )


def tag_headers(options: Options) -> tuple[str, ...]:
    """Return the headers by which the caches in front know pages' tags: without such a cache they would only cost bytes."""
    by_key = bool(options.varnish_urls) or bool(options.fastly_service and options.fastly_token)
    by_tag = bool(options.cloudflare_zone and options.cloudflare_token)
    return (SURROGATE_KEY,) * by_key + (CACHE_TAG,) * by_tag


def _address(written: str, setting: str, wanted: str) -> str:
    try:
        parts = urlsplit(written)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise OptionError(f"{PREFIX}{setting} has {written!r}. Write {wanted}.")
    return written


def _are_both_set(options: Options, *names: str) -> bool:
    missing = [name for name in names if not getattr(options, name)]
    if len(missing) == 1:
        [present] = set(names) - set(missing)
        raise OptionError(
            f"{PREFIX}{present.upper()} is set and {PREFIX}{missing[0].upper()} is not. Set both or neither."
        )
    return not missing


def _by_address(written: str) -> list[Cache]:
    if not written:
        return []
    # What is written may hold keys: it is not repeated.
    try:
        described: dict[str, dict[str, Any]] = json.loads(written)
        return [ByAddress(alias, setting, addresses) for alias, setting in described.items()]
    except (ValueError, TypeError, AttributeError, KeyError, ImportError, ImproperlyConfigured) as error:
        raise OptionError(
            f"{PREFIX}FRONTEND_CACHE cannot be used ({type(error).__name__}: {error}). Write JSON such as "
            '{"cdn": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": "http://10.0.0.5"}}.'
        ) from error
