"""Checks of the settings and of the machine, each a small function that yields what it found."""
