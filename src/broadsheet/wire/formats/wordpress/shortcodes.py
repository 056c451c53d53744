"""Turn the shortcodes of a post into blocks, keep their words as text, or name what is left out."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from ....newsroom.stories import Block, Embed, Picture
from ....prose.markup import plain
from .marks import Marks
from .media import IMAGE, attributes_of, is_address, number_in, picture_of
from .media_library import MediaLibrary, number_of

# https://developer.wordpress.org/apis/shortcode/: [name attributes], [name]words[/name], [[name]] for the words "[name]".
_TAG = re.compile(r"(\[?)\[(/?)([a-zA-Z][\w-]{1,60})((?:[\s=][^\[\]]*+)?)\](\]?)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]+")
_HAS_ATTRIBUTES = re.compile(r"""\s[\w-]+\s*=|^=""")
# Players and posts of other sites: their address, or where one with their number is.
_BY_NUMBER = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "videopress": "https://videopress.com/v/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "gist": "https://gist.github.com/{}",
    "ted": "https://www.ted.com/talks/{}",
    "archiveorg": "https://archive.org/details/{}",
}
_PLAYERS = _BY_NUMBER.keys() | {
    "embed", "soundcloud", "spotify", "twitter", "instagram", "facebook", "tiktok", "vine", "googlemaps", "slideshare",
    "scribd", "pinterest", "flickr", "bandcamp", "mixcloud", "kickstarter", "googlevideo", "iframe", "streamable", "issuu",
    "codepen", "flv", "swf", "embedly", "fvplayer", "video_player", "evp_embed_video", "powerpress",
}  # fmt: skip
_MEDIA = frozenset({"audio", "video", "playlist", "wpvideo_file"})
_MEDIA_ATTRIBUTES = (
    "src",
    "mp3",
    "m4a",
    "ogg",
    "wav",
    "wma",
    "mp4",
    "m4v",
    "webm",
    "ogv",
    "flv",
    "url",
    "href",
    "file",
)
# What WordPress or a plugin fills in, also where it stands without attributes.
_FILLED_IN = frozenset(
    [
        "contact-form",
        "contact-form-7",
        "contact-field",
        "gravityform",
        "ninja_form",
        "wpforms",
        "newsletter",
        "recent-posts",
        "sitemap",
        "archives",
        "subscribe2",
        "poll",
        "polls",
        "ad",
        "adrotate",
        "toc",
        "tablepress",
        "table",
        "related_posts",
        "latest_posts",
        "display-posts",
        "mc4wp_form",
        "blog_subscription_form",
        "jetpack-related-posts",
        "sharethis",
        "addtoany",
        "woocommerce_cart",
        "woocommerce_checkout",
        "cart",
        "checkout",
    ]
)
_WITH_INSIDE = _PLAYERS | _MEDIA | {"caption", "wp_caption"}
_NUMBERS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What shortcodes refer to: the post that they stand in, the media library, and who is told what is left out."""

    post: int
    library: MediaLibrary
    marks: Marks
    name: Callable[[str], None]


def without_shortcodes(text: str, around: Surrounding) -> str:
    """Return the text with marks in the places of shortcodes that became blocks."""
    if "[" not in text:
        return text
    tags = list(_TAG.finditer(text))
    closings = _closings(tags)
    # Ends of shortcodes that were left out, whose words stay.
    left_out: set[int] = set()
    written, at = [], 0
    for number, tag in enumerate(tags):
        if tag.start() < at:
            continue
        written.append(text[at : tag.start()])
        if number in left_out:
            replaced, at = tag[1] + tag[5], tag.end()
        else:
            closing = closings.get(number)
            replaced, at = _replaced(text, tag, tags[closing] if closing else None, around)
            if closing and at == tag.end() and replaced != tag[0]:
                left_out.add(closing)
        written.append(replaced)
    return "".join([*written, text[at:]])


def _closings(tags: list[re.Match[str]]) -> dict[int, int]:
    """Return for each opening tag, by its number, that of the closing one that belongs to it."""
    waiting: dict[str, list[int]] = {}
    found = {}
    for number, tag in enumerate(tags):
        name = tag[3].lower()
        if tag[2] and waiting.get(name):
            found[waiting[name].pop()] = number
        elif not tag[2] and not tag[4].rstrip().endswith("/"):
            waiting.setdefault(name, []).append(number)
    return found


