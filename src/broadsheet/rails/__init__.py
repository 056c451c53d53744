"""Decide which stories stand beside an article: related, editor's choice, popular, and all three together."""

from .composition import compose
from .model import Candidate, Reason
from .registry import Rail, RailSpec

__all__ = ["Candidate", "Rail", "RailSpec", "Reason", "compose"]
