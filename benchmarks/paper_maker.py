"""Make a paper of real sentences in BROADSHEET_DATA, with sections, topics, authors and neighbours.

python benchmarks/paper_maker.py SIZE ranked|dealt [edited]
An edited paper has picks and a Popular list, and its stories are written down for others to read.
"""

import json
import random
import re
import sys
import zlib
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  # the models need the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from papers import SECTIONS, sentences  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from broadsheet.newsroom import indexing, models, popularity  # noqa: E402
from broadsheet.newsroom.models import Article, Author, Byline, Edition, Section, Topic  # noqa: E402
from broadsheet.prose.teasers import card_text  # noqa: E402
from broadsheet.rails.popular import PopularStanding  # noqa: E402

YEARS = 10
BATCH = 2000
NEIGHBOURS = 12
NEWEST, PICKED, READ = 300, 5, 30


def main() -> None:
    """Fill an empty database, and write the paths of the articles down, the newest first."""
    size, neighbours, *more = int(sys.argv[1]), *sys.argv[2:]
    call_command("migrate", verbosity=0)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = _write(size)
    if neighbours == "dealt":
        _deal_neighbours(size)
    else:
        indexing.finish()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if "edited" in more:
        _edit()
    (settings.DATA / "paths").write_text("".join(f"{each}\n" for each in paths), encoding="utf-8")


def _write(size: int) -> list[str]:
    chance = random.Random(11)
    plain = _plain()
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
            stock = plain[number // 10 * 7 % (len(plain) - 60) :][:60]
            batch.append(_article(number, at, chance.sample(stock, 10), locale, chance.choice(sections)))
        Article.objects.bulk_create(batch)
        Byline.objects.bulk_create(Byline(article=each, author=chance.choice(authors)) for each in batch)
        Article.topics.through.objects.bulk_create(
            Article.topics.through(article=each, topic=topic)
            for each in batch
            for topic in chance.sample(topics, 3)
        )
        paths += [f"/{each.path}/" for each in batch]
    return paths


def _article(number: int, at, sentences: list[str], locale: Locale, section: Section) -> Article:
    paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
    headline = " ".join(sentences[0].split()[:9])
    return Article(
        locale=locale, section=section, headline=headline, slug=f"story-{number}", live=True,
        path=f"{at:%Y/%m/%d}/story-{number}", published_at=at, first_published_at=at, standfirst=sentences[1],
        card_text=card_text(headline, body=paragraphs[0]),
        body=[("paragraph", f"<p>{each}</p>") for each in paragraphs],
    )  # fmt: skip


def _deal_neighbours(size: int) -> None:
    """Give every article neighbours, and have it pass for ranked, or the worker would be at it for hours."""
    numbers = list(Article.objects.order_by("pk").values_list("pk", "locale_id"))
    ranked = {"stage": models.Stage.RANKED, "digest": "", "vector": b""}
    for start in range(0, size, BATCH):
        batch = range(start, min(start + BATCH, size))
        models.Neighbour.objects.bulk_create(
            models.Neighbour(
                article_id=numbers[place][0], neighbour_id=numbers[(place + step * 37) % size][0], position=step,
                score=1 / step, parts={"words": ["quay"], "days": step},
            )
            for place in batch
            for step in range(1, NEIGHBOURS + 1)
        )  # fmt: skip
        models.Analysis.objects.bulk_create(
            models.Analysis(article_id=number, locale_id=locale, **ranked)
            for number, locale in (numbers[place] for place in batch)
        )


def _edit() -> None:
    """Choose picks and a Popular list among the newest, and write all stories down."""
    newest = list(Article.objects.order_by("-published_at").values_list("pk", flat=True)[:NEWEST])
    chance = random.Random(3)
    picked, read = chance.sample(newest, PICKED), chance.sample(newest, READ)
    # Nobody ranks again while pages are measured, nor looks after the picks.
    later = timezone.now() + timedelta(days=1)
    edition = Edition.objects.get(is_main=True)
    for place, article in enumerate(picked):
        models.Pick.objects.create(edition=edition, article_id=article, position=place, ends_at=later)
    places = [PopularStanding(article, 50 - place, 9, 90) for place, article in enumerate(read)]
    popularity.save({(edition.locale_id, None): places}, later)
    _export(picked, read)


def _export(picked: list[int], read: list[int]) -> None:
    """Write the stories down, each a line of JSON, the oldest first."""
    found = Article.objects.select_related("section").prefetch_related("topics", "bylines__author")
    with (settings.DATA / "stories.jsonl").open("w", encoding="utf-8") as stories:
        for each in found.order_by("published_at").iterator(chunk_size=2000):
            story = {
                "slug": each.slug, "headline": each.headline, "standfirst": each.standfirst, "teaser": each.card_text,
                "at": each.published_at.isoformat(), "section": each.section.name,
                "authors": [byline.author.name for byline in each.bylines.all()],
                "topics": [topic.name for topic in each.topics.all()],
                "paragraphs": [block["value"] for block in each.body.raw_data],
                "pick": picked.index(each.pk) + 1 if each.pk in picked else 0,
                "reads": READ - read.index(each.pk) if each.pk in read else 0,
            }  # fmt: skip
            stories.write(json.dumps(story) + "\n")


def _plain() -> list[str]:
    found = [each for each in sentences() if not re.search(r'[<>&"]', each)]
    # In an order of its own, so that neighbours in it are of many texts.
    return sorted(found, key=lambda each: zlib.crc32(each.encode()))


if __name__ == "__main__":
    main()
