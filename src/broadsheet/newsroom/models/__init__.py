"""The newsroom's models."""

from ...prose.dates import DatePrecision
from ..calendars import Calendar
from .addresses import Address
from .articles import Article
from .bylines import Byline
from .card_texts import ArticleKind
from .checks import RailsCheck
from .curation import Correction, Pick
from .editions import Author, Edition, FeedText, Section, Topic
from .lines import StoryLine
from .pages import Page
from .paper import PaperFile, PaperSettings
from .pictures import RetiredRendition
from .popularity import PopularHold, PopularList
from .relations import (
    Analysis,
    KeyTerm,
    Neighbour,
    RelatedFloor,
    Stage,
    TermBuckets,
    TermChange,
    TimesShown,
    VersionBand,
)
from .tombstones import KeptTombstone

__all__ = [
    "Address",
    "Analysis",
    "Article",
    "ArticleKind",
    "Author",
    "Byline",
    "Calendar",
    "Correction",
    "DatePrecision",
    "Edition",
    "FeedText",
    "KeptTombstone",
    "KeyTerm",
    "Neighbour",
    "Page",
    "PaperFile",
    "PaperSettings",
    "Pick",
    "PopularHold",
    "PopularList",
    "RailsCheck",
    "RelatedFloor",
    "RetiredRendition",
    "Section",
    "Stage",
    "StoryLine",
    "TermBuckets",
    "TermChange",
    "TimesShown",
    "Topic",
    "VersionBand",
]
