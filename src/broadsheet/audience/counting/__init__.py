"""Count readers in files that every process of a machine shares: no Django here, and nothing that names a reader."""

from .counter import Counter, Verdict

__all__ = ["Counter", "Verdict"]
