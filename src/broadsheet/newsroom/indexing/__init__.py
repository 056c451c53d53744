"""Work out, when articles change, what stands beside them; readers only ever read the result."""

from .refreshing import finish, forget, pending, refresh, unfinished

__all__ = ["finish", "forget", "pending", "refresh", "unfinished"]
