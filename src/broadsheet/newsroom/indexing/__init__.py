"""Work out, when articles change, what stands beside them; readers only ever read the result."""

from .counts import Counts
from .refreshing import fill, finish, forget, pending, refresh, unfinished

__all__ = ["Counts", "fill", "finish", "forget", "pending", "refresh", "unfinished"]
