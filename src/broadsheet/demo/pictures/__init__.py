"""The demo edition's pictures: prints of a town, drawn by code."""

from .drawing import draw

__all__ = ["draw"]
