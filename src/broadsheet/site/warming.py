"""Name the pages that readers will ask for first, so that a new process can have them ready."""

from collections.abc import Iterator
from datetime import datetime

from ..newsroom import queries, readership
from .addresses import section_path

MOST_READ = 100
NEWEST = 30


def first_asked(now: datetime) -> Iterator[str]:
    """Yield the paths of the fronts and sections, then of what is read most, then of what is new."""
    editions = queries.editions()
    for edition in editions:
        yield edition.root
    for edition in editions:
        for section in queries.sections(edition):
            yield section_path(edition, section.slug)
    for edition in editions:
        for article in readership.most_read(edition, "day", now=now, limit=MOST_READ):
            yield article.get_absolute_url()
    for edition in editions:
        for article in queries.newest(edition, now=now).prefetch_related(None)[:NEWEST]:
            yield article.get_absolute_url()
