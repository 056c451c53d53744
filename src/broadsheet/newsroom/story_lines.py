"""What editors need to see of story-lines."""

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery

from .models import Article, StoryLine
from .queries import light, undated_last


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
