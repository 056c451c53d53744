"""The one short path that pages report a read to: always 204, never a cookie, never a reason."""

import ipaddress
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from .flushing import Flusher
from .readers import Readers

LONGEST_BODY = 64

readers = Readers()


@cache
def flusher() -> Flusher:
    """Return what writes the reads of this process down."""
    return Flusher(readers, half_life=timedelta(hours=settings.OPTIONS.popular_half_life_hours))


@csrf_exempt
def beacon(request: HttpRequest) -> HttpResponse:
    """Take an article's number as the body of a POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = _article(request)
    if article and _is_own_page(request):
        agent = request.headers.get("User-Agent", "")
        if readers.read(article, address=_address(request), agent=agent, day=timezone.localdate()):
            flusher().start()
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _article(request: HttpRequest) -> int:
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0
    if not 0 < length <= LONGEST_BODY:
        return 0
    body = request.read(LONGEST_BODY).strip()
    return int(body) if body.isdigit() and len(body) <= 18 else 0


def _is_own_page(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.get_host()


def _address(request: HttpRequest) -> str:
    """Return the reader's address; what a proxy says of it counts only where the proxy is one of ours."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = _trusted(settings.OPTIONS.trusted_proxies)
    for forwarded in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not forwarded.strip() or not _is_in(address, proxies):
            break
        address = forwarded.strip()
    return address


@cache
def _trusted(listed: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(
        ipaddress.ip_network(each.strip(), strict=False) for each in listed.split(",") if each.strip()
    )


def _is_in(address: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)
