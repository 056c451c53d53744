"""Decide which stories stand beside an article: related, editor's choice, popular, and all three together."""

from broadsheet.rails.composition import compose
from broadsheet.rails.model import Candidate, Rail, Reason

__all__ = ["Candidate", "Rail", "Reason", "compose"]
