"""Write the body of an article as plain HTML with absolute addresses, for those who show it elsewhere than on our pages.

It has no classes of our styles, no choice of picture files and no frame of another host.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail.rich_text import expand_db_html

from ..newsroom.blocks import BODY_BLOCKS
from ..prose.markup import clean
from ..prose.typography import without_controls
from .addresses import absolute
from .pictures import shared_file

Pictures = Mapping[int, Any]
Writer = Callable[[Any, Pictures], str]
_OWN_LINK = re.compile(r'(<a\b[^>]*\shref=")(/(?!/)[^"]*)')


def pictures_in(body: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Yield the numbers of the pictures that stand in a body as it is stored."""
    for block in body:
        if block["type"] == "picture" and isinstance(block["value"].get("image"), int):
            yield block["value"]["image"]


def body_markup(
    body: Iterable[Mapping[str, Any]], pictures: Pictures, *, players: Mapping[str, Writer] | None = None
) -> str:
    """Return the blocks of a body, as it is stored, as HTML; `players` writes kinds of blocks in another way.

    Links to articles are expanded from `newsroom.rich_text.links_to`, pictures are taken from `pictures`.
    """
    writers = {**WRITERS, **(players or {})}
    written = (writers[block["type"]](block["value"], pictures) for block in body)
    return without_controls("\n".join(each for each in written if each))


def _paragraph(value: Any, _pictures: Pictures) -> str:
    expanded = _OWN_LINK.sub(lambda found: found[1] + absolute(found[2]), expand_db_html(str(value)))
    return clean(expanded)


def _heading(value: Any, _pictures: Pictures) -> str:
    level = value.get("level") if value.get("level") in ("2", "3", "4") else "2"
    return f"<h{level}>{_text(value, 'text')}</h{level}>"


def _quotation(value: Any, _pictures: Pictures) -> str:
    speaker = ", ".join(filter(None, (_text(value, "speaker"), _text(value, "role"))))
    said = f"<figcaption>{speaker}</figcaption>" if speaker else ""
    return f"<figure><blockquote><p>{_text(value, 'text')}</p></blockquote>{said}</figure>"


def _picture(value: Any, pictures: Pictures) -> str:
    file = shared_file(pictures.get(value.get("image")))
    if file is None:
        return ""
    caption, credit = _text(value, "caption"), _text(value, "credit")
    signed = f'<span class="credit">{credit}</span>' if credit else ""
    said = (
        f"<figcaption>{' '.join(filter(None, (caption, signed)))}</figcaption>" if caption or credit else ""
    )
    address, alt = escape(absolute(file.url)), _text(value, "alt")
    size = f'width="{file.width}" height="{file.height}"'
    return f'<figure><img src="{address}" alt="{alt}" {size}>{said}</figure>'


def _nothing(_value: Any, _pictures: Pictures) -> str:
    return ""


def _link(value: Any, _pictures: Pictures) -> str:
    address = _text(value, "url")
    return clean(f'<p><a href="{address}">{_text(value, "caption") or address}</a></p>')


def _table(value: Any, _pictures: Pictures) -> str:
    heads = [str(each.get("heading") or "") for each in value.get("columns", ())]
    caption = f"<caption>{_text(value, 'caption')}</caption>" if value.get("caption") else ""
    head = f"<thead>{_row(heads, 'th')}</thead>" if any(heads) else ""
    rows = "".join(_row(each.get("values", ()), "td") for each in value.get("rows", ()))
    return f"<table>{caption}{head}<tbody>{rows}</tbody></table>"


def _row(cells: Iterable[Any], tag: str) -> str:
    written = (escape(str(each or "")) for each in cells)
    return f"<tr>{''.join(f'<{tag}>{each}</{tag}>' for each in written)}</tr>"


def _text(value: Mapping[str, Any], name: str) -> str:
    return escape(str(value.get(name) or ""))


WRITERS: Mapping[str, Writer] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "quotation": _quotation,
    "picture": _picture,
    # Its file is not here.
    "absent_picture": _nothing,
    "embed": _link,
    "table": _table,
}


def require_writers(names: Iterable[str]) -> None:
    """Raise ImproperlyConfigured if nobody has said how a kind of block is written elsewhere than on our pages."""
    for name in names:
        if name not in WRITERS:
            raise ImproperlyConfigured(
                f"The body block '{name}' has no entry in WRITERS of site/body_markup.py, so feeds would leave it out. "
                "Write there how it is written as plain HTML."
            )


require_writers(name for name, _block in BODY_BLOCKS)
