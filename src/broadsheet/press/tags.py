"""Let a view declare what its response depends on, until when it holds, and from which pieces it is joined."""

from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest

from .cached_pages import FirstJoin
from .shared_values import Load, SharedValue, SharedValues

T = TypeVar("T")

# The key of the environment under which the caching application hands its shared values to views.
SHARES = "broadsheet.press.shared_values"
# The key under which it says that what a query has beside the parameters of our pages was never an address.
QUERY_IS_NO_ADDRESS = "broadsheet.press.query_is_no_address"
_ATTRIBUTE = "_press_dependence"


class Dependence:
    """The tags of what a response shows, and the moment from which it shows too much or too little."""

    __slots__ = ("gone", "is_lasting", "is_redirect_kept", "joined", "tags", "until")

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.until: datetime | None = None
        self.gone: datetime | None = None
        self.joined: FirstJoin | None = None
        # Other redirects repeat what their reader happened to ask.
        self.is_redirect_kept = False
        # Nothing else will ever stand at the address.
        self.is_lasting = False


def depend(request: HttpRequest, *tags: str) -> None:
    """Declare that the response to `request` shows what these tags name. Without a tag it is not cached."""
    _of(request).tags.update(tags)


def keep_until(request: HttpRequest, moment: datetime | None) -> None:
    """Declare that the response must be rendered again from `moment` on; the earliest moment counts."""
    dependence = _of(request)
    dependence.until = earliest(dependence.until, moment)


def gone_from(request: HttpRequest, moment: datetime | None) -> None:
    """Declare that from `moment` on nobody may see the response, even if a new one cannot be rendered."""
    dependence = _of(request)
    dependence.gone = earliest(dependence.gone, moment)
    keep_until(request, moment)


def keep_redirect(request: HttpRequest) -> None:
    """Declare that the redirect that answers `request` is the same for everybody who is shown this page."""
    _of(request).is_redirect_kept = True


def keep_for_good(request: HttpRequest) -> None:
    """Declare that nothing else will ever stand at this address, so that browsers need not ask again."""
    _of(request).is_lasting = True


def join(request: HttpRequest, joined: FirstJoin) -> None:
    """Declare that the response is joined from pieces, and can be joined again when its shared value changes."""
    _of(request).joined = joined


def share(request: HttpRequest, name: str, load: Load[T]) -> SharedValue[T]:
    """Return the shared value of this process under `name`; without a cache, a fresh one.

    Only the caching application keeps any, for only its process hears of changes.
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
