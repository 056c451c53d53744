"""List the formats that can be imported: a new one is a line here."""

from .format_protocol import Format
from .formats.feed import FeedFile
from .formats.ninjs import Ninjs
from .formats.page_text import PageText
from .formats.saved_html import SavedHtml

FORMATS: tuple[Format, ...] = (PageText(), SavedHtml(), Ninjs(), FeedFile())
