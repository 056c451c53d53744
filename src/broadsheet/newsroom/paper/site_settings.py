"""The settings of the whole paper, as one value that is stored, previewed and printed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from .colours import DARK_ACCENT, LIGHT_ACCENT, accent_for_dark_pages
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

    def to_json(self) -> dict[str, Any]:
        """Return what differs from a new value, for a JSONField."""
        return {name: asdict(self)[name] for name in self.changed_from(SiteSettings())}


_NO_LOOK = ("accounts", "crawlers", "refused", "ads", "security")


def site_settings_from(said: Mapping[str, Any] | None) -> SiteSettings:
    """Return the stored value without fields that only another release knows."""
    known = {each.name for each in fields(SiteSettings)}
    return SiteSettings(**{name: _value(each) for name, each in (said or {}).items() if name in known})


def _value(said: Any) -> Any:
    if isinstance(said, Mapping):
        return PaperPicture(str(said["name"]), int(said["width"]), int(said["height"]))
    return tuple(said) if isinstance(said, list) else said
