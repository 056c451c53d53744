"""The WSGI application for whoever runs Broadsheet under a server of their own; `broadsheet serve` does without."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from .reading_room import ReadingRoom  # noqa: E402  # Django must be ready
from .turnover import Turnover  # noqa: E402

application = ReadingRoom(Turnover(None))
