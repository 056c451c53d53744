"""Make the paragraphs of a post that was written without tags, as WordPress does when it shows it (`wpautop`)."""

import re

# https://developer.wordpress.org/reference/functions/wpautop/
_BLOCK = (
    "(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|"
    "address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|"
    "menu|summary|center)"
)
_OPENS = re.compile(rf"(<{_BLOCK}\b)", re.IGNORECASE)
_CLOSES = re.compile(rf"(</{_BLOCK}\s*>|<hr\b[^<>]*>)", re.IGNORECASE)
_STARTS_WITH_BLOCK = re.compile(rf"</?{_BLOCK}\b", re.IGNORECASE)
_TWO_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\f\v]++")
_BREAK = re.compile(r" ?(?:<br ?/?>)? ?\n ?", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n ?\n\s*")
_ALONE = re.compile(r"^ ?(https?://[^\s<>\"]+) ?$", re.MULTILINE)
_AFTER_TAG = re.compile(rf"(<{_BLOCK}\b[^<>]*>|</{_BLOCK}\s*>)\s*<br>", re.IGNORECASE)
_LONGEST_ADDRESS = 1_900


def with_paragraphs(text: str) -> str:
    """Return text with `p` around what blank lines part, and `br` where a line ends in a paragraph."""
    text = _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ALONE.sub(_set_apart, text)
    text = _TWO_BREAKS.sub("\n\n", text)
    text = _OPENS.sub(r"\n\n\1", text)
    text = _CLOSES.sub(r"\1\n\n", text)
    return "\n".join(_paragraph(each) for each in _BLANK_LINES.split(text) if each.strip())


def _set_apart(found: re.Match[str]) -> str:
    """Give an address on a line of its own a paragraph of its own: WordPress makes a player of it."""
    return f"\n\n{found[1]}\n\n" if len(found[1]) <= _LONGEST_ADDRESS else found[0]


def _paragraph(chunk: str) -> str:
    broken = _AFTER_TAG.sub(r"\1", _BREAK.sub("<br>", chunk.strip()))
    return broken if _STARTS_WITH_BLOCK.match(broken) else f"<p>{broken}</p>"
