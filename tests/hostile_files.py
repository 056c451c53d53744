"""What somebody uploads who wants an administrator's browser to run it; each says so by the page's title."""

from picture_files import KINDS, plain

MARK = "EXECUTED"
_SCRIPT = f"document.title='{MARK}';new Image().src='/-/ran?'+location.pathname"
HTML = f"<!doctype html><title>Minutes</title><script>{_SCRIPT}</script>".encode()
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="{_SCRIPT}">'
    f"<script>{_SCRIPT}</script><rect width='9' height='9'/></svg>"
).encode()
XHTML = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
    f"<script>{_SCRIPT}</script></head><body/></html>"
).encode()
XML = (
    f'<?xml version="1.0"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>{_SCRIPT}</h:script></x>'
).encode()
JS = _SCRIPT.encode()
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
OWN_NAMES = {
    "x.html": HTML,
    "x.htm": HTML,
    "x.svg": SVG,
    "x.xhtml": XHTML,
    "x.xml": XML,
    "x.js": JS,
    "x.pdf": PDF,
}
_SUFFIXES = ("jpg", "png", "gif", "webp", "avif")
# Each under the names of all pictures, and with the beginning of each picture before it.
DISGUISED = {
    f"{name.removeprefix('x.')}-as.{suffix}": content
    for name, content in OWN_NAMES.items()
    for suffix in _SUFFIXES
}
HEADS = {
    f"headed-{name.removeprefix('x.')}.{kind.suffix}": plain(kind)[:24] + content
    for name, content in OWN_NAMES.items()
    for kind in KINDS
    if kind.frames == 1
}
DISGUISED |= HEADS
# One of each content, for the slower ways in.
SOME_DISGUISED = {name: DISGUISED[name] for name in DISGUISED if name.endswith(("-as.jpg", ".png"))}
