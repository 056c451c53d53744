"""Print cards, and remember those of lists: of a list that is made again, nearly all cards are those of before."""

from collections.abc import Hashable

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.cards import Card
from ..newsroom.moments import paper_time
from ..newsroom.pictures.making import files_of
from .contexts import EditionContext
from .pictures import fits

# Cards of these styles have no room for a picture.
WITHOUT_PICTURE = ("brief", "text")
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
    }
    return mark_safe(get_template("site/parts/card.html").render(context))  # a template has escaped it


def remembered_card(
    card: Card, paper: EditionContext, *, level: int = 3, style: str = "", rail: str = ""
) -> SafeString:
    """Return what `print_card` would, which is done once as long as nothing of it changes."""
    words = (
        card.article, card.headline, card.url, card.teaser, card.published_at, card.date_precision, card.section, card.section_url,
        card.is_pick, paper.language, paper_time(paper.now).year, level, style, rail,
    )  # fmt: skip
    found = _remembered.get((words, _look(card, style)))
    if found is None:
        found = print_card(card, paper, level=level, style=style, rail=rail)
        if _has_picture(card, style) and "<img" not in found:
            return found  # its file may be there again the next time
        if len(_remembered) >= MOST_CARDS:
            _remembered.clear()
        # Files that were not there before were made as it was printed.
        _remembered[words, _look(card, style)] = found
    return found


def _has_picture(card: Card, style: str) -> bool:
    return style not in WITHOUT_PICTURE and fits(card.picture, style)


def _look(card: Card, style: str) -> Hashable:
    """Return which of a picture's files are there and may be named, and what is said in its place; None without one."""
    if not _has_picture(card, style):
        return None
    picture = card.picture
    return (
        picture.pk,
        # A focus that comes back finds the files of before gone.
        files_of(picture),
        str(picture.get_focal_point()),
        card.picture_alt,
    )
