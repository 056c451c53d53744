"""What several tests of the readers' pages need."""

import pytest
from wagtail.images.models import Image

from newsstand import take_picture


@pytest.fixture
def picture(db, settings, tmp_path) -> Image:
    """A picture in a folder of its own."""
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    return take_picture()
