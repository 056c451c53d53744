"""Work out, when articles change, what stands beside them; readers only ever read the result."""

from .counts import Counts
from .filling import Filling
from .refreshing import finish, pending, refresh, start_over, unfinished

__all__ = ["Counts", "Filling", "finish", "pending", "refresh", "start_over", "unfinished"]
