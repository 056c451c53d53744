"""Assign articles to story-lines as their neighbours become known; what an editor has fixed stays."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...rails.lines import Mate, place
from ...rails.model import Candidate
from ..models import Article, StoryLine
from .rows import update


@dataclass(slots=True)
class _Lined:
    """An article and its line; rows of Django's own would take longer to make than to place."""

    pk: int
    locale_id: int
    line_id: int | None
    is_fixed: bool


def assign(ranked: Mapping[int, list[Candidate]]) -> None:
    """Say to which line each of these articles belongs, one after the other."""
    mates = {each.article for neighbours in ranked.values() for each in neighbours}
    rows = Article.objects.filter(pk__in=mates | ranked.keys()).values_list(
        "pk", "locale_id", "line_id", "is_line_fixed"
    )
    articles = {row[0]: _Lined(*row) for row in rows}
    new = [articles[each] for each in ranked if each in articles and not articles[each].is_fixed]
    changed: dict[int, _Lined] = {}
    for article in new:
        line = _line_of(article, ranked[article.pk], articles, changed)
        if line != article.line_id:
            article.line_id = line
            changed[article.pk] = article
    update(Article, ("line_id",), "id", [(each.line_id, each.pk) for each in changed.values()])


def _line_of(
    article: _Lined, neighbours: list[Candidate], articles: Mapping[int, _Lined], changed: dict[int, _Lined]
) -> int | None:
    mates = [
        Mate(
            each.article,
            each.reason.parts["likeness"],
            each.reason.parts.get("days"),
            articles[each.article].line_id,
        )
        for each in neighbours
        if each.article in articles
    ]
    found = place(mates)
    if found is None:
        return None
    if found.line is not None:
        return found.line
    founder = articles[found.founder or 0]
    if founder.is_fixed:
        return None
    founder.line_id = StoryLine.objects.create(locale_id=article.locale_id).pk
    changed[founder.pk] = founder
    return founder.line_id
