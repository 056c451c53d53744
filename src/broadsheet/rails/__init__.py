"""Decide which stories stand beside an article: related, editor's choice, popular, and all three together."""

from .composition import compose
from .model import Candidate, Rail, Reason

__all__ = ["Candidate", "Rail", "Reason", "compose"]
