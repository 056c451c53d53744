"""Articles that readers can see now, whatever the clock of the machine says, and pages as they see them."""

import io
import re
from datetime import timedelta
from typing import Any

from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.images.models import Image

from broadsheet.newsroom.models import Article
from factories import make_article


def publish(headline: str = "", *, days_ago: float = 1, **fields: Any) -> Article:
    fields.setdefault("published_at", timezone.now() - timedelta(days=days_ago))
    return make_article(headline, **fields)


def publish_many(count: int, **fields: Any) -> list[Article]:
    return [
        publish(f"Story number {number} of many", days_ago=number + 1, **fields) for number in range(count)
    ]


def take_picture(name: str = "cranes.jpg", *, size: tuple[int, int] = (1600, 900)) -> Image:
    """Keep a picture; see that MEDIA_ROOT is the test's own."""
    file = io.BytesIO()
    Drawing.new("RGB", size, "#345").save(file, "JPEG")
    return Image.objects.create(title="Cranes", file=ImageFile(file, name=name))


def read(path: str, *, status: int = 200) -> str:
    """Return a page as a reader without any cookie gets it."""
    response = Client().get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response.content.decode()


def headlines(html: str) -> list[str]:
    """List the headlines of the cards on a page."""
    return re.findall(r'class="card-headline"><a href="[^"]+">([^<]+)</a>', html)
