"""Folders of the test's own for pictures."""

from pathlib import Path

import pytest


@pytest.fixture
def folders(settings, tmp_path) -> Path:
    """A folder that holds `uploads`, `public/media` and whatever else a test puts there."""
    settings.DATA = tmp_path
    settings.UPLOADS, settings.MEDIA_ROOT = tmp_path / "uploads", tmp_path / "public" / "media"
    return tmp_path
