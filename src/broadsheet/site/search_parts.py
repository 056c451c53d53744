"""Make the parts around the results of a search: filters with counts, pages of the same name, marked passages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..newsroom import search_queries
from ..newsroom.models import Author, Edition, Section, Topic
from ..newsroom.spelling import spelling_of
from ..prose.tokens import word_tokens
from ..search.asking import Count, Passage, Results
from .addresses import author_path, section_path, topic_path
from .contexts import EditionContext
from .dates import figures
from .searching import Asked
from .voice import ours

# Choices that each filter offers, and pages of the same name above the results.
MOST_CHOICES = 8
MOST_DIRECT = 5
# Topics of this many first articles are compared with the query.
FIRST_ARTICLES = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a filter; its path sets the filter, or removes it where it is chosen."""

    name: str
    articles: int
    path: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """The choices of one kind."""

    name: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Direct:
    """A page of the paper whose name is the query."""

    kind: str
    name: str
    path: str


def marked(passage: Passage) -> SafeString:
    """Print a passage with the words that were looked for in <mark>."""
    pieces = (
        (format_html("<mark>{}</mark>", text) if is_marked else text,) for text, is_marked in passage.pieces()
    )
    return format_html_join("", "{}", pieces)


def filters(asked: Asked, results: Results, authors: Sequence[Author], paper: EditionContext) -> list[Filter]:
    """Return what the answer can be narrowed to."""
    sections = {each.pk: each for each in paper.sections}
    signed = {each.pk: each for each in authors}
    of_sections = [
        (desk.slug, desk.name, each) for each in results.sections if (desk := sections.get(each.value))
    ]
    of_authors = [(row.slug, row.name, each) for each in results.authors if (row := signed.get(each.value))]
    of_years = [(str(each.value), figures(each.value), each) for each in results.years if each.value]
    section, author = asked.section.slug if asked.section else "", asked.author.slug if asked.author else ""
    found = (
        Filter(_("Section"), _choices(asked, paper, "section", of_sections, section)),
        Filter(_("Author"), _choices(asked, paper, "author", of_authors, author)),
        Filter(
            _("Year"),
            _choices(asked, paper, "year", sorted(of_years, reverse=True, key=_year), str(asked.year or "")),
        ),
    )
    # A single choice is hidden, unless it is set and can be removed.
    return [each for each in found if len(each.choices) > 1 or any(one.is_chosen for one in each.choices)]


def _year(said: tuple[str, str, Count]) -> int:
    return said[2].value


def address(paper: EditionContext, parameters: dict[str, str]) -> str:
    """Return the address of a search."""
    return f"{paper.edition.root}search/?{urlencode(parameters)}"


def _choices(
    asked: Asked, paper: EditionContext, name: str, said: list[tuple[str, str, Count]], chosen: str
) -> list[Choice]:
    offered = said[:MOST_CHOICES]
    offered += [each for each in said[MOST_CHOICES:] if each[0] == chosen]
    return [
        Choice(
            called,
            each.articles,
            address(paper, asked.parameters(**{name: "" if value == chosen else value})),
            is_chosen=value == chosen,
        )
        for value, called, each in offered
    ]


def authors_of(asked: Asked, results: Results, edition: Edition, *, now: datetime) -> list[Author]:
    """Return the authors of the results, and one whose name is the query."""
    numbers = {each.value for each in results.authors[: 2 * MOST_CHOICES]}
    if asked.author is not None:
        numbers.add(asked.author.pk)
    return search_queries.authors(edition, now=now, numbers=numbers, slug=_slug(asked, edition))


def direct(
    asked: Asked, authors: Iterable[Author], articles: Sequence[int], paper: EditionContext
) -> list[Direct]:
    """Return the pages of sections, topics and authors whose name is the query."""
    edition, words = paper.edition, _words(asked.text, paper.language)
    if not any(len(each) > 1 for each in words):
        return []
    about = search_queries.topics(
        edition, now=paper.now, articles=articles[:FIRST_ARTICLES], slug=_slug(asked, edition)
    )
    sections: list[Section] = [each for each in paper.sections if _words(each.name, paper.language) == words]
    topics: list[Topic] = [each for each in about if _words(each.name, paper.language) == words]
    persons = [each for each in authors if _names(words, _words(each.name, paper.language))]
    found = [
        *(Direct(ours(_("Section")), each.name, section_path(edition, each.slug)) for each in sections),
        *(
            Direct(each.role or ours(_("Author")), each.name, author_path(edition, each.slug))
            for each in persons
        ),
        *(Direct(ours(_("Topic")), each.name, topic_path(edition, each.slug)) for each in topics),
    ]
    return found[:MOST_DIRECT]


def _names(asked: frozenset[str], name: frozenset[str]) -> bool:
    """Return True if words name a person: by the surname or more, with or without initials."""
    full = frozenset(each for each in name if len(each) > 1)
    return bool(full) and (asked <= name or full <= asked)


def _words(text: str, language: str) -> frozenset[str]:
    """Return the words of a name in their plain form, without their order."""
    return frozenset(each.plain for each in word_tokens(text, language))


def _slug(asked: Asked, edition: Edition) -> str:
    """Return the query as a slug, so that letters without marks find a page too."""
    return spelling_of(edition).slug(asked.text)
