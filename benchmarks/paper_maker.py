"""Make a paper of any size, with texts, sections, topics, authors and neighbours, from the sentences of real ones."""

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from random import Random

from django.db import connection
from django.utils import timezone
from wagtail.models import Locale

from broadsheet.newsroom import indexing
from broadsheet.newsroom.models import Article, Author, Byline, Edition, Neighbour, Section, Topic
from broadsheet.prose.teasers import teaser

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("BROADSHEET_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
SECTIONS = ("World", "Politics", "Business", "Science", "Culture", "Sport", "Town", "Opinion")
YEARS = 10
BATCH = 2000
NEIGHBOURS = 12
# Beyond, neighbours are dealt, not worked out: what a page costs does not depend on which they are.
WORKED_OUT = 5000


def make_paper(size: int, *, worked_out: int = WORKED_OUT) -> list[str]:
    """Fill an empty database; return the paths of the articles, the newest first.

    Beyond `worked_out` articles neighbours are dealt.
    """
    chance = Random(11)
    sentences = _sentences()
    locale = Locale.objects.get_or_create(language_code="en")[0]
    Edition.objects.get_or_create(locale=locale, name="The Gazette", is_main=True)
    sections = [Section.objects.create(locale=locale, name=each, slug=each.lower()) for each in SECTIONS]
    topics = [Topic.objects.create(locale=locale, name=f"Topic {n}", slug=f"topic-{n}") for n in range(200)]
    authors = [Author.objects.create(name=f"Author {n}", slug=f"author-{n}") for n in range(40)]
    now, paths = timezone.now() - timedelta(hours=1), []
    for start in range(0, size, BATCH):
        batch = []
        for number in range(start, min(start + BATCH, size)):
            at = now - timedelta(days=365.25 * YEARS * number / size)
            # Neighbouring numbers share a stock of sentences, as stories of one time share words.
            stock = sentences[number // 10 * 7 % (len(sentences) - 60) :][:60]
            batch.append(_article(number, at, chance.sample(stock, 10), locale, chance.choice(sections)))
        Article.objects.bulk_create(batch)
        Byline.objects.bulk_create(Byline(article=each, author=chance.choice(authors)) for each in batch)
        Article.topics.through.objects.bulk_create(
            Article.topics.through(article=each, topic=topic)
            for each in batch
            for topic in chance.sample(topics, 3)
        )
        paths += [f"/{each.path}/" for each in batch]
    if size <= worked_out:
        indexing.finish()
    else:
        _deal_neighbours(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return paths


def _article(number: int, at, sentences: list[str], locale: Locale, section: Section) -> Article:
    paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
    headline = " ".join(sentences[0].split()[:9])
    return Article(
        locale=locale, section=section, headline=headline, slug=f"story-{number}", live=True,
        path=f"{at:%Y/%m/%d}/story-{number}", published_at=at, first_published_at=at, standfirst=sentences[1],
        teaser=teaser(paragraphs[0], headline=headline),
        body=[("paragraph", f"<p>{each}</p>") for each in paragraphs],
    )  # fmt: skip


def _deal_neighbours(size: int) -> None:
    numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, size, BATCH):
        Neighbour.objects.bulk_create(
            Neighbour(
                article_id=numbers[place],
                neighbour_id=numbers[(place + step * 37) % size],
                position=step,
                score=1 / step,
                parts={"words": ["quay"], "days": step},
            )
            for place in range(start, min(start + BATCH, size))
            for step in range(1, NEIGHBOURS + 1)
        )


def _sentences() -> list[str]:
    texts = [
        json.loads(line)["text"]
        for name in ("digitalgov_dev", "ecbplus", "lee")
        for line in (DATA / "related" / f"{name}.docs.jsonl").read_text("utf-8").splitlines()
    ]
    found = {each for text in texts for each in re.split(r"(?<=[.!?])\s+", text) if 60 < len(each) < 240}
    plain = {each for each in found if not re.search(r'[<>&"]', each)}
    return sorted(plain, key=lambda each: hash((len(each), each[::7])))
