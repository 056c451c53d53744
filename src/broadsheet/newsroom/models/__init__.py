"""The newsroom's models."""

from ...prose.dates import DatePrecision
from .articles import Article, Byline
from .curation import Correction, Pick
from .editions import Author, Edition, Section, Topic
from .lines import StoryLine
from .pictures import RetiredRendition
from .popularity import PopularHold, PopularList
from .relations import Analysis, Neighbour, Stage, TellingTerm, TermBuckets, TermChange, VersionBand

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
    "PopularHold",
    "PopularList",
    "RetiredRendition",
    "Section",
    "Stage",
    "StoryLine",
    "TellingTerm",
    "TermBuckets",
    "TermChange",
    "Topic",
    "VersionBand",
]
