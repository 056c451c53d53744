"""The WSGI application of a worker of `broadsheet serve` and `broadsheet web`: loaded by each worker for itself."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from ..serving.application import build_worker  # noqa: E402  # Django must be ready
from .caches_in_front import tag_headers  # noqa: E402

application = build_worker(tag_headers(settings.OPTIONS))
