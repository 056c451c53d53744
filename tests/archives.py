"""An archive of any size, of affairs that share words and are no versions of each other."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from broadsheet.newsroom import indexing
from broadsheet.newsroom.models import Article, DatePrecision
from factories import make_edition, make_section

WORDS = [
    f"{first}{middle}{last}"
    for first in ("bar", "cor", "dun", "fen", "gal", "hol", "kin", "lor", "mar", "nor")
    for middle in ("a", "e", "i", "o")
    for last in ("bridge", "court", "ferry", "guild", "hall", "mill", "port", "stone", "tower", "yard")
]
OF_AFFAIR, OF_ALL, STORIES_OF_AFFAIR = 24, 36, 20


def make_archive(count: int) -> list[Article]:
    """Publish stories of affairs, a day apart, in four sections; what is related is not worked out."""
    chance, now = Random(11), timezone.now()
    edition = make_edition()
    sections = [make_section(name) for name in ("Town", "Harbour", "Sport", "Letters")]
    affairs = [chance.sample(WORDS, OF_AFFAIR) for _affair in range(-(-count // STORIES_OF_AFFAIR))]
    made = []
    for number in range(count):
        affair, published = affairs[number % len(affairs)], now - timedelta(days=number + 1)
        text = " ".join(chance.choices(affair, k=OF_AFFAIR) + chance.choices(WORDS, k=OF_ALL))
        made.append(
            Article(
                locale=edition.locale,
                headline=f"Report {number} on {affair[number % OF_AFFAIR]}",
                body=[("paragraph", f"<p>{text}.</p>")],
                section=sections[number % len(sections)],
                published_at=published,
                first_published_at=published,
                date_precision=DatePrecision.SECOND,
                live=True,
            )
        )
        made[-1].prepare(now)
    return Article.objects.bulk_create(made)


def relate_all() -> None:
    """Work out what is related again, as `broadsheet related rebuild` does."""
    indexing.start_over()
    indexing.finish()
