"""`broadsheet audience import`: bring the numbers of readers that an archive had elsewhere."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import typer
from django.utils import timezone

from ..audience import imported
from ..newsroom.models import Article
from .rails import find_article


def import_counts(path: Path, *, label: str = "") -> None:
    """Read JSON lines of {"article", "reads", "day"?}; a line that cannot be used is named, the rest is taken."""
    if not path.is_file():
        typer.echo(f"{path}: there is no such file", err=True)
        raise typer.Exit(2)
    faults: list[str] = []
    rows: dict[tuple[int, date], int] = {}
    for article, day, reads in _counts(path, faults):
        rows[article, day] = rows.get((article, day), 0) + reads
    imported.store(rows, label=label)
    typer.echo(f"{sum(rows.values()):,} reads of {len({article for article, _ in rows}):,} articles")
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)


def _counts(path: Path, faults: list[str]) -> Iterator[tuple[int, date, int]]:
    yesterday = timezone.localdate() - timedelta(days=1)
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
                named, reads = item["article"], item["reads"]
                day = date.fromisoformat(item["day"]) if "day" in item else yesterday
                if isinstance(reads, bool) or not isinstance(reads, int) or not 0 <= reads < 1 << 31:
                    raise ValueError(f"{reads!r} is no number of readers")
                found = _found(named)
                if found is None:
                    raise ValueError(f"there is no article {named!r}")
            except (KeyError, TypeError, ValueError) as error:
                faults.append(f"{path}:{number}: {type(error).__name__}: {error}")
                continue
            yield found, day, reads


def _found(named: object) -> int | None:
    """Return the article that an address, a path or the number of its source names."""
    if isinstance(named, str) and (by_address := find_article(named)):
        return int(by_address.pk)
    if not named:
        return None
    # The same number may be that of two sources: then it names neither story.
    found = list(Article.objects.filter(source_id=str(named)).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
