"""What somebody uploads as a logo who wants more than a picture to be shown; each is an SVG."""

from hostile_files import MARK, SVG

_SCRIPT = f"document.title='{MARK}'"
_ELSEWHERE = "https://elsewhere.example"


def svg(inside: str, attributes: str = 'viewBox="0 0 40 20"', before: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {names} {attributes}>{inside}</svg>".encode()


SHAPE = '<rect width="40" height="20" fill="#8f1d14"/>'
# What acts, loads or leads elsewhere, each beside an honest shape: the shape stays, and nothing else.
ACTING = {
    "script": svg(f"<script>{_SCRIPT}</script>{SHAPE}"),
    "script in CDATA": svg(f"<script><![CDATA[{_SCRIPT}]]></script>{SHAPE}"),
    "script from elsewhere": svg(f'<script href="{_ELSEWHERE}/x.js"/>{SHAPE}'),
    "onload": svg(SHAPE, f'viewBox="0 0 40 20" onload="{_SCRIPT}"'),
    "onclick": svg(f'<g onclick="{_SCRIPT}" onbegin="{_SCRIPT}">{SHAPE}</g>'),
    "the script of uploads": SVG,
    "foreignObject": svg(
        f'<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml" onload="{_SCRIPT}"/></foreignObject>{SHAPE}'
    ),
    "html by its own name": svg(
        f'<h:script xmlns:h="http://www.w3.org/1999/xhtml">{_SCRIPT}</h:script>{SHAPE}'
    ),
    "iframe": svg(f'<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:{_SCRIPT}"/>{SHAPE}'),
    "image from elsewhere": svg(f'<image href="{_ELSEWHERE}/x.png" width="9" height="9"/>{SHAPE}'),
    "image by xlink": svg(f'<image xlink:href="{_ELSEWHERE}/x.png"/>{SHAPE}'),
    "image in data": svg(f'<image href="data:image/svg+xml;base64,PHN2Zy8+"/>{SHAPE}'),
    "feImage": svg(
        f'<filter id="f"><feImage href="{_ELSEWHERE}/x.png"/></filter><g filter="url(#f)">{SHAPE}</g>'
    ),
    "link": svg(f'<a href="javascript:{_SCRIPT}">{SHAPE}</a>{SHAPE}'),
    "use from elsewhere": svg(f'<use href="{_ELSEWHERE}/x.svg#a"/>{SHAPE}'),
    "use by xlink": svg(f'<use xlink:href="//elsewhere.example/x.svg#a"/>{SHAPE}'),
    "use of data": svg(f'<use href="data:image/svg+xml,x#a"/>{SHAPE}'),
    "fill from elsewhere": svg(f"<rect width='9' height='9' fill=\"url({_ELSEWHERE}/x.svg#a)\"/>{SHAPE}"),
    "fill in quotes": svg(f"<rect width='9' height='9' fill=\"url('{_ELSEWHERE}/x#a')\"/>{SHAPE}"),
    "style from elsewhere": svg(
        f'<g style="fill:url({_ELSEWHERE}/x#a);background:url({_ELSEWHERE})">{SHAPE}</g>'
    ),
    "import": svg(f"<style>@import url({_ELSEWHERE}/x.css);</style>{SHAPE}"),
    "import with a class": svg(
        f"<style>@import '{_ELSEWHERE}'; .a{{fill:url({_ELSEWHERE}/x)}}</style><g class='a'>{SHAPE}</g>"
    ),
    "font from elsewhere": svg(
        f"<style>@font-face{{font-family:x;src:url({_ELSEWHERE}/x.woff)}}</style>{SHAPE}"
    ),
    "escaped address": svg(f"<style>.a{{fill:\\75rl({_ELSEWHERE}/x)}}</style><g class='a'>{SHAPE}</g>"),
    "comment in an address": svg(
        f"<style>.a{{fill:ur/**/l({_ELSEWHERE}/x)}}</style><g class='a'>{SHAPE}</g>"
    ),
    "image-set": svg(f"<style>.a{{fill:image-set('{_ELSEWHERE}/x' 1x)}}</style><g class='a'>{SHAPE}</g>"),
    "style sheet before": svg(
        SHAPE, before=f'<?xml version="1.0"?><?xml-stylesheet href="{_ELSEWHERE}/x.css"?>'
    ),
    "base": svg(SHAPE, f'viewBox="0 0 40 20" xml:base="{_ELSEWHERE}/"'),
    "animate": svg(
        f'<rect width="9" height="9"><animate attributeName="x" to="9" dur="1s" onbegin="{_SCRIPT}"/></rect>{SHAPE}'
    ),
    "set of an address": svg(
        f'<a id="a">{SHAPE}<set attributeName="href" to="javascript:{_SCRIPT}"/></a>{SHAPE}'
    ),
    "handler": svg(f'<handler type="text/javascript">{_SCRIPT}</handler>{SHAPE}'),
    "picture in the picture": svg(f'<svg onload="{_SCRIPT}">{SHAPE}</svg>{SHAPE}'),
    "filter": svg(
        f'<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter><g filter="url(#f)">{SHAPE}</g>'
    ),
    "pattern": svg(
        f'<pattern id="p" width=".001" height=".001">{SHAPE}</pattern><rect fill="url(#p)"/>{SHAPE}'
    ),
    "dashes": svg(f'<path d="M0 0L99999 0" stroke="red" stroke-dasharray=".0001"/>{SHAPE}'),
    "comment": svg(f"<!-- {_SCRIPT} {_ELSEWHERE} -->{SHAPE}"),
    "words that end it": svg(f"<text>&lt;/svg&gt;&lt;script&gt;</text>{SHAPE}"),
}
_DOUBLED = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))
_USES = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
_MASKS = "".join(
    f'<mask id="m{n}">' + f'<rect width="9" height="9" mask="url(#m{n - 1})"/>' * 10 + "</mask>"
    for n in range(1, 9)
)
# What must be refused as a whole.
REFUSED = {
    "nothing": b"",
    "a page": b"<!doctype html><script>1</script>",
    "another root": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "no namespace": b'<svg viewBox="0 0 4 2"><rect/></svg>',
    "compressed": b"\x1f\x8b\x08\x00" + b"\x00" * 40,
    "broken": svg(SHAPE)[:-9],
    "nothing drawn": svg("<g/>"),
    "only a picture from elsewhere": svg(f'<image href="{_ELSEWHERE}/x.png"/>'),
    "entities": svg("<text>&e;</text>", before='<!DOCTYPE svg [<!ENTITY e "x">]>'),
    "entities by the million": svg(
        "<text>&e39;</text>", before=f'<!DOCTYPE svg [<!ENTITY e0 "lol">{_DOUBLED}]>'
    ),
    "a file of the server": svg(
        "<text>&e;</text>", before='<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    ),
    "a parameter entity": svg(
        SHAPE, before=f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "{_ELSEWHERE}/x.dtd"> %p;]>'
    ),
    "no size": svg(SHAPE, ""),
    "no number": svg(SHAPE, 'viewBox="0 0 nan 2"'),
    "endless": svg(SHAPE, 'viewBox="0 0 1e999 1e999"'),
    "huge": svg(SHAPE, 'width="99999999" height="99999999"'),
    "less than nothing": svg(SHAPE, 'viewBox="0 0 -4 -2"'),
    "a thread": svg(SHAPE, 'viewBox="0 0 1000 1"'),
    "too deep": svg("<g>" * 3_000 + SHAPE + "</g>" * 3_000),
    "too many": svg("<g/>" * 20_000 + SHAPE),
    "too large": svg(f'<path d="{"M0 0" * 60_000}"/>'),
    "a circle": svg(f'<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>{SHAPE}'),
    "itself": svg(f'<g id="a"><use href="#a"/></g>{SHAPE}'),
    "uses by the million": svg(f'<g id="g0">{SHAPE}</g>{_USES}<use href="#g8"/>'),
    "masks by the million": svg(
        f'<mask id="m0">{SHAPE}</mask>{_MASKS}<rect width="9" height="9" mask="url(#m8)"/>'
    ),
    "two of a name": svg(
        f'<g id="g0">{SHAPE}</g>{_USES}<use href="#g8"/>' + "".join(f'<g id="g{n}"/>' for n in range(9))
    ),
}
# What takes a careless reader minutes.
SLOW = {
    "comments": svg(f"<style>{'/*' * 90_000}</style>{SHAPE}"),
    "braces": svg(f"<style>{'{' * 180_000}</style>{SHAPE}"),
    "a selector": svg(f"<style>{'.a,' * 60_000}{{fill:red}}</style>{SHAPE}"),
    "digits": svg(SHAPE, f'viewBox="0 0 40 20" width="{"9" * 180_000}x"'),
    "letters": svg(f'<rect transform="{"a" * 180_000}" width="9" height="9"/>'),
    "letters and a bracket": svg(f'<rect transform="{"a" * 180_000}(" width="9" height="9"/>'),
    "blanks": svg(f'<rect fill="{"url(  " * 30_000}" width="9" height="9"/>'),
    "a view box": svg(SHAPE, f'viewBox="{" ," * 90_000}" width="40" height="20"'),
    "classes": svg(f'<style>.a{{fill:red}}</style><g class="{"a " * 90_000}">{SHAPE}</g>'),
}
