"""Put the press in front of Django, as the settings have it."""

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from ..press.front_door import Application, FrontDoor
from ..press.pressing import Press

# What is nobody's page: the desk, files, and what is told of a read.
ASIDE = ("/desk/", settings.STATIC_URL, settings.MEDIA_URL, "/documents/", "/_b")


def front_door(application: Application) -> FrontDoor:
    """Return Django's application behind a press of its own."""
    options = settings.OPTIONS
    press = Press(room=options.press_memory_mb * 1_000_000, pause=options.press_poll_ms / 1000)
    return FrontDoor(
        application,
        press,
        aside=ASIDE,
        session_cookie=settings.SESSION_COOKIE_NAME,
        is_ours=is_ours,
    )


def is_ours(host: str) -> bool:
    """Say whether a Host header names this site, as Django would."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
