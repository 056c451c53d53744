"""List the formats that can be imported: a new one is a line here."""

from .format_protocol import Format
from .formats.feed import Feed
from .formats.ninjs import Ninjs
from .formats.page_text import PageText
from .formats.saved_html import SavedHtml

FORMATS: tuple[Format, ...] = (PageText(), SavedHtml(), Ninjs(), Feed())


def titles() -> str:
    """Return what can be imported, as a part of a sentence."""
    *others, last = (each.title for each in FORMATS)
    return f"{', '.join(others)}, {last}"


def names() -> str:
    """Return what `--format` takes, as a part of a sentence."""
    *others, last = (each.name for each in FORMATS)
    return f"{', '.join(others)} or {last}"
