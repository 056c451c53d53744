"""The readers' pages, one file per kind."""
