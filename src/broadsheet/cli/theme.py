"""`broadsheet theme`: copy templates into the theme, and check what has become of the originals."""

from collections.abc import Iterator
from pathlib import Path

import typer
from django.conf import settings
from django.utils import timezone

from ..backup.site import is_founded
from ..newsroom.check_report import CheckReport
from ..project.theme_folder import LOCALE, TEMPLATES
from ..rails.checked import FaultSeverity
from ..site.rendered_check import check_rendered
from ..site.theme_copies import CannotCopy, check_templates, copy_template
from .getting_ready import collect_static

MOST_LINES = 40


def copy(template: str) -> None:
    """Copy one of the promised templates into the theme. Raises typer.BadParameter where it cannot be copied."""
    try:
        made = copy_template(template, _theme() / TEMPLATES)
    except CannotCopy as error:
        raise typer.BadParameter(str(error)) from error
    typer.echo(made)


def check(*, sample: int) -> None:
    """Print what is wrong with the theme. Raises typer.Exit with 1 if anything is."""
    theme = _theme()
    wrong = [*check_templates(theme / TEMPLATES), *_words(theme / LOCALE), *_pages(sample)]
    for line in wrong:
        typer.echo(line)
    if wrong:
        raise typer.Exit(1)


def _theme() -> Path:
    theme: Path | None = settings.THEME
    if theme is None:
        raise typer.BadParameter("No theme is set. Name its folder in BROADSHEET_THEME.")
    return theme


def _words(folder: Path) -> Iterator[str]:
    """Yield a sentence for each catalogue that is not compiled."""
    for catalogue in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        if not catalogue.with_suffix(".mo").is_file():
            yield f"{catalogue}: not compiled, so nobody is told its words. Run: msgfmt -o {catalogue.with_suffix('.mo')} {catalogue}"


def _pages(sample: int) -> Iterator[str]:
    """Render some article pages with the theme, and yield the page laws that they break."""
    if not is_founded():
        typer.echo("There is no site yet, so no page was rendered.", err=True)
        return
    collect_static()  # pages name the theme's files
    found = CheckReport()
    for each in check_rendered(now=timezone.now(), sample=sample):
        found.add(each)
    faults = [f"{url}: {each.message}" for url, each in found.found if each.severity is FaultSeverity.FAULT]
    yield from faults[:MOST_LINES]
    if len(faults) > MOST_LINES:
        yield f"… and {len(faults) - MOST_LINES} more. `broadsheet rails check --rendered` lists them."
