"""Find pictures, players and frames in the HTML of a post, and put each aside as a block."""

import html
import re
from collections.abc import Callable

from ....newsroom.stories import Block, Embed, Picture, Quotation
from ....prose.markup import plain
from .marks import Marks
from .media_library import MediaLibrary, number_of

# The attributes of a tag; a ">" in quotes does not end it.
_ATTRIBUTES = r"""(?>(?:"[^"]*+"|'[^']*+'|[^"'<>])*)"""
IMAGE = re.compile(rf"<img\b({_ATTRIBUTES})>", re.IGNORECASE)
_PLAYER = re.compile(rf"<(iframe|video|audio|embed|object)\b({_ATTRIBUTES})>", re.IGNORECASE)
_SOURCE = re.compile(rf"<(?:source|param|track)\b{_ATTRIBUTES}>", re.IGNORECASE)
_PLAYER_ENDS = re.compile(r"</(?:iframe|video|audio|embed|object|source|param|track)\s*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""")
# A figure, or a quotation, without another in it.
_FIGURE = re.compile(rf"<figure\b{_ATTRIBUTES}>((?>(?:[^<]++|<(?!/?figure\b))*))</figure\s*>", re.IGNORECASE)
_FIGURE_TAGS = re.compile(rf"</?figure\b{_ATTRIBUTES}>", re.IGNORECASE)
_QUOTED = re.compile(
    rf"<blockquote\b{_ATTRIBUTES}>((?>(?:[^<]++|<(?!/?blockquote\b))*))</blockquote\s*>", re.IGNORECASE
)
_CITE = re.compile(r"<cite\b[^<>]*>((?>(?:[^<]++|<(?!/?cite\b))*))</cite\s*>", re.IGNORECASE)
_CAPTION = re.compile(
    rf"<figcaption\b{_ATTRIBUTES}>((?>(?:[^<]++|<(?!/?figcaption\b))*))</figcaption\s*>", re.IGNORECASE
)
_NUMBER_IN_CLASS = re.compile(r"\bwp-image-([0-9]{1,12})\b")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
# Figures in figures in figures: galleries have two.
_DEEPEST = 4
# The longest address and the longest caption that blocks have.
LONGEST_ADDRESS = 2_000


def attributes_of(written: str) -> dict[str, str]:
    """Return the attributes of a tag by name, decoded."""
    found = _ATTRIBUTE.findall(written)
    return {name.lower(): html.unescape(value.strip("\"'")).strip() for name, value in reversed(found)}


def picture_of(written: str, library: MediaLibrary, *, caption: str = "") -> Picture | None:
    """Return the picture that the attributes of an `img` name: as the media library has it, where it is there."""
    stated = attributes_of(written)
    number = _NUMBER_IN_CLASS.search(stated.get("class", ""))
    known = library.picture(int(number[1])) if number else None
    address = known.url if known else ""
    if not address:
        lazy = stated.get("data-src") or stated.get("data-lazy-src") or stated.get("data-orig-file") or ""
        plainly = stated.get("src", "")
        address = library.absolute(lazy if not plainly or plainly.startswith("data:") else plainly)
    if not is_address(address):
        return None
    alt = stated.get("alt", "") or (known.alt if known else "")
    return Picture(address, alt=" ".join(alt.split()), caption=caption)


def is_address(address: str) -> bool:
    """Return True for an address that can be kept and linked."""
    return address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS


def without_media(markup: str, marks: Marks, library: MediaLibrary, name: Callable[[str], None]) -> str:
    """Return the markup with marks in the places of pictures, players and figures; `name` is told what cannot be kept."""
    reader = _Media(marks, library, name)
    markup = _QUOTED.sub(reader.quotation, markup)
    for _depth in range(_DEEPEST):
        markup, many = _FIGURE.subn(reader.figure, markup)
        if not many:
            break
    markup = _FIGURE_TAGS.sub("\n", markup)
    return reader.images_and_players(markup)


class _Media:
    def __init__(self, marks: Marks, library: MediaLibrary, name: Callable[[str], None]) -> None:
        self._marks, self._library, self._name = marks, library, name

    def figure(self, found: re.Match[str]) -> str:
        """Put the first picture or player of a figure aside with its caption; what else is in it stays."""
        inside = found[1]
        caption = ""
        if said := _CAPTION.search(inside):
            caption = " ".join(plain(said[1]).split())
        body = _CAPTION.sub("", inside)
        if image := IMAGE.search(body):
            picture = picture_of(image[1], self._library, caption=caption)
            if picture is not None:
                mark = self._marks.put(picture)
                return f"\n{body[: image.start()]}{mark}{body[image.end() :]}\n"
        if player := _PLAYER.search(body):
            return f"\n{body[: player.start()]}{self._player(player, body, caption)}{body[player.end() :]}\n"
        alone = plain(body).strip()
        if caption and _ADDRESS.fullmatch(alone) and is_address(alone):
            return f"\n{self._marks.put(Embed(alone, caption=caption))}\n"
        if _ADDRESS.fullmatch(alone) and is_address(alone):
            return f"\n{self._marks.put(Embed(alone))}\n"
        return f"\n{body}\n" + (f"<p>{html.escape(caption, quote=False)}</p>\n" if caption else "")

    def quotation(self, found: re.Match[str]) -> str:
        """Put a quotation aside whose speaker is named; others stay as they are."""
        said = _CITE.search(found[1])
        if said is None:
            return found[0]
        speaker = " ".join(plain(said[1]).split())
        rest = _CITE.sub("", found[1])
        words = " ".join(plain(rest).split()).strip('“”"«»„ ')
        if not words or not speaker or IMAGE.search(rest) or _PLAYER.search(rest):
            return found[0]
        return f"\n{self._marks.put(Quotation(words, speaker=speaker))}\n"

    def images_and_players(self, markup: str) -> str:
        markup = IMAGE.sub(self._image, markup)
        parts, at = [], 0
        for found in _PLAYER.finditer(markup):
            parts += [
                markup[at : found.start()],
                self._player(found, markup[found.end() : found.end() + 2000], ""),
            ]
            at = found.end()
        return _PLAYER_ENDS.sub("", _SOURCE.sub("", "".join([*parts, markup[at:]])))

    def _image(self, found: re.Match[str]) -> str:
        picture = picture_of(found[1], self._library)
        if picture is not None:
            return self._marks.put(picture)
        self._name(
            f"a picture without an address: {attributes_of(found[1]).get('alt', '')[:60]}".rstrip(": ")
        )
        return ""

    def _player(self, found: re.Match[str], following: str, caption: str) -> str:
        stated = attributes_of(found[2])
        address = stated.get("src") or stated.get("data-src") or stated.get("data") or ""
        if not address and (source := _SOURCE.search(following)):
            inner = attributes_of(source[0])
            address = inner.get("src") or inner.get("value", "")
        if address.startswith("//"):
            address = f"https:{address}"
        address = self._library.absolute(address)
        if is_address(address):
            block: Block = Embed(address, caption=caption or " ".join(stated.get("title", "").split()))
            return self._marks.put(block)
        self._name(f"a player without an address ({found[1].lower()})")
        return ""


def number_in(written: str) -> int:
    """Return the number at the end of an identifier such as "attachment_123", else 0."""
    return number_of(written.rpartition("_")[2])
