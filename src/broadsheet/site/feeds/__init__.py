"""Feeds: one list of items, which each format writes in its own words."""
