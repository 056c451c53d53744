"""The WSGI application, for whoever runs Broadsheet under a server of their own."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from ..serving.application import build  # noqa: E402  # Django must be ready
from .caches_in_front import tag_headers  # noqa: E402

application = build(tag_headers(settings.OPTIONS))
