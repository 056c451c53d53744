"""Name, merge and split story-lines."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from ...press import outbox
from ..models import Article, StoryLine


class OtherEdition(ValueError):
    """The lines are of different editions. A line never mixes editions; merge lines of one."""


def rename(line: StoryLine, name: str) -> None:
    """Give a line a name; its articles stay in it from now on."""
    with transaction.atomic():
        StoryLine.objects.filter(pk=line.pk).update(name=name)
        _decide(Article.objects.filter(line=line), line)


def merge(line: StoryLine, *, into: StoryLine) -> None:
    """Move all articles of a line into another one and delete the first. Raises OtherEdition."""
    if line.locale_id != into.locale_id:
        raise OtherEdition(OtherEdition.__doc__)
    if line.pk == into.pk:
        return
    with transaction.atomic():
        _decide(Article.objects.filter(line__in=[line, into]), into)
        line.delete()


def split(line: StoryLine, articles: Iterable[int], *, name: str = "") -> StoryLine:
    """Make a line of its own of some of a line's articles, and return it."""
    with transaction.atomic():
        new = StoryLine.objects.create(locale_id=line.locale_id, name=name)
        _decide(Article.objects.filter(line=line, pk__in=articles), new)
    return new


def leave(line: StoryLine, articles: Iterable[int]) -> None:
    """Take articles out of a line; they belong to none from now on."""
    with transaction.atomic():
        _decide(Article.objects.filter(line=line, pk__in=articles), None)


def _decide(articles: QuerySet[Article], line: StoryLine | None) -> None:
    """Say for good to which line articles belong, and tell the press of the rails that depend on it."""
    touched = set(articles.values_list("pk", flat=True))
    Article.objects.filter(pk__in=touched).update(line=line, is_line_fixed=True)
    # Whoever shows one of them may now show another.
    beside = Article.objects.filter(neighbours__neighbour__in=touched).values_list("pk", flat=True)
    outbox.announce(f"related:{pk}" for pk in touched.union(beside))
