"""Find articles that stand beside no other, and give each the last shown place of the list where it fits best."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from ...rails.depths import Depths
from ...rails.model import Candidate
from ...rails.related import reason_of
from ..current_rails import current_depths
from ..models import Article, Neighbour
from .placing import lists_of, store_as_they_are, stored_lists
from .ranking import Ranking

HOSTS_TRIED = 8
# Where pages show fewer places than this, the best neighbour keeps the only one.
LEAST_SHOWN = 2


def adopt(ids: Sequence[int], ranking: Ranking) -> int:
    """Give a place to those of the articles that stand nowhere; return how many found one.

    The last place that a page shows of a list is given away, once a list. Indexes: newsroom_neighbour's foreign key for where an article stands, newsroom_neighbour_place for its list.
    """
    depths = current_depths()
    if depths.shown < LEAST_SHOWN:
        return 0
    placed = Neighbour.objects.filter(neighbour__in=ids, position__lt=depths.shown)
    orphans = set(ids) - set(placed.values_list("neighbour_id", flat=True))
    if not orphans:
        return 0
    hosts = lists_of(orphans)
    lists = lists_of({host for own in hosts.values() for host in own[:HOSTS_TRIED]})
    shown = {each for one in lists.values() for each in one[: depths.shown]}
    lines = dict(Article.objects.filter(pk__in=orphans | shown).values_list("pk", "line_id"))
    full = _that_adopted(lists, depths)
    chosen: dict[int, int] = {}
    for orphan in sorted(orphans):
        for host in hosts.get(orphan, [])[:HOSTS_TRIED]:
            has_room = _has_room(lists.get(host, []), lines, lines.get(orphan), depths)
            if has_room and host not in full and host not in chosen:
                chosen[host] = orphan
                break
    changed = {}
    cards = stored_lists(chosen)
    for host, orphan in chosen.items():
        if card := _card(host, orphan, cards.get(host, []), ranking):
            rest = [each for each in cards.get(host, []) if each.article != orphan]
            last = depths.shown - 1
            changed[host] = [*rest[:last], card, *rest[last:]][: depths.stored]
    if changed:
        with transaction.atomic():
            store_as_they_are(changed)
    return len(changed)


def _that_adopted(hosts: Iterable[int], depths: Depths) -> set[int]:
    """Return the lists whose last shown place is given away already."""
    shown = Neighbour.objects.filter(article__in=list(hosts), position__lt=depths.shown)
    places = shown.filter(parts__has_key="adopted")
    return set(places.values_list("article_id", flat=True))


def _has_room(stands: list[int], lines: dict[int, int | None], line: int | None, depths: Depths) -> bool:
    """Return True if the line of an article leaves it room in the last shown place of a list."""
    if line is None or depths.most_of_a_line is None:
        return True
    return sum(lines.get(each) == line for each in stands[: depths.shown - 1]) < depths.most_of_a_line


def _card(host: int, orphan: int, stands: list[Candidate], ranking: Ranking) -> Candidate | None:
    """Return the orphan as a card of the host, or None where the two have nothing in common any more."""
    found = [each for each in stands if each.article == orphan]
    if not found:
        found = [card for locale, document in ranking.document_cache.asking([host])
                 for card in ranking.among(locale, document, [orphan])]  # fmt: skip
    if not found:
        return None
    parts = {**found[0].reason.parts, "adopted": 1}
    return Candidate(orphan, orphan, reason_of(parts), found[0].score)
