"""The settings of the whole paper, as one value that is stored, previewed and printed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from .colours import DARK_ACCENT, LIGHT_ACCENT, accent_for_dark_pages, spelled
from .typefaces import DEFAULT

ALLOW, REFUSE, SOME = "allow", "refuse", "some"


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """A kept file of the paper's own, by name, with its measures."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings of the whole paper; a new value is Broadsheet's own look.

    An empty `accent` is ours, and an empty `accent_dark` follows from `accent`. `refused` names crawlers, and counts
    where `crawlers` is SOME.
    """

    logo: PaperPicture | None = None
    logo_dark: PaperPicture | None = None
    icon: PaperPicture | None = None
    share: PaperPicture | None = None
    typeface: str = DEFAULT
    accent: str = ""
    accent_dark: str = ""
    accounts: tuple[str, ...] = ()
    crawlers: str = ALLOW
    refused: tuple[str, ...] = ()
    ads: str = ""
    security: str = ""

    @property
    def accent_on_light(self) -> str:
        return self.accent or LIGHT_ACCENT

    @property
    def accent_on_dark(self) -> str:
        return self.accent_dark or (accent_for_dark_pages(self.accent) if self.accent else DARK_ACCENT)

    @property
    def files(self) -> frozenset[str]:
        """The names of the kept files that it needs."""
        pictures = (self.logo, self.logo_dark, self.icon, self.share)
        return frozenset(each.name for each in pictures if each is not None)

    def plain(self) -> "SiteSettings":
        """Return these settings with Broadsheet's own look; what is no look stays."""
        return replace(SiteSettings(), **{name: getattr(self, name) for name in _NO_LOOK})

    def changed_from(self, other: "SiteSettings") -> list[str]:
        """Return the names of what differs."""
        return [
            each.name
            for each in fields(SiteSettings)
            if getattr(self, each.name) != getattr(other, each.name)
        ]

    def changed_over(self, stored: "SiteSettings", *, since: "SiteSettings") -> "SiteSettings":
        """Return the stored settings with those in their place that differ here from `since`."""
        mine = _with_partners(self.changed_from(since))
        return replace(stored, **{name: getattr(self, name) for name in mine})

    def disputed(self, stored: "SiteSettings", *, since: "SiteSettings") -> list[str]:
        """Return the names of settings that both sides changed after `since`, to different values."""
        mine, theirs = (_with_partners(each.changed_from(since)) for each in (self, stored))
        return [name for name in self.changed_from(stored) if name in mine & theirs]

    def to_json(self) -> dict[str, Any]:
        """Return what differs from a new value, for a JSONField."""
        return {name: asdict(self)[name] for name in self.changed_from(SiteSettings())}


_NO_LOOK = ("accounts", "crawlers", "refused", "ads", "security")
# One of these means little without the other.
_PARTNERS = (("logo", "logo_dark"), ("accent", "accent_dark"), ("crawlers", "refused"))


def _with_partners(names: Collection[str]) -> set[str]:
    return {*names, *(each for pair in _PARTNERS if set(pair) & set(names) for each in pair)}


def site_settings_from(said: Mapping[str, Any] | None) -> SiteSettings:
    """Return the stored value. What only another release knows or can read is left out."""
    said = said or {}
    read = {name: _READERS[name](said[name]) for name in _READERS if name in said}
    return SiteSettings(**{name: value for name, value in read.items() if value is not None})


def _picture(said: Any) -> PaperPicture | None:
    match said:
        case {"name": str(name), "width": int(width), "height": int(height)}:
            return PaperPicture(name, width, height)
    return None


def _text(said: Any) -> str | None:
    return said if isinstance(said, str) else None


def _texts(said: Any) -> tuple[str, ...] | None:
    is_list = isinstance(said, list | tuple) and all(isinstance(each, str) for each in said)
    return tuple(said) if is_list else None


def _colour(said: Any) -> str | None:
    try:
        return spelled(said) if said else ""
    except (AttributeError, ValueError):
        return None


# Reads each field from JSON; None for what is no value of it.
_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("logo", "logo_dark", "icon", "share"), _picture),
    **dict.fromkeys(("typeface", "crawlers", "ads", "security"), _text),
    **dict.fromkeys(("accent", "accent_dark"), _colour),
    **dict.fromkeys(("accounts", "refused"), _texts),
}
