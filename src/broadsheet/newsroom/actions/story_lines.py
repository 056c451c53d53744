"""Name, merge and split story-lines."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ...press import outbox
from ..models import Article, StoryLine
from .auditing import LEAVE_LINE, MERGE_LINES, RENAME_LINE, SPLIT_LINE, Account, record


class OtherEdition(ValueError):
    """The lines are of different editions. A line never mixes editions; merge lines of one."""


class NotInLine(ValueError):
    """None of these articles is in the story-line any more. Open it again and choose from what it holds."""


def rename(line: StoryLine, name: str, *, by: Account | None, now: datetime) -> None:
    """Give a line a name; its articles stay in it from now on."""
    with transaction.atomic():
        former = StoryLine.objects.select_for_update().get(pk=line.pk).name
        StoryLine.objects.filter(pk=line.pk).update(name=name)
        _decide(Article.objects.filter(line=line), line)
        record(line, RENAME_LINE, by=by, now=now, details={"former": former, "name": name})


def merge(line: StoryLine, *, into: StoryLine, by: Account | None, now: datetime) -> None:
    """Move all articles of a line into another one and delete the first. Raises OtherEdition."""
    if line.locale_id != into.locale_id:
        raise OtherEdition(OtherEdition.__doc__)
    if line.pk == into.pk:
        return
    with transaction.atomic():
        merged = StoryLine.objects.select_for_update().filter(pk=line.pk).first()
        if merged is None:
            return
        details = {"line": merged.pk, "name": merged.name}
        _decide(Article.objects.filter(line__in=[merged, into]), into)
        merged.delete()
        record(into, MERGE_LINES, by=by, now=now, details=details)


def split(
    line: StoryLine, articles: Iterable[int], *, name: str = "", by: Account | None, now: datetime
) -> StoryLine:
    """Make a line of its own of some of a line's articles, and return it. Raises NotInLine."""
    with transaction.atomic():
        chosen = _chosen(line, articles)
        if not chosen:
            raise NotInLine(NotInLine.__doc__)
        new = StoryLine.objects.create(locale_id=line.locale_id, name=name)
        _decide(Article.objects.filter(pk__in=chosen), new)
        record(new, SPLIT_LINE, by=by, now=now, details={"line": line.pk, "articles": chosen})
    return new


def leave(line: StoryLine, articles: Iterable[int], *, by: Account | None, now: datetime) -> None:
    """Take articles out of a line; they belong to none from now on."""
    with transaction.atomic():
        chosen = _chosen(line, articles)
        if chosen:
            _decide(Article.objects.filter(pk__in=chosen), None)
            record(line, LEAVE_LINE, by=by, now=now, details={"articles": chosen})


def _chosen(line: StoryLine, articles: Iterable[int]) -> list[int]:
    in_line = Article.objects.select_for_update().filter(line=line, pk__in=articles).order_by("pk")
    return list(in_line.values_list("pk", flat=True))


def _decide(articles: QuerySet[Article], line: StoryLine | None) -> None:
    """Say for good to which line articles belong, and tell the press of the rails that depend on it."""
    touched = set(articles.values_list("pk", flat=True))
    Article.objects.filter(pk__in=touched).update(line=line, is_line_fixed=True)
    # Whoever shows one of them may now show another.
    beside = Article.objects.filter(neighbours__neighbour__in=touched).values_list("pk", flat=True)
    outbox.announce(f"related:{pk}" for pk in touched.union(beside))
