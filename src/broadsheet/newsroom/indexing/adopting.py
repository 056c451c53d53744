"""Find articles that stand beside no other, and give each the last shown place of the list where it fits best."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from ...rails.model import Candidate
from ...rails.related import reason_of
from ..models import Article, Neighbour
from .placing import store
from .ranking import STORED, Ranking

# The places of a list that a page shows; the last of them is given away, once a list.
SHOWN = 5
HOSTS_TRIED = 8
MOST_OF_A_LINE = 2


def adopt(ids: Sequence[int], ranking: Ranking) -> int:
    """Give a place to those of the articles that stand nowhere; return how many found one.

    Indexes: newsroom_neighbour's foreign key for where an article stands, newsroom_neighbour_place for its list.
    """
    placed = Neighbour.objects.filter(neighbour__in=ids, position__lt=SHOWN)
    orphans = set(ids) - set(placed.values_list("neighbour_id", flat=True))
    if not orphans:
        return 0
    hosts = _lists(orphans)
    lists = _lists({each.article for own in hosts.values() for each in own[:HOSTS_TRIED]})
    lines = dict(
        Article.objects.filter(
            pk__in=orphans | {each.article for one in lists.values() for each in one[:SHOWN]}
        ).values_list("pk", "line_id")
    )
    changed: dict[int, list[Candidate]] = {}
    for orphan in sorted(orphans):
        for host in hosts.get(orphan, [])[:HOSTS_TRIED]:
            stands = lists.get(host.article, [])
            if host.article in changed or not _has_room(stands, lines, lines.get(orphan)):
                continue
            if card := _card(host.article, orphan, stands, ranking):
                rest = [each for each in stands if each.article != orphan]
                changed[host.article] = [*rest[: SHOWN - 1], card, *rest[SHOWN - 1 :]][:STORED]
                break
    with transaction.atomic():
        store(changed, gone=())
    return len(changed)


def _lists(ids: Iterable[int]) -> dict[int, list[Candidate]]:
    """Return the stored lists of articles."""
    found: dict[int, list[Candidate]] = {}
    rows = Neighbour.objects.filter(article__in=list(ids)).order_by("article", "position")
    for article, neighbour, score, parts in rows.values_list("article_id", "neighbour_id", "score", "parts"):
        found.setdefault(article, []).append(Candidate(neighbour, neighbour, reason_of(parts), score))
    return found


def _has_room(stands: list[Candidate], lines: dict[int, int | None], line: int | None) -> bool:
    """Say whether a list may still give its last shown place away, to an article of this line."""
    if any(each.reason.parts.get("adopted") for each in stands):
        return False
    of_line = sum(line is not None and lines.get(each.article) == line for each in stands[: SHOWN - 1])
    return of_line < MOST_OF_A_LINE


def _card(host: int, orphan: int, stands: list[Candidate], ranking: Ranking) -> Candidate | None:
    """Return the orphan as a card of the host, or None where the two have nothing in common."""
    found = [each for each in stands if each.article == orphan]
    if not found:
        found = [card for locale, document in ranking.library.asking([host])
                 for card in ranking.among(locale, document, [orphan])]  # fmt: skip
    if not found:
        return None
    parts = {**found[0].reason.parts, "adopted": 1}
    return Candidate(orphan, orphan, reason_of(parts), found[0].score)
