"""A news site as one makes it with `wagtail start` and Wagtail's tutorial: the reference of cold_pages.py."""
