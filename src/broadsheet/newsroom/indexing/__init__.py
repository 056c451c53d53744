"""Work out, when articles change, what stands beside them; readers only ever read the result."""

from .refreshing import rebuild, refresh

__all__ = ["rebuild", "refresh"]