def _replaced(
    text: str, tag: re.Match[str], closing: re.Match[str] | None, around: Surrounding
) -> tuple[str, int]:
    """Return what stands for a shortcode, and from where to read on."""
    name, attributes = tag[3].lower(), tag[4]
    if tag[1] and tag[5]:
        return tag[0][1:-1], tag.end()
    lead, trail = ("[" if tag[1] else ""), ("]" if tag[5] else "")
    inside = text[tag.end() : closing.start()] if closing and name in _WITH_INSIDE else ""
    blocks = None if tag[2] else _blocks(name, attributes, inside, around)
    if blocks is not None:
        end = closing.end() if closing else tag.end()
        return f"{lead}\n\n{around.marks.put(*blocks)}\n\n{'' if closing else trail}", end
    if tag[2]:
        # The end of something whose beginning was let through, or words in brackets.
        return (lead + trail if name in _FILLED_IN else tag[0]), tag.end()
    if closing or name in _FILLED_IN or _HAS_ATTRIBUTES.search(attributes):
        around.name(f"shortcode [{name}]")
        return lead + trail, tag.end()
    return tag[0], tag.end()


def _blocks(name: str, attributes: str, inside: str, around: Surrounding) -> list[Block] | None:
    """Return the blocks that a shortcode stands for, or None if it stands for none."""
    stated = attributes_of(attributes)
    if name in ("caption", "wp_caption"):
        return _captioned(stated, inside, around.library)
    if name == "gallery":
        return _gallery(stated, around)
    if name in _MEDIA:
        return _media(stated, attributes, inside, around.library)
    if name in _PLAYERS:
        return _player(name, stated, attributes, inside)
    return None


def _captioned(stated: dict[str, str], inside: str, library: MediaLibrary) -> list[Block] | None:
    image = IMAGE.search(inside)
    words = " ".join(plain(stated.get("caption") or IMAGE.sub("", inside)).split())
    known = library.picture(number_in(stated.get("id", "")))
    picture = picture_of(image[1], library, caption=words) if image else None
    if picture is None:
        return None
    if known:
        picture = Picture(known.url, alt=picture.alt or known.alt, caption=words)
    return [picture]


def _gallery(stated: dict[str, str], around: Surrounding) -> list[Block]:
    """Return the pictures of a gallery: those that it names, else those that were uploaded to the post."""
    named = stated.get("ids") or stated.get("include") or ""
    numbers = [int(each) for each in _NUMBERS.findall(named)]
    if not named:
        left_out = {int(each) for each in _NUMBERS.findall(stated.get("exclude", ""))}
        of = number_of(stated.get("id", "")) or around.post
        numbers = [each for each in around.library.pictures_of(of) if each not in left_out]
    pictures = [(each, around.library.picture(each)) for each in numbers]
    missing = [each for each, picture in pictures if picture is None]
    if missing or not numbers:
        around.name(
            f"pictures of a gallery that are not in the file: {', '.join(map(str, missing))}".rstrip(": ")
        )
    return [picture for _number, picture in pictures if picture is not None]


def _media(stated: dict[str, str], attributes: str, inside: str, library: MediaLibrary) -> list[Block] | None:
    numbers = [int(each) for each in _NUMBERS.findall(stated.get("ids", ""))]
    addresses = [library.address(each) for each in numbers]
    addresses += [stated[each] for each in _MEDIA_ATTRIBUTES if stated.get(each)][:1]
    if not addresses:
        addresses = [html.unescape(each) for each in _ADDRESS.findall(f"{attributes} {inside}")][:1]
    kept = [library.absolute(each) for each in addresses]
    return [Embed(each) for each in kept if is_address(each)] or None


def _player(name: str, stated: dict[str, str], attributes: str, inside: str) -> list[Block] | None:
    found = _ADDRESS.search(f"{inside} {attributes}")
    if found:
        address = html.unescape(found[0])
        # [youtube=http://www.youtube.com/watch?v=x&w=320]
        return (
            [Embed(address, caption=" ".join(stated.get("title", "").split()))]
            if is_address(address)
            else None
        )
    number = stated.get("id") or attributes.strip(" =\"'").partition(" ")[0] or plain(inside).strip()
    if name in _BY_NUMBER and re.fullmatch(r"[\w-]{3,60}(?:/[\w-]{3,60})?", number):
        return [Embed(_BY_NUMBER[name].format(number))]
    return None
