"""Check the addresses in the settings: the site's own, those it answers to, its proxies', its caches'."""

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.http.request import split_domain_port, validate_host

from ..options import Options, shown
from .findings import Finding, cannot_work, warning

# A name of the DNS (RFC 1123, 2.1), whole labels of at most 63 letters.
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?", re.I)  # fmt: skip
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".test")


def check_base_url(options: Options) -> Iterator[Finding]:
    """The public address must be one, and one that the site answers to."""
    what, said = "BROADSHEET_BASE_URL", shown(options.base_url)
    url = split(options.site_url)
    if url is None or url.scheme not in ("http", "https") or not is_host(url.hostname or ""):
        advice = "Write the scheme and the host that readers use: https://news.example.org."
        yield cannot_work(
            what, said if options.base_url else f"empty, and {shown(options.site_url)} is no address", advice
        )
        return
    if url.path not in ("", "/") or url.query or url.fragment or url.username is not None:
        yield cannot_work(what, said, "Write scheme, host and port only: https://news.example.org.")
        return
    host, _port = split_domain_port(url.netloc.lower())
    if not validate_host(host, allowed_hosts(options)):
        value = f"{shown(options.site_url)}, and BROADSHEET_ALLOWED_HOSTS does not name {shown(host)}"
        yield cannot_work(what, value, f"Add {host} to BROADSHEET_ALLOWED_HOSTS, or every reader is refused.")
    elif url.scheme == "http" and not is_local(url.hostname or ""):
        advice = "Use https, or passwords and sessions go over the network in plain text."
        yield warning(what, f"{shown(options.site_url)}, a public address without TLS", advice)


def check_allowed_hosts(options: Options) -> Iterator[Finding]:
    """What no Host header can be is a slip of the pen."""
    for each in allowed_hosts(options):
        if each == "*":
            advice = "Name your hosts, or links that are mailed may lead to anybody's."
            yield warning("BROADSHEET_ALLOWED_HOSTS", "'*'", advice)
        elif not is_host(each.removeprefix(".")):
            advice = "Write names alone, without scheme and port: news.example.org,www.example.org."
            yield warning("One of BROADSHEET_ALLOWED_HOSTS", shown(each), advice)


def check_host(options: Options) -> Iterator[Finding]:
    """What the server listens on must be an address or a name."""
    if not is_host(options.host):
        yield cannot_work(
            "BROADSHEET_HOST", shown(options.host), "Write an address such as 127.0.0.1 or 0.0.0.0."
        )


def check_proxies(options: Options) -> Iterator[Finding]:
    """Proxies that are believed must be addresses or networks, and not everybody."""
    for each in listed(options.trusted_proxies):
        try:
            network = ip_network(each, strict=False)
        except ValueError:
            advice = "Write addresses or networks: 127.0.0.1,10.0.0.0/8."
            yield cannot_work("One of BROADSHEET_TRUSTED_PROXIES", shown(each), advice)
            continue
        if network.prefixlen == 0:
            advice = "Name your proxies alone: whoever is believed can count reads for any address."
            yield warning("One of BROADSHEET_TRUSTED_PROXIES", f"{shown(each)}, everybody", advice)


def check_own_networks(options: Options) -> Iterator[Finding]:
    """Networks whose reads are not counted must be addresses or networks, and not everybody."""
    what = "One of BROADSHEET_OWN_NETWORKS"
    for each in listed(options.own_networks):
        try:
            network = ip_network(each, strict=False)
        except ValueError:
            yield cannot_work(what, shown(each), "Write addresses or networks: 192.0.2.7,2001:db8:7::/48.")
            continue
        if network.prefixlen == 0:
            yield warning(what, f"{shown(each)}, everybody", "Name your own alone, or no read is counted.")


def check_other_services(options: Options) -> Iterator[Finding]:
    """Addresses of caches, of Valkey and of the figures must be addresses."""
    for each in listed(options.varnish_urls):
        if not _leads_to(each, ("http", "https")):
            yield cannot_work("One of BROADSHEET_VARNISH_URLS", shown(each), "Write http://10.0.0.5:6081.")
    if options.valkey_url and not _leads_to(
        options.valkey_url, ("valkey", "valkeys", "redis", "rediss", "unix")
    ):
        yield cannot_work("BROADSHEET_VALKEY_URL", shown(options.valkey_url), "Write valkey://host:6379/0.")
    if options.metrics and address_of(options.metrics) is None:
        yield cannot_work(
            "BROADSHEET_METRICS", shown(options.metrics), "Write address and port: 127.0.0.1:9108."
        )


def allowed_hosts(options: Options) -> list[str]:
    """Return the names that the site answers to, as Django wants them."""
    return listed(options.allowed_hosts.lower())


def listed(text: str) -> list[str]:
    """Return what stands between commas."""
    return [each.strip() for each in text.split(",") if each.strip()]


def address_of(text: str) -> tuple[str, int] | None:
    """Return host and port of "127.0.0.1:9108" or "[::1]:9108", None for what is no such thing."""
    url = split(f"//{text}")
    if url is None or not url.hostname or not url.port or url.netloc != text or not is_host(url.hostname):
        return None
    return url.hostname, url.port


def split(url: str) -> SplitResult | None:
    """Return the parts of a URL, None where it has a port or brackets that make no sense."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return None
    return parts


def is_host(host: str) -> bool:
    """Return True if a text is an address or a name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return bool(_NAME.fullmatch(host))
    return True


def is_local(host: str) -> bool:
    """Return True if a host is met within one network only."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_NAMES)


def _leads_to(url: str, schemes: tuple[str, ...]) -> bool:
    parts = split(url)
    if parts is None or parts.scheme not in schemes:
        return False
    return bool(parts.path) if parts.scheme == "unix" else is_host(parts.hostname or "")
