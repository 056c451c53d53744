"""Work out, when articles change, what stands beside them; readers only ever read the result."""

from .counts import Counts
from .filling import Filling
from .refreshing import finish, forget, pending, refresh, unfinished

__all__ = ["Counts", "Filling", "finish", "forget", "pending", "refresh", "unfinished"]
