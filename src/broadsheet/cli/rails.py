"""`broadsheet rails`: show the rails of a page with their reasons, and check those of the whole archive."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from ..newsroom.cards import Card
from ..newsroom.checking import PageFindings, check_archive
from ..newsroom.models import Article
from ..newsroom.moments import paper_time
from ..newsroom.page_queries import article_at
from ..newsroom.page_rails import page_rails
from ..newsroom.queries import edition_of, editions
from ..rails.check import Fault
from ..rails.registry import rail_named

MOST_LINES = 40


def show(url: str, *, as_json: bool) -> None:
    """Print the rails of an article."""
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
        typer.echo(f"\n{rail_named(rail).title}")
        for each in cards:
            date = f"{paper_time(each.published_at):%Y-%m-%d}" if each.published_at else "date unknown"
            typer.echo(f"  {date}  {each.headline}\n              {each.reason.text}")


def check(*, as_json: bool) -> None:
    """Walk the archive and print what is wrong."""
    found = _Found()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Pages", total=Article.objects.visible(timezone.now()).count())
        for each in check_archive(now=timezone.now()):
            found.add(each)
            progress.advance(task)
    if as_json:
        typer.echo(json.dumps(_result(found), indent=2, ensure_ascii=False))
    else:
        _say(found)
    if found.faulty:
        raise typer.Exit(1)


@dataclass
class _Found:
    """What is kept of the pages of an archive, which may be a million."""

    pages: int = 0
    not_joined: int = 0
    faulty: list[PageFindings] = field(default_factory=list)

    def add(self, page: PageFindings) -> None:
        self.pages += 1
        self.not_joined += not page.is_joined
        if page.faults:
            self.faulty.append(page)

    @property
    def faults(self) -> list[tuple[str, Fault]]:
        return [(page.url, each) for page in self.faulty for each in page.faults]

    @property
    def by_kind(self) -> Counter[str]:
        return Counter(each.kind for _url, each in self.faults)


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


def _result(found: _Found) -> dict[str, Any]:
    listed = [
        {
            "url": url,
            "law": each.law,
            "kind": each.kind,
            "rail": each.rail,
            "article": each.article,
            "message": each.message,
        }
        for url, each in found.faults
    ]
    return {
        "pages": found.pages,
        "not_joined": found.not_joined,
        "faults": len(listed),
        "by_kind": dict(found.by_kind),
        "list": listed,
    }


def _say(found: _Found) -> None:
    faults = found.faults
    for url, each in faults[:MOST_LINES]:
        typer.echo(f"{url}: law {each.law}, {each.kind}: {each.message}")
    if len(faults) > MOST_LINES:
        typer.echo(f"... and {len(faults) - MOST_LINES} more; --json prints all")
    summary = ", ".join(f"{count} {kind}" for kind, count in sorted(found.by_kind.items())) or "no fault"
    typer.echo(f"{found.pages} pages, {len(faults)} faults ({summary})")
    if found.not_joined:
        typer.echo(
            f"{found.not_joined} of {found.pages} pages cannot be joined from pieces: too few stories are related for rails"
            f" of {settings.OPTIONS.rail_length} cards. They are lawful, but each change of a rail that pages share"
            " has them rendered again. If BROADSHEET_RAIL_LENGTH was raised, run `broadsheet related rebuild`."
        )
