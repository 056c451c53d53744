"""The site's settings in a data folder of the tests' own, with static files served where they stand."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Of tests that run beside each other each has its own: a worker finds that of the process that started it set already.
if "PYTEST_XDIST_WORKER" in os.environ or "BROADSHEET_DATA" not in os.environ:
    os.environ["BROADSHEET_DATA"] = tempfile.mkdtemp(prefix="broadsheet-tests-")
    atexit.register(shutil.rmtree, os.environ["BROADSHEET_DATA"], ignore_errors=True)

from broadsheet.project.settings import *  # noqa: F403
from broadsheet.project.settings import STATIC_ROOT, STORAGES

ALLOWED_HOSTS = ["*"]
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Tests sign in often, and nobody attacks their passwords.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
