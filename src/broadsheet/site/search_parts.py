"""Make the parts around the results of a search: filters with counts, marked passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..newsroom.models import Author
from ..search.asking import Count, Passage, Results
from .contexts import EditionContext
from .dates import figures
from .searching import Asked

# Choices that each filter offers.
MOST_CHOICES = 8
# A choice: the value of its parameter, its name, and how many articles it has.
_Said = tuple[str, str, Count]


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
    articles, section, author = results.count, asked.section, asked.author
    if section is not None:
        _include(of_sections, section.slug, section.name, Count(section.pk, articles))
    if author is not None:
        _include(of_authors, author.slug, author.name, Count(author.pk, articles))
    if asked.year is not None:
        _include(of_years, str(asked.year), figures(asked.year), Count(asked.year, articles))
    of_years.sort(reverse=True, key=_year)
    found = (
        Filter(_("Section"), _choices(asked, paper, "section", of_sections, section.slug if section else "")),
        Filter(_("Author"), _choices(asked, paper, "author", of_authors, author.slug if author else "")),
        Filter(_("Year"), _choices(asked, paper, "year", of_years, str(asked.year or ""))),
    )
    # A single choice is hidden, unless it is set and can be removed.
    return [each for each in found if len(each.choices) > 1 or any(one.is_chosen for one in each.choices)]


def _include(said: list[_Said], value: str, name: str, count: Count) -> None:
    """Add the choice that is set, if it was not counted: it has no article, or many others have more."""
    if all(each[0] != value for each in said):
        said.append((value, name, count))


def _year(said: _Said) -> int:
    return said[2].value


def address(paper: EditionContext, parameters: dict[str, str]) -> str:
    """Return the address of a search."""
    return f"{paper.edition.root}search/?{urlencode(parameters)}"


def _choices(asked: Asked, paper: EditionContext, name: str, said: list[_Said], chosen: str) -> list[Choice]:
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
