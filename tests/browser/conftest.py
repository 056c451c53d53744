"""What several tests that look at pages need."""

import pytest
from wagtail.images.models import Image

from newsstand import take_picture


@pytest.fixture
def picture(request, settings, tmp_path) -> Image:
    """A picture in a folder of its own."""
    # A live server sees only what is committed.
    request.getfixturevalue("transactional_db" if "live_server" in request.fixturenames else "db")
    settings.MEDIA_ROOT, settings.UPLOADS = tmp_path / "media", tmp_path / "uploads"
    return take_picture()
