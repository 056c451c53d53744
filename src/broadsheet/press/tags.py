"""Let a view say what its response depends on, and until when it holds."""

from datetime import datetime

from django.http import HttpRequest

_ATTRIBUTE = "_press_dependence"


class Dependence:
    """The tags of what a response shows, and the moment from which it shows too much or too little."""

    __slots__ = ("tags", "until")

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.until: datetime | None = None


def depend(request: HttpRequest, *tags: str) -> None:
    """Say that the response to `request` shows what these tags name. A response that says nothing is not kept."""
    _of(request).tags.update(tags)


def keep_until(request: HttpRequest, moment: datetime | None) -> None:
    """Say that the response must not be kept beyond `moment`; the earliest moment counts."""
    dependence = _of(request)
    if moment is not None and (dependence.until is None or moment < dependence.until):
        dependence.until = moment


def dependence_of(request: HttpRequest) -> Dependence | None:
    """Return what a view has said, or None."""
    return getattr(request, _ATTRIBUTE, None)


def _of(request: HttpRequest) -> Dependence:
    found = dependence_of(request)
    if found is None:
        found = Dependence()
        setattr(request, _ATTRIBUTE, found)
    return found
