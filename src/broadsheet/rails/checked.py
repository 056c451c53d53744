"""What the check looks at, and what it finds: pages and cards as they go out, and faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .model import Reason
from .registry import RAILS, RailSpec


class FaultSeverity(StrEnum):
    """Whether a law is broken for certain, or something looks wrong that an editor may have meant."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken law: its number, the kind of fault, where it stands and a sentence for the editor."""

    law: int
    kind: str
    rail: str | None
    article: int | None
    message: str
    severity: FaultSeverity = FaultSeverity.FAULT


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault of a card, before it is said where the card stands."""

    law: int
    kind: str
    message: str
    severity: FaultSeverity = FaultSeverity.FAULT

    def at(self, rail: str | None, article: int | None) -> Fault:
        """Return the fault of a card in a rail."""
        return Fault(self.law, self.kind, rail, article, self.message, self.severity)


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """A card as it goes out, with what is needed to judge it.

    `date_shown` is what a reader sees in place of the date ("date unknown" where there is none); `body` is
    the plain text of the article, `text` all that its words may come from: headline, standfirst, body, topics;
    `is_visible` says whether readers may see it at the moment of the check, `is_answered` whether an article answers
    at its address. `section_language` is the edition of its section. `untrue` names what the card says otherwise than
    its article. `written` is what an editor wrote for the card, whole (`prose.teasers.editors_text`).
    """

    article: int
    story: int
    headline: str
    card_text: str
    date_shown: str
    language: str
    reason: Reason
    published_at: datetime | None = None
    body: str = ""
    has_picture: bool = False
    picture_alt: str = ""
    is_visible: bool = True
    text: str = ""
    url: str = ""
    is_answered: bool = True
    section: str = ""
    section_language: str = ""
    untrue: Sequence[str] = ()
    written: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page with the cards of its rails by name; `eligible` counts the different stories that could stand on it.

    `headline`, `body`, `text` and `published_at` are of its own article. `articles` counts those of its edition. `unreadable` are
    articles whose place in the stored list of the page is damaged, so that their cards were left out.
    """

    article: int | None
    story: int | None
    language: str
    rails: Mapping[str, Sequence[CheckedCard]]
    eligible: int
    now: datetime
    specs: Sequence[RailSpec] = RAILS
    unreadable: Sequence[int] = ()
    articles: int = 0
    headline: str = ""
    body: str = ""
    text: str = ""
    published_at: datetime | None = None
