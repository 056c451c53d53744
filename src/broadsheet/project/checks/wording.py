"""Check the settings that name a language, a time zone, or caches as JSON."""

import difflib
import json
import zoneinfo
from collections.abc import Iterator

from ..languages import LANGUAGES
from ..options import Options, shown
from .findings import Finding, cannot_work, warning


def check_language(options: Options) -> Iterator[Finding]:
    """The main edition must be in a language that Django knows."""
    known = [code for code, _name in LANGUAGES]
    if options.language not in known:
        near = difflib.get_close_matches(options.language.lower(), known, n=1) or ["en"]
        advice = f"Write a code such as {near[0]}, az or pt-br."
        yield cannot_work("BROADSHEET_LANGUAGE", shown(options.language), advice)


def check_time_zone(options: Options) -> Iterator[Finding]:
    """The time zone must be in the database of zones."""
    try:
        zoneinfo.ZoneInfo(options.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = sorted(zoneinfo.available_timezones())
        near = difflib.get_close_matches(options.time_zone, known, n=1) or ["Europe/Madrid"]
        yield cannot_work(
            "BROADSHEET_TIME_ZONE", shown(options.time_zone), f"Write a zone such as {near[0]} or UTC."
        )


def check_frontend_cache(options: Options) -> Iterator[Finding]:
    """Caches that are purged by address are named in JSON."""
    if not options.frontend_cache:
        return
    try:
        is_fit = isinstance(json.loads(options.frontend_cache), dict)
    except (ValueError, RecursionError):
        is_fit = False
    if not is_fit:
        advice = 'Write Wagtail\'s setting as JSON: {"default": {"BACKEND": "..."}}.'
        yield cannot_work(
            "BROADSHEET_FRONTEND_CACHE", "no JSON object (it may hold a secret, and is not shown)", advice
        )


def check_debug(options: Options) -> Iterator[Finding]:
    """Nobody's readers should see our errors."""
    if options.debug:
        advice = "Set it to no where anybody but you can reach the site: errors show settings and source."
        yield warning("BROADSHEET_DEBUG", "on", advice)
