"""List the formats that can be imported: a new one is a line here."""

from .format_protocol import Format
from .formats.feed import FeedFile
from .formats.ninjs import Ninjs
from .formats.page_text import PageText
from .formats.saved_html import SavedHtml
from .formats.wordpress.export_file import WordPress

# An export is a feed too, with what no feed has: so it is asked first.
FORMATS: tuple[Format, ...] = (PageText(), SavedHtml(), Ninjs(), WordPress(), FeedFile())
