"""Tell the caches in front, Varnish and networks of caches, what they must not hand out any more."""
