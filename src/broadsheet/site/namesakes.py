"""Find the pages of sections, topics and authors whose name is the query, in whichever letters it was typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from ..newsroom import search_queries
from ..newsroom.models import Author, Edition, Section, Topic
from ..newsroom.spelling import spelling_of
from ..prose.slugs import slugify
from ..prose.sounds import asked_sound, spoken
from ..prose.tokens import word_tokens
from ..search.asking import Results
from .addresses import author_path, section_path, topic_path
from .contexts import EditionContext
from .search_parts import MOST_CHOICES
from .searching import Asked
from .suggested_names import MOST_NAMES, used_names
from .voice import ours

# Pages that are offered above the results.
MOST_DIRECT = 5
# Topics of this many first articles are compared with the query.
FIRST_ARTICLES = 10
# Words by which names are compared: as they are typed, in Latin letters, and by their sound.
_Readings = tuple[frozenset[str], frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Direct:
    """A page of the paper whose name is the query."""

    kind: str
    name: str
    path: str


def authors_of(asked: Asked, results: Results, edition: Edition, *, now: datetime) -> list[Author]:
    """Return the authors of the results, and those whose name is the query."""
    numbers = {each.value for each in results.authors[: 2 * MOST_CHOICES]}
    if asked.author is not None:
        numbers.add(asked.author.pk)
    names = _used(asked, edition, _is_person, now=now)
    return search_queries.authors(
        edition, now=now, numbers=numbers, slugs=_slugs(asked, edition), names=names
    )


def direct(
    asked: Asked, authors: Iterable[Author], articles: Sequence[int], paper: EditionContext
) -> list[Direct]:
    """Return the pages of sections, topics and authors whose name is the query."""
    edition, language = paper.edition, paper.language
    if not any(len(each) > 1 for each in _plain(asked.text, language)):
        return []
    about = search_queries.topics(
        edition,
        now=paper.now,
        articles=articles[:FIRST_ARTICLES],
        slugs=_slugs(asked, edition),
        names=_used(asked, edition, _is_same, now=paper.now),
    )
    wanted = _query_readings(asked.text, language)
    sections: list[Section] = [
        each for each in paper.sections if _is_same(wanted, _readings(each.name, language))
    ]
    topics: list[Topic] = [each for each in about if _is_same(wanted, _readings(each.name, language))]
    persons = [each for each in authors if _is_person(wanted, _readings(each.name, language))]
    found = [
        *(Direct(ours(_("Section")), each.name, section_path(edition, each.slug)) for each in sections),
        *(
            Direct(each.role or ours(_("Author")), each.name, author_path(edition, each.slug))
            for each in persons
        ),
        *(Direct(ours(_("Topic")), each.name, topic_path(edition, each.slug)) for each in topics),
    ]
    return found[:MOST_DIRECT]


def _used(
    asked: Asked, edition: Edition, is_meant: Callable[[_Readings, _Readings], bool], *, now: datetime
) -> list[str]:
    """Return which of the names that an edition uses most are meant by a query in Latin letters.

    Only where addresses keep their own script: elsewhere the Latin letters are the slug, by which the database finds
    the name.
    """
    if not asked.text.isascii() or not spelling_of(edition).in_script:
        return []
    language = edition.language
    wanted = _query_readings(asked.text, language)
    return [name for name in used_names(edition, now=now) if is_meant(wanted, _readings(name, language))]


def _is_same(asked: _Readings, name: _Readings) -> bool:
    """Return True if words are a name, whatever their order."""
    return any(one and one == other for one, other in zip(asked, name, strict=True))


def _is_person(asked: _Readings, name: _Readings) -> bool:
    """Return True if words name a person: by the surname or more, with or without initials."""
    return any(_names(one, other) for one, other in zip(asked, name, strict=True))


def _names(asked: frozenset[str], name: frozenset[str]) -> bool:
    full = frozenset(each for each in name if len(each) > 1)
    return bool(full and asked) and (asked <= name or full <= asked)


def _query_readings(text: str, language: str) -> _Readings:
    words = _plain(text, language)
    return words, _latin(text, language), _heard(words, language, asked_sound)


# As many as several editions use most.
@lru_cache(4 * MOST_NAMES)
def _readings(name: str, language: str) -> _Readings:
    words = _plain(name, language)
    # Names in Latin letters are compared by these: what sounds alike there is mostly another name.
    heard = frozenset[str]() if name.isascii() else _heard(words, language, spoken)
    return words, _latin(name, language), heard


def _plain(text: str, language: str) -> frozenset[str]:
    """Return the words of a name in their plain form, without their order."""
    return frozenset(each.plain for each in word_tokens(text, language))


def _latin(text: str, language: str) -> frozenset[str]:
    """Return the words of a name in Latin letters, as addresses have them."""
    if not _plain(text, language):
        return frozenset()
    return frozenset(slugify(text, language=language, max_length=8 * len(text)).split("-"))


def _heard(words: Iterable[str], language: str, sound: Callable[[str, str], str]) -> frozenset[str]:
    """Return the sounds of all words, and numbers as they are; none if one word has no sound."""
    found = [each if each.isdecimal() else sound(each, language) for each in words]
    return frozenset(found) if all(found) else frozenset()


def _slugs(asked: Asked, edition: Edition) -> set[str]:
    """Return the query as a slug: letters without marks find a page too, and a page may have been made in Latin letters."""
    return {spelling_of(edition).slug(asked.text), slugify(asked.text, language=edition.language)}
