"""`broadsheet rails`: show the rails of a page with their reasons, and check those of the whole archive."""

import json
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import typer
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from ..newsroom.cards import Card
from ..newsroom.checking import FaultyPage, check_archive
from ..newsroom.models import Article
from ..newsroom.page_queries import article_at
from ..newsroom.page_rails import page_rails
from ..newsroom.queries import edition_of, editions

TITLES = {"related": "Related articles", "editors-choice": "Editor's choice", "popular": "Popular"}
MOST_LINES = 40


def show(url: str, *, as_json: bool) -> None:
    """Print the three rails of an article."""
    article = article_of(url)
    rails = page_rails(article, now=timezone.now()).rails
    if as_json:
        typer.echo(
            json.dumps(
                {rail: [_card(each) for each in cards] for rail, cards in rails.items()},
                indent=2,
                ensure_ascii=False,
            )
        )
        return
    typer.echo(f"{article.headline}\n{url}")
    for rail, cards in rails.items():
        typer.echo(f"\n{TITLES[rail]}")
        for each in cards:
            date = f"{each.published_at:%Y-%m-%d}" if each.published_at else "date unknown"
            typer.echo(f"  {date}  {each.headline}\n              {each.reason.text}")


def check(*, as_json: bool) -> None:
    """Walk the archive and print what is wrong."""
    pages, faulty = 0, []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Pages", total=Article.objects.visible(timezone.now()).count())
        for found in check_archive(now=timezone.now()):
            pages += 1
            progress.advance(task)
            if found is not None:
                faulty.append(found)
    kinds = Counter(fault.kind for page in faulty for fault in page.faults)
    if as_json:
        typer.echo(json.dumps(_result(pages, faulty, kinds), indent=2, ensure_ascii=False))
    else:
        _say(pages, faulty, kinds)
    if faulty:
        raise typer.Exit(1)


def article_of(url: str) -> Article:
    """Find the article at an address; readers' rules apply."""
    if found := find_article(url):
        return found
    main = edition_of()
    known = f" The main edition is {main}." if main else " There is no edition yet."
    raise typer.BadParameter(f"There is no article at '{url}' that readers may see.{known}")


def find_article(url: str) -> Article | None:
    """Return the article that readers see at an address, or None."""
    path = urlsplit(url).path.strip("/")
    for edition in editions():
        prefix = edition.root.strip("/")
        inside = path.removeprefix(f"{prefix}/") if prefix and path.startswith(f"{prefix}/") else path
        if (bool(prefix) == (inside != path)) and (found := article_at(edition, inside, now=timezone.now())):
            return found
    return None


def _card(card: Card) -> dict[str, Any]:
    return {
        "url": card.url,
        "headline": card.headline,
        "published_at": card.published_at.isoformat() if card.published_at else None,
        "date_precision": card.date_precision,
        "section": card.section,
        "teaser": card.teaser,
        "is_pick": card.is_pick,
        "reason": {"kind": card.reason.kind, "text": card.reason.text, "parts": dict(card.reason.parts)},
    }


def _result(pages: int, faulty: list[FaultyPage], kinds: Counter[str]) -> dict[str, Any]:
    listed = [
        {
            "url": page.url,
            "law": each.law,
            "kind": each.kind,
            "rail": each.rail,
            "article": each.article,
            "message": each.message,
        }
        for page in faulty
        for each in page.faults
    ]
    return {"pages": pages, "faults": len(listed), "by_kind": dict(kinds), "list": listed}


def _say(pages: int, faulty: list[FaultyPage], kinds: Counter[str]) -> None:
    lines = [
        f"{page.url}: law {each.law}, {each.kind}: {each.message}" for page in faulty for each in page.faults
    ]
    for line in lines[:MOST_LINES]:
        typer.echo(line)
    if len(lines) > MOST_LINES:
        typer.echo(f"... and {len(lines) - MOST_LINES} more; --json prints all")
    summary = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no fault"
    typer.echo(f"{pages} pages, {len(lines)} faults ({summary})")
