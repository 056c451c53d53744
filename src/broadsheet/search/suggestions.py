"""Offer the names that an edition uses most."""
