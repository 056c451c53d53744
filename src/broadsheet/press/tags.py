"""Let a view say what its response depends on, until when it holds, and of which pieces it is joined."""

from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest

from .cached_pages import Assembly
from .shared_values import Load, SharedValue, SharedValues

T = TypeVar("T")

# Where the front door hands its shares to the views that it asks.
SHARES = "broadsheet.press.shared_values"
_ATTRIBUTE = "_press_dependence"


class Dependence:
    """The tags of what a response shows, and the moment from which it shows too much or too little."""

    __slots__ = ("assembly", "gone", "tags", "until")

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.until: datetime | None = None
        self.gone: datetime | None = None
        self.assembly: Assembly | None = None


def depend(request: HttpRequest, *tags: str) -> None:
    """Say that the response to `request` shows what these tags name. A response that says nothing is not kept."""
    _of(request).tags.update(tags)


def keep_until(request: HttpRequest, moment: datetime | None) -> None:
    """Say that the response must be made anew from `moment` on; the earliest moment counts."""
    dependence = _of(request)
    dependence.until = earliest(dependence.until, moment)


def gone_from(request: HttpRequest, moment: datetime | None) -> None:
    """Say that from `moment` on nobody may see the response any more, not even where a new one cannot be made."""
    dependence = _of(request)
    dependence.gone = earliest(dependence.gone, moment)
    keep_until(request, moment)


def join(request: HttpRequest, assembly: Assembly) -> None:
    """Say that the response is joined from pieces, and can be joined anew when what it shares has changed."""
    _of(request).assembly = assembly


def share(request: HttpRequest, name: str, load: Load[T]) -> SharedValue[T]:
    """Return what this process keeps for all pages under `name`; where nothing is kept, what is so at this moment.

    Only the front door keeps anything, for only with it a process hears of changes.
    """
    shares: SharedValues | None = request.META.get(SHARES)
    return SharedValue(name, load) if shares is None else shares.get(name, load)


def dependence_of(request: HttpRequest) -> Dependence | None:
    """Return what a view has said, or None."""
    return getattr(request, _ATTRIBUTE, None)


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the earliest of some moments, None standing for never."""
    return min((each for each in moments if each is not None), default=None)


def _of(request: HttpRequest) -> Dependence:
    found = dependence_of(request)
    if found is None:
        found = Dependence()
        setattr(request, _ATTRIBUTE, found)
    return found
