"""The newsroom's models."""

from .articles import Article, Byline, DatePrecision
from .curation import Correction, Pick
from .editions import Author, Edition, Section, Topic
from .relations import Analysis, Neighbour, TellingTerm, TermCount, VersionBand

__all__ = [
    "Analysis",
    "Article",
    "Author",
    "Byline",
    "Correction",
    "DatePrecision",
    "Edition",
    "Neighbour",
    "Pick",
    "Section",
    "TellingTerm",
    "TermCount",
    "Topic",
    "VersionBand",
]
