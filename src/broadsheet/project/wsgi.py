"""The WSGI application, for whoever runs Broadsheet under a server of their own."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from ..serving.application import build  # noqa: E402  # Django must be ready

application = build()
