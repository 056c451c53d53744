"""Name the feeds in which a change is seen, for the hub that tells subscribers."""

from collections.abc import Collection, Iterator

from ...newsroom import queries
from ...newsroom.models import Article, Edition
from ..addresses import absolute, author_path, section_path, topic_path
from .formats import addresses

_BATCH = 500


def feeds_showing(tags: Collection[str]) -> list[str]:
    """Return the public addresses of the feeds, in each format, that show what some tags name.

    What is read most moves every few seconds, which would keep a hub busy for nobody: those feeds are asked for. "all" is
    every feed of an edition and of its sections.
    """
    editions = queries.editions()
    paths: set[str] = set()
    for each in editions:
        if "all" in tags:
            paths.update((each.root, _choice(each)))
            paths.update(section_path(each, section.slug) for section in queries.sections(each))
        if f"picks:{each.language}" in tags:
            paths.add(_choice(each))
    by_locale = {each.locale_id: each for each in editions}
    numbers = sorted({int(each.partition(":")[2]) for each in tags if each.startswith("article:")})
    for start in range(0, len(numbers), _BATCH):
        for article in queries.with_relations(numbers[start : start + _BATCH]):
            if article.locale_id in by_locale:
                paths.update(_lists_of(article, by_locale[article.locale_id]))
    return sorted(absolute(each) for path in paths for each in addresses(f"{path}feed/").values())


def _choice(edition: Edition) -> str:
    return f"{edition.root}editors-choice/"


def _lists_of(article: Article, edition: Edition) -> Iterator[str]:
    yield edition.root
    # It may be picked: to ask costs more than to have the hub look.
    yield _choice(edition)
    section = article.section
    for each in (section, section.parent if section else None):
        if each is not None:
            yield section_path(edition, each.slug)
    yield from (topic_path(edition, each.slug) for each in article.topics.all())
    yield from (author_path(edition, each.author.slug) for each in article.bylines.all())
