"""Make the addresses in foreign markup absolute, so that none of them points at us."""

import re
from urllib.parse import urljoin

from lxml import html as lxml_html

from ...prose.typography import without_controls

# Where elements have addresses. Those of `data-` are of pictures and players that a script would load later.
WITH_ADDRESSES = ("href", "src", "data", "data-src", "data-lazy-src", "data-original", "poster")
# What a body has nothing to do with, though it has an address.
_OF_A_HEAD = {"link", "base", "meta"}
# Where a picture's own file name is kept, for it may lie beside the page.
BESIDE = "data-beside"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def made_absolute(root: lxml_html.HtmlElement, base: str) -> tuple[str, ...]:
    """Make all addresses below an element absolute; take those away that are relative to nothing, and name them."""
    pointless = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _OF_A_HEAD:
            continue
        element.attrib.pop(BESIDE, None)
        if element.tag == "img" and (file := _file_beside(element)):
            element.set(BESIDE, file)
        for name in WITH_ADDRESSES:
            written = element.get(name)
            if written is None:
                continue
            found = absolute(written, base)
            if found:
                element.set(name, found)
            else:
                del element.attrib[name]
                if written.strip() and element.get(BESIDE) is None:
                    pointless.append(
                        f"the address “{written.strip()[:80]}” of <{element.tag}> is relative to nothing that is known: "
                        "it was left out"
                    )
    return tuple(pointless)


def _file_beside(image: lxml_html.HtmlElement) -> str:
    written = without_controls(str(image.get("src") or "")).strip()
    return "" if not written or _SCHEME.match(written) or written.startswith("/") else written


def absolute(written: str, base: str) -> str:
    """Return an address as an absolute one, or nothing where it is relative and `base` is not known."""
    # No element may carry what is no character of XML: "&#1;" in an address.
    bare = re.sub(r"[\t\r\n]", "", without_controls(written)).strip()
    # As browsers do (https://url.spec.whatwg.org/#path-percent-encode-set); libxml2 takes "<!--" in an address for a
    # comment, and the square of their number to write them.
    bare = bare.replace("<", "%3C")
    if _SCHEME.match(bare) or not bare:
        return bare
    if bare.startswith("//"):
        return f"https:{bare}"
    if not base.lower().startswith(("http://", "https://")):
        # A story may be named by a URN: nothing is relative to that.
        return ""
    try:
        return urljoin(base, bare)
    except ValueError:
        # "http://[" is no address.
        return ""
