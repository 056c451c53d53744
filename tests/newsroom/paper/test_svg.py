"""A logo is reduced to a picture: what acts, loads or never ends stays outside, and what is drawn stays as it was."""

import time
from contextlib import suppress
from xml.etree import ElementTree

import pytest

from broadsheet.newsroom.paper.svg import NotAnSvgError, reduced
from broadsheet.newsroom.paper.svg_words import ATTRIBUTES, ELEMENTS, SVG
from hostile_logos import ACTING, REFUSED, SHAPE, SLOW, svg

LONGEST_SECONDS = 3.0


@pytest.mark.parametrize("name", ACTING)
def test_nothing_but_the_picture_is_kept(name):
    kept = reduced(ACTING[name]).content.decode()

    assert [
        each
        for each in ("elsewhere", "<script", "EXECUTED", "data:", "<!", "<?", "/*", "on")
        if _stands(each, kept)
    ] == []
    assert _foreign(kept) == []
    assert "<rect" in kept


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_at_once_with_a_sentence(name):
    begun = time.monotonic()

    with pytest.raises(NotAnSvgError, match=r"^[A-Z].*\.$"):
        reduced(REFUSED[name])

    assert time.monotonic() - begun < LONGEST_SECONDS


@pytest.mark.parametrize("name", SLOW)
def test_nothing_takes_long(name):
    begun = time.monotonic()

    with suppress(NotAnSvgError):
        reduced(SLOW[name])

    assert time.monotonic() - begun < LONGEST_SECONDS


def test_what_a_drawing_program_writes_is_drawn_as_it_was():
    drawn = svg(
        "<title>The Lantern</title><style>.st0{fill:#8F1D14;} .st1,.st2{fill:none;stroke:#000}</style>"
        '<defs><linearGradient id="g"><stop offset="0" style="stop-color:#fff"/></linearGradient>'
        '<path id="p" d="M0 0L9 9"/></defs>'
        '<g transform="translate(1 2) rotate(45)"><path class="st0" d="M1,1 2,2z"/><use xlink:href="#p" class="st2"/>'
        "<rect fill=\"url(#g)\" style=\"opacity:.5;fill:url('#g')\" width='4' height='2'/></g>"
        '<text x="1" y="2" font-size="4">Lan<tspan>tern</tspan> today</text>',
        'viewBox="0 0 40 20" width="40mm" height="20mm"',
        before='<?xml version="1.0" encoding="UTF-8"?><!-- Generator: a program -->'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    )

    made = reduced(drawn)

    assert made.left_out == ()
    assert (made.width, made.height) == (1000, 500)
    assert made.content.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="1000" height="500"><title>The Lantern</title>'
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff" /></linearGradient><path id="p" d="M0 0L9 9" /></defs>'
        '<g transform="translate(1 2) rotate(45)"><path d="M1,1 2,2z" fill="#8F1D14" />'
        '<use fill="none" stroke="#000" href="#p" /><rect fill="url(#g)" width="4" height="2" opacity=".5" /></g>'
        '<text x="1" y="2" font-size="4">Lan<tspan>tern</tspan> today</text></svg>'
    )


def test_what_is_missed_is_told():
    assert reduced(svg(f"<image/><marker/><metadata/>{SHAPE}")).left_out == ("image", "marker")


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "iso-8859-1"])
def test_any_coding_of_xml_is_read(coding):
    written = (
        svg("<title>Ünlü</title>" + SHAPE, before=f'<?xml version="1.0" encoding="{coding}"?>')
        .decode()
        .encode(coding)
    )

    assert "Ünlü" in reduced(written).content.decode()


def test_what_was_reduced_is_reduced_no_further():
    once = reduced(ACTING["foreignObject"])

    assert reduced(once.content) == once.__class__(once.content, once.width, once.height)


def _stands(word: str, text: str) -> bool:
    # As an attribute that acts; many honest words have "on" in them.
    return (
        (f" {word}" in text and "=" in text.partition(f" {word}")[2][:12]) if word == "on" else word in text
    )


def _foreign(text: str) -> list[str]:
    """List elements and attributes that are none of a picture."""
    found = []
    for each in ElementTree.fromstring(text).iter():
        if not each.tag.startswith(f"{{{SVG}}}") or each.tag.removeprefix(f"{{{SVG}}}") not in ELEMENTS:
            found.append(each.tag)
        found += [name for name in each.attrib if name not in ATTRIBUTES and name != "href"]
        found += [
            value for name, value in each.attrib.items() if name == "href" and not value.startswith("#")
        ]
    return found
