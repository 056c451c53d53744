"""A small site that was closed in order, for tests to copy."""

from pathlib import Path

import pytest

from sites import done, write_stories

# A picture whose file is there and whose row is not is as good for a copy.
PICTURE = bytes(range(256)) * 400
READY = """
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("editor", "editor@example.org", "a long password")
from django.conf import settings
from broadsheet.audience.counting.live import Live
from broadsheet.audience.counting import Counter
import time
counter = Counter(settings.DATA / "audience")
counter.live.set(range(1, 9), is_live=True)
agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
from django.utils import timezone
from broadsheet.newsroom.actions.changing_paper import change_paper
from broadsheet.newsroom.paper.site_settings import SiteSettings
from broadsheet.newsroom.paper.uploads import take_logo
logo = take_logo(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2"/></svg>', now=timezone.now())
change_paper(SiteSettings(logo=logo.picture, accent="#0b4f8a"), by=None, now=timezone.now())
print([counter.read(number, address=f"203.0.{number}.9", agent=agent, now=time.time()).name for number in range(1, 9)])
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with sixty articles, an account, a picture and eight readers."""
    folder = tmp_path_factory.mktemp("site")
    data = folder / "var"
    done("upgrade", data=data)
    done("import", write_stories(folder / "stories", files=3, each=20, seed=1), data=data)
    assert "COUNTED" in done("manage", "shell", "-v0", "-c", READY, data=data)
    (data / "media" / "images").mkdir(parents=True)
    (data / "media" / "images" / "crane.webp").write_bytes(PICTURE)
    (data / "originals").mkdir()
    (data / "originals" / "crane.jpg").write_bytes(PICTURE[::-1])
    return data
