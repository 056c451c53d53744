"""What editors do with story-lines: name, merge and split them; and what they need to see for it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery

from ..press import outbox
from .models import Article, StoryLine
from .queries import light, undated_last


class OtherEdition(ValueError):
    """The lines are of different editions. A line never mixes editions; merge lines of one."""


def listed() -> QuerySet[StoryLine]:
    """Return the lines with `count`, `first` and `last` date and `opening` headline, the latest first.

    Index: newsroom_article's line.
    """
    of_line = Article.objects.filter(line=OuterRef("pk")).order_by("published_at", "pk")
    return (
        StoryLine.objects.select_related("locale__edition")
        .annotate(
            count=Count("articles"),
            first=Min("articles__published_at"),
            last=Max("articles__published_at"),
            opening=Subquery(of_line.values("headline")[:1]),
        )
        .filter(count__gt=0)
        .order_by("-last", "-pk")
    )


def members(line: StoryLine) -> QuerySet[Article]:
    """Return the articles of a line, newest first."""
    return undated_last(light(Article.objects.filter(line=line)).prefetch_related(None))


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
