"""Assign articles to story-lines as their neighbours become known; what an editor has fixed stays."""

from collections.abc import Mapping

from ...rails.lines import Mate, place
from ...rails.model import Candidate
from ..models import Article, StoryLine
from .rows import update


def assign(ranked: Mapping[int, list[Candidate]]) -> None:
    """Say to which line each of these articles belongs, in the order of publication."""
    mates = {each.article for neighbours in ranked.values() for each in neighbours}
    articles = {
        each.pk: each
        for each in Article.objects.filter(pk__in=mates | ranked.keys()).only(
            "pk", "locale_id", "line_id", "is_line_fixed", "published_at"
        )
    }
    new = [articles[each] for each in ranked if each in articles and not articles[each].is_line_fixed]
    changed: dict[int, Article] = {}
    for article in sorted(new, key=lambda each: (str(each.published_at or ""), each.pk)):
        line = _line_of(article, ranked[article.pk], articles, changed)
        if line != article.line_id:
            article.line_id = line
            changed[article.pk] = article
    update(Article, "line_id", "id", [(each.line_id, each.pk) for each in changed.values()])


def _line_of(
    article: Article,
    neighbours: list[Candidate],
    articles: Mapping[int, Article],
    changed: dict[int, Article],
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
    if founder.is_line_fixed:
        return None
    founder.line = StoryLine.objects.create(locale_id=article.locale_id)
    changed[founder.pk] = founder
    return founder.line_id
