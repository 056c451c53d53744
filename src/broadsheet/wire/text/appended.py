"""Take away what a source appends to each of its items: "The post … appeared first on …"."""

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from ...newsroom.stories import Paragraph, Story
from ...prose.markup import plain
from ...prose.typography import name_key
from ..items import Item

# So many items are read ahead to learn what is the same in most of them.
WINDOW = 40
# The same ending of fewer items may be chance.
LEAST_ITEMS = 4
# A longer paragraph is told by the story itself.
MOST_WORDS = 60
_LINK = re.compile(r'<a\s[^<>]*?href="([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯƏĞİÖŞÜÇ]\w*|\d+")


def without_appended(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items of a file, their stories without the last paragraph that most of them have in common.

    Two paragraphs are the same where they differ in names, figures and links only. One that links to the item itself by
    its headline, as WordPress appends it to its feeds, needs no others.
    """
    known = _Endings()
    ahead = list(islice(items, WINDOW))
    for item in ahead:
        known.learn(item)
    for item in ahead:
        yield known.without(item)
    for item in items:
        known.learn(item)
        yield known.without(item)


@dataclass(slots=True)
class _Endings:
    """The last paragraphs of a file's stories so far."""

    stories: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def learn(self, item: Item) -> None:
        if isinstance(item, Story):
            self.stories += 1
            if shape := _shape(item):
                self.counts[shape] += 1

    def without(self, item: Item) -> Item:
        if not isinstance(item, Story) or not (shape := _shape(item)):
            return item
        count = self.counts[shape]
        is_common = count >= LEAST_ITEMS and count * 2 > self.stories
        if not is_common and not _links_to_itself(item):
            return item
        told = " ".join(plain(_last(item)).split())
        line = f"the source's own ending was left out: “{told[:120]}”"
        return replace(item, body=item.body[:-1], repairs=(*item.repairs, line))


def _last(story: Story) -> str:
    """Return the markup of the last paragraph, where another goes before it and it is short."""
    if len(story.body) < 2 or not any(isinstance(each, Paragraph) for each in story.body[:-1]):
        return ""
    last = story.body[-1]
    if not isinstance(last, Paragraph) or len(last.html) > 4000:
        return ""
    return last.html if len(plain(last.html).split()) <= MOST_WORDS else ""


def _shape(story: Story) -> str:
    """Return what is left of the last paragraph without links, names and figures."""
    last = _last(story)
    if not last:
        return ""
    words = plain(_LINK.sub(" … ", last).replace(story.headline, "…"))
    return " ".join(_NAME.sub("…", words).split())


def _links_to_itself(story: Story) -> bool:
    """Return True if the last paragraph is hardly more than a link to the item by its headline and one to its site."""
    links = _LINK.findall(_last(story))
    own = {story.url.rstrip("/"), story.source_id.rstrip("/")} - {""}
    is_named = any(
        entities.unescape(href).rstrip("/") in own and name_key(plain(words)) == name_key(story.headline)
        for href, words in links
    )
    return is_named and len(plain(_LINK.sub(" ", _last(story))).split()) <= 8
