"""Links by which readers pass an article on: plain links, which tell nobody anything before they are followed."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

# Name, and the address that takes a headline and an address. Names of firms are the same in every language.
_NETWORKS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("WhatsApp", lambda headline, address: _asked("https://wa.me/", text=f"{headline} {address}")),
    ("Telegram", lambda headline, address: _asked("https://t.me/share/url", url=address, text=headline)),
    ("Facebook", lambda _headline, address: _asked("https://www.facebook.com/sharer/sharer.php", u=address)),
    ("X", lambda headline, address: _asked("https://x.com/intent/post", text=headline, url=address)),
)


def share_links(headline: str, address: str) -> list[tuple[str, str]]:
    """Return name and address of each way to share an article; the language must be active."""
    mail = _asked("mailto:", subject=headline, body=address)
    return [(_("E-mail"), mail), *((name, link(headline, address)) for name, link in _NETWORKS)]


def _asked(address: str, **said: str) -> str:
    # In mailto addresses a plus is a plus: https://www.rfc-editor.org/rfc/rfc6068#section-5
    return f"{address}?{urlencode(said, quote_via=quote, safe='')}"
