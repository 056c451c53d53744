"""Print cards, and remember those of lists: of a list that is made again, nearly all cards are those of before."""

from collections.abc import Hashable
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.calendars import year_of
from ..newsroom.cards import Card
from ..newsroom.moments import paper_time
from ..newsroom.pictures.making import files_of
from .contexts import EditionContext
from .pictures import fits

# Cards of these styles have no room for a picture.
WITHOUT_PICTURE = ("brief", "text")
WITHOUT_FACE = ("brief",)
# Some two megabytes.
MOST_CARDS = 2_000
_remembered: dict[Hashable, SafeString] = {}


def print_card(
    card: Card, paper: EditionContext, *, level: int = 3, style: str = "", rail: str = ""
) -> SafeString:
    """Return a card in HTML; the language must be active. `rail` is said by its address, for the desk to count by."""
    has_picture = _has_picture(card, style)
    context = {
        "card": card,
        "level": level,
        "style": style,
        "rail": rail,
        "paper": paper,
        "has_picture": has_picture,
        "has_face": _has_face(card, style),
    }
    return mark_safe(get_template("site/parts/card.html").render(context))  # a template has escaped it


def remembered_card(
    card: Card, paper: EditionContext, *, level: int = 3, style: str = "", rail: str = ""
) -> SafeString:
    """Return what `print_card` would, which is done once as long as nothing of it changes."""
    words = (
        card.article, card.headline, card.url, card.card_text, card.published_at, card.date_precision, card.section, card.section_url,
        card.is_pick, card.also, card.kicker, card.kind, card.is_updated, card.columnist, card.columnist_url, paper.language, paper.edition.calendar, year_of(paper_time(paper.now).date(), paper.edition.calendar), level, style, rail,
    )  # fmt: skip
    found = _remembered.get((words, _look(card, style)))
    if found is None:
        found = print_card(card, paper, level=level, style=style, rail=rail)
        if found.count("<img") < len(_shown(card, style)):
            return found  # its file may be there again the next time
        if len(_remembered) >= MOST_CARDS:
            _remembered.clear()
        # Files that were not there before were made as it was printed.
        _remembered[words, _look(card, style)] = found
    return found


def _has_picture(card: Card, style: str) -> bool:
    return style not in WITHOUT_PICTURE and fits(card.picture, style)


def _has_face(card: Card, style: str) -> bool:
    return card.face is not None and style not in WITHOUT_FACE


def _shown(card: Card, style: str) -> list[Any]:
    """Return the pictures that a card shows in a style."""
    lead = [card.picture] if _has_picture(card, style) else []
    return [*lead, card.face] if _has_face(card, style) else lead


def _look(card: Card, style: str) -> Hashable:
    """Return the files and focus of a card's pictures, and the alternative text."""
    # The focus too: when it is set back, its former files are gone.
    looks = [(each.pk, files_of(each), str(each.get_focal_point())) for each in _shown(card, style)]
    return (*looks, card.picture_alt)
