"""`broadsheet rails`: show the rails of a page with their reasons, and check those of the whole archive."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from ..newsroom.address_forms import decoded
from ..newsroom.cards import Card
from ..newsroom.check_html import as_html as html_page
from ..newsroom.check_report import CheckReport
from ..newsroom.checking import PageFindings, check_archive
from ..newsroom.models import Article
from ..newsroom.moments import paper_time
from ..newsroom.page_queries import article_at
from ..newsroom.page_rails import page_rails
from ..newsroom.queries import edition_of, editions
from ..rails.registry import rail_named
from ..site.page_sources import AskedSite, NothingServed, PressedFolder
from ..site.rendered_check import check_rendered
from ..site.served_check import check_served
from .getting_ready import collect_static

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


def check(
    *,
    as_json: bool,
    as_html: bool = False,
    depth: str = "composed",
    sample: int | None = None,
    site: str = "",
    folder: Path | None = None,
) -> None:
    """Walk the archive, or a sample of it, and print what is wrong."""
    found, now = CheckReport(), timezone.now()
    count = Article.objects.visible(now).count()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Pages", total=min(count, sample or count))
        for each in _findings(depth, sample=sample, site=site, folder=folder):
            found.add(each)
            progress.advance(task)
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    elif as_html:
        typer.echo(html_page(found, site=site or settings.BASE_URL))
    else:
        for line in found.as_text(most=MOST_LINES):
            typer.echo(line)
        if found.not_joined:
            typer.echo(
                f"{found.not_joined} of {found.pages} pages cannot be joined from pieces: too few stories are related for rails"
                f" of {settings.OPTIONS.rail_length} cards. They are lawful, but each change of a rail that pages share"
                " has them rendered again. If BROADSHEET_RAIL_LENGTH was raised, run `broadsheet related rebuild`."
            )
    if found.faults:
        raise typer.Exit(1)


def _findings(depth: str, *, sample: int | None, site: str, folder: Path | None) -> Iterator[PageFindings]:
    """Return what is found at a depth. Raises typer.BadParameter for a site that cannot be asked."""
    if depth == "composed":
        yield from check_archive(now=timezone.now(), sample=sample)
    elif depth == "rendered":
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            collect_static()  # pages name these files, and nobody has served yet
        yield from check_rendered(now=timezone.now(), sample=sample)
    else:
        try:
            source = PressedFolder(folder) if folder else AskedSite(site or settings.BASE_URL)
            yield from check_served(source, sample=sample)
        except NothingServed as error:
            raise typer.BadParameter(str(error)) from error


def article_of(url: str) -> Article:
    """Find the article at an address; readers' rules apply."""
    if found := find_article(url):
        return found
    main = edition_of()
    known = f" The main edition is {main}." if main else " There is no edition yet."
    raise typer.BadParameter(f"There is no article at '{url}' that readers may see.{known}")


def find_article(url: str) -> Article | None:
    """Return the article that readers see at an address, or None."""
    path = decoded(urlsplit(url).path).strip("/")
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
        "card_text": card.card_text,
        "is_pick": card.is_pick,
        "reason": {"kind": card.reason.kind, "text": card.reason.text, "parts": dict(card.reason.parts)},
    }
