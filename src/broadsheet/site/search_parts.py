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
