"""Look at pages with axe, on a phone and on a wide screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[2] / "var" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(
    not CHROMIUM.exists() or not AXE.exists(), reason="run `make browser validator`"
)
# What axe counts as WCAG 2.2 up to level AA, with its best practices. The size of targets is among them only by name.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
LOOK = """
async tags => (await axe.run({runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}, resultTypes: ['violations']}))
  .violations.flatMap(each => each.nodes.map(node => [each.id, node.html.slice(0, 200)]))
"""
SIDEWAYS = "document.documentElement.scrollWidth > window.innerWidth"


def page_faults(
    browser: Browser, addresses: list[str], screens: list[tuple[int, int, str]]
) -> Iterator[tuple[str, int, str, str, str]]:
    """Give what is wrong with pages on screens of a width, height and colour scheme, as axe sees it."""
    # axe is brought in from outside the page, whose policy rightly forbids that.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for address in addresses:
        _fit(page, screens[0])
        page.goto(address)
        page.add_script_tag(path=AXE)
        for width, height, scheme in screens:
            _fit(page, (width, height, scheme))
            for rule, element in page.evaluate(LOOK, RULES):
                yield address, width, scheme, rule, element
            if page.evaluate(SIDEWAYS):
                yield address, width, scheme, "scrolls sideways", ""
    context.close()


def _fit(page: Page, screen: tuple[int, int, str]) -> None:
    width, height, scheme = screen
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
