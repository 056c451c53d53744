"""What templates print in more than one place: dates, pictures, cards, rails, addresses."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from ...newsroom.models import ArticleKind, DatePrecision
from ...newsroom.moments import paper_time, stated
from ...prose.typography import capitalized
from ...rails.headings import title_of
from ...rails.registry import rail_named
from .. import dates
from ..addresses import absolute
from ..pictures import Offer, fits, offer
from ..printed_cards import remembered_card
from ..rail_parts import labelled, rail_parts, title_elsewhere
from ..theme_sheet import SHEET, sheet_of_theme
from ..voice import edition_mark, words_mark

register = template.Library()

# A figure with its sign, marks and unit: "1,204", "−3.5", "12%", "41 min".
_FIGURE = re.compile(r"[^\w]*\d[\d\s.,:–-]*(?:\s?[^\d\s]{1,6})?|[–—-]?")

_KINDS: dict[str, Any] = {
    ArticleKind.OPINION: gettext_lazy("Opinion"),
    ArticleKind.ANALYSIS: gettext_lazy("Analysis"),
    ArticleKind.INTERVIEW: gettext_lazy("Interview"),
    ArticleKind.REVIEW: gettext_lazy("Review"),
    ArticleKind.OBITUARY: gettext_lazy("Obituary"),
}

# Languages whose letters stand in another file of the fonts than Western Europe's.
CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
TURKIC = frozenset({"az", "tk", "tr"})


@register.simple_tag(takes_context=True)
def printed_date(
    context: Context, moment: datetime | None, precision: str, style: str = "short"
) -> SafeString:
    """Print a date in <time>; `short` leaves out this year's number, `full` adds the time where it is known."""
    if moment is None:
        return format_html('<span class="undated"{}>{}</span>', words_mark(), _("Date unknown"))
    local = paper_time(moment)
    is_full = style == "full"
    with_year = is_full or dates.year_of(local) != dates.year_of(paper_time(context["paper"].now))
    is_exact = precision == DatePrecision.SECOND
    machine = local.isoformat(timespec="minutes") if is_exact else stated(moment, precision)
    printed = dates.as_far_as_known(moment, precision, with_year=with_year, with_time=is_full)
    return format_html('<time datetime="{}"{}>{}</time>', machine, words_mark(), printed)


@register.filter
def machine_time(moment: datetime) -> str:
    """Print a moment for machines, to the second: HTML knows no fraction of a second of six digits, which the clock has."""
    return paper_time(moment).isoformat(timespec="seconds")


@register.filter
def long_day(moment: Any) -> str:
    """Print a date with its year."""
    return dates.day(moment, with_year=True)


@register.filter
def full_day(moment: datetime) -> str:
    """Print a date with its year and the day of the week."""
    return dates.full_day(moment)


@register.filter
def weekday(moment: datetime) -> str:
    """Print the name of a day of the week."""
    return dates.weekday(moment)


@register.filter
def figures(number: Any) -> str:
    """Print a number in the digits of our words' language."""
    return dates.figures(number)


@register.simple_tag
def comma() -> str:
    """Print what stands between two things in a row."""
    return dates.comma()


@register.simple_tag
def words_lang(direction: str = "") -> SafeString:
    """Print the attributes of an element with words of ours, where their language is not the page's."""
    return words_mark(direction)


@register.simple_tag
def edition_lang() -> SafeString:
    """Print the attributes of an element within one of ours that goes on in the language of the edition."""
    return edition_mark()


@register.inclusion_tag("site/parts/picture.html")
def picture(image: Any, alt: str, place: str, loading: str = "lazy") -> dict[str, Any]:
    """Print a picture as a place needs it; nothing for one that cannot be read."""
    return {"offer": offer(image, place), "alt": alt, "loading": loading}


@register.simple_tag
def offered(image: Any, place: str) -> Offer | None:
    """Return a picture in its files, for `parts/picture.html`; None for one that cannot be shown."""
    return offer(image, place)


@register.filter
def may_open(card: Any) -> bool:
    """Return whether a card has a picture that is large enough for the top of a list."""
    return fits(card.picture, "first")


@register.simple_tag(takes_context=True)
def card(context: Context, card: Any, level: int = 3, style: str = "") -> SafeString:
    """Print a card: its one headline, date, section, teaser and picture as the style has them."""
    return remembered_card(card, context["paper"], level=level, style=style)


@register.inclusion_tag("site/parts/rail.html", takes_context=True)
def rail(context: Context, name: str, cards: Any, style: str = "column") -> dict[str, Any]:
    """Print a rail; a heading never stands over nothing."""
    spec = rail_named(name)
    # Numbers take the place of pictures in what is read most.
    if spec.is_of_reads and style != "column":
        styles = ["text"] * len(cards)
    else:
        styles = [("small" if place and style == "strip" else "") for place in range(len(cards))]
    items = [
        remembered_card(each, context["paper"], style=look, rail=name)
        for each, look in zip(cards, styles, strict=True)
    ]
    reasons = [each.reason for each in cards]
    titled = title_of if "article" in context else title_elsewhere
    return rail_parts(spec, labelled(spec, items, reasons), title=titled(spec, reasons), style=style)


@register.simple_tag
def kind_name(kind: str) -> str:
    """Return what readers are told of the kind of an article; plain news is not named."""
    return str(_KINDS.get(kind, ""))


@register.filter
def scripts(language: str) -> list[dict[str, str]]:
    """List the font files that a page in a language needs at once: its script's, and the Latin of its figures."""
    needed = [
        "latin",
        *(["cyrillic"] if language in CYRILLIC else ["turkic"] if language in TURKIC else []),
    ]
    return [
        {
            "text": f"site/fonts/broadsheet-text-{script}-normal.woff2",
            "display": f"site/fonts/broadsheet-display-{script}-normal.woff2",
        }
        for script in needed
    ]


@register.simple_tag
def theme_sheet() -> str:
    """Return the name of the theme's own style sheet among the static files; empty where there is none."""
    return SHEET if sheet_of_theme() else ""


@register.filter
def columns(table: Any) -> list[tuple[str, bool]]:
    """Return the heads of a table's columns, and whether a column holds figures alone."""
    return [
        (column["heading"], all(_FIGURE.fullmatch(str(row[place].value or "")) for row in table.rows))
        for place, column in enumerate(table.columns)
    ]


@register.filter
def cells(row: Any, heads: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the cells of a row, and whether each stands in a column of figures."""
    return [(cell.value, is_figure) for cell, (_heading, is_figure) in zip(row, heads, strict=True)]


@register.filter
def public(path: str) -> str:
    """Return the absolute address of a path."""
    return absolute(path)


@register.filter
def account_name(address: str) -> str:
    """Return what a link to an account of the paper is called: where it is, and whose."""
    parts = urlsplit(address)
    name = unquote(parts.path.strip("/").rpartition("/")[2])
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host} ({name})" if name else host


@register.filter
def own_name(language: str) -> str:
    """Return a language's name for itself, with a capital."""
    try:
        name = str(get_language_info(language)["name_local"])
    except KeyError:
        return language
    return capitalized(name, language=language)
