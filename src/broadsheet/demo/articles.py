"""Read the demo edition's articles: TOML front matter, then a small Markdown, as stories of the wire."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..newsroom.stories import Block, Heading, Paragraph, Picture, Quotation, Story, Table
from ..prose.dates import DatePrecision
from .moving import Move

FENCE = "+++\n"
SOURCE_ID = "demo:{language}:{id}"

_PICTURE = re.compile(r'!\[(?P<alt>[^\]]*)\]\((?P<url>\S+?)(?:\s+"(?P<notes>[^"]*)")?\)\Z')
_LIST_ITEM = re.compile(r"(?:[-*]|\d+\.)\s+")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?!\s)(.+?)(?<!\s)\*(?![\w*])")


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """A story of the demo edition and what the wire has no word for."""

    story: Story
    corrections: tuple[tuple[datetime, str], ...]
    picked: int
    picked_until: datetime | None
    line: str


class DemoError(ValueError):
    """A file of the demo edition cannot be read. Correct the file that is named."""


def articles(folder: Path, language: str, *, move: Move) -> Iterator[DemoArticle]:
    """Read every article of one language, oldest first, with its dates moved."""
    for path in sorted((folder / language).glob("*.md")):
        yield read(path.read_text(encoding="utf-8"), language=language, name=path.name, move=move)


def newest_day(folder: Path) -> date:
    """Return the day of the newest article that no embargo holds back, as it is written."""
    heads = [_head(path.read_text(encoding="utf-8")) for path in folder.glob("*/*.md")]
    found: list[date] = [each["published"].date() for each in heads if "embargoed_until" not in each]
    return max(found)


def read(text: str, *, language: str, name: str, move: Move) -> DemoArticle:
    """Read one article file."""
    try:
        front = move.everything(_head(text), language=language)
        body = move.text(text.split(FENCE, 2)[2], language=language)
        return DemoArticle(
            story=_story(front, body, language),
            corrections=tuple((each["at"], each["text"]) for each in front.get("corrections", ())),
            picked=front.get("picked", 0),
            picked_until=front.get("picked_until"),
            line=front.get("storyline", ""),
        )
    except (ValueError, KeyError) as error:
        raise DemoError(f"{name}: {error!r}") from error


def _head(text: str) -> dict[str, Any]:
    _empty, head, _body = text.split(FENCE, 2)
    return tomllib.loads(head)


def _story(front: dict[str, Any], body: str, language: str) -> Story:
    blocks = tuple(_blocks(body, language))
    if scene := front.get("picture"):
        lead = Picture(
            url=f"scene:{scene}?{front['id']}",
            alt=front["picture_alt"],
            caption=front.get("picture_caption", ""),
            credit=front.get("picture_credit", ""),
        )
        blocks = (lead, *blocks)
    return Story(
        headline=front["headline"],
        body=blocks,
        source_id=SOURCE_ID.format(language=language, id=front["id"]),
        standfirst=front.get("standfirst", ""),
        kind=front.get("kind", "news"),
        kicker=front.get("kicker", ""),
        language=language,
        published_at=front["published"],
        date_precision=DatePrecision.SECOND,
        date_basis="as printed",
        updated_at=front.get("updated"),
        embargoed_until=front.get("embargoed_until"),
        section=front["section"],
        topics=tuple(front.get("topics", ())),
        authors=tuple(front.get("authors", ())),
        source=front.get("source", ""),
        translation_of=SOURCE_ID.format(language="en", id=front["id"]) if language != "en" else "",
    )


def _blocks(body: str, language: str) -> Iterator[Block]:
    """Take the body apart at blank lines; a table's caption may follow it on its own."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
    for part in parts:
        yield _block(part, language)


def _block(part: str, language: str) -> Block:
    if part.startswith("#"):
        marks, _blank, text = part.partition(" ")
        return Heading(text.strip(), level=len(marks))
    if part.startswith(">"):
        return _quotation(" ".join(line.lstrip("> ").strip() for line in part.splitlines()))
    if picture := _PICTURE.match(part):
        caption, _bar, credit = (picture["notes"] or "").partition("|")
        return Picture(picture["url"], picture["alt"], caption.strip(), credit.strip())
    if part.startswith("|"):
        return _table(part.splitlines())
    if _LIST_ITEM.match(part):
        return _list(part.splitlines(), language)
    return Paragraph(f"<p>{_inline(' '.join(part.split()), language)}</p>")


def _quotation(text: str) -> Quotation:
    words, _dash, who = text.rpartition(" — ")
    if not words:
        return Quotation(text.strip('“”"«» '))
    speaker, _comma, role = who.partition(",")
    return Quotation(words.strip('“”"«» '), speaker.strip(), role.strip())


def _table(lines: list[str]) -> Table:
    caption = next((line.partition(":")[2].strip() for line in lines if not line.startswith("|")), "")
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    kept = tuple(tuple(row) for row in rows if not all(set(cell) <= {"-", ":"} and cell for cell in row))
    return Table(rows=kept, header=True, caption=caption)


def _list(lines: list[str], language: str) -> Paragraph:
    kind = "ol" if lines[0][0].isdigit() else "ul"
    items = "".join(
        f"<li>{_inline(_LIST_ITEM.sub('', line.strip(), count=1), language)}</li>" for line in lines
    )
    return Paragraph(f"<{kind}>{items}</{kind}>")


def _inline(text: str, language: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _STRONG.sub(r"<b>\1</b>", text)
    text = _EMPHASIS.sub(r"<i>\1</i>", text)
    return _LINK.sub(lambda link: _anchor(link[1], link[2], language), text)


def _anchor(words: str, target: str, language: str) -> str:
    if target.startswith("article:"):
        # The loader replaces the name by the article's number once all are stored.
        return f'<a linktype="article" id="{SOURCE_ID.format(language=language, id=target[8:])}">{words}</a>'
    return f'<a href="{target}">{words}</a>'
