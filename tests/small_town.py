"""A town with stories enough for three rails, and what its newsroom may do to them in any order."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from broadsheet.newsroom import indexing, popularity
from broadsheet.newsroom.models import Article, Pick, Section
from broadsheet.rails.popular import PopularStanding
from factories import STORIES, make_edition, make_section
from newsstand import publish

COUNT = 30
WORDS = [
    f"{first}{last}"
    for first in ("har", "cra", "quay", "tram", "lib", "rov")
    for last in ("bour", "ne", "side", "way", "rary", "ers")
]
DEEDS = ["retitle", "withdraw", "return", "pick", "unpick", "popular", "publish", "rename", "kill", "delete"]


def make_town() -> list[Article]:
    """Publish stories that share words but are no versions of each other."""
    sections = [make_section(name) for name in ("Town", "Harbour")]
    chance = Random(5)
    made = [
        publish(
            f"Report {number} on the {STORIES[number % 5][0].lower()}",
            days_ago=number + 1,
            section=sections[number % 2],
            text=" ".join(chance.choices(WORDS, k=60)) + ".",
        )
        for number in range(COUNT)
    ]
    indexing.refresh(each.pk for each in made)
    return made


def do(deed: str, article: Article) -> None:
    """Do one of DEEDS to an article, or beside it, as far as it is there."""
    now = timezone.now()
    current = Article.objects.filter(pk=article.pk).first()
    if deed == "popular":
        be_popular(list(Article.objects.filter(live=True))[article.pk % 7 :][:12])
    elif deed == "publish":
        indexing.refresh([publish(f"New beside {article.headline}", days_ago=0).pk])
    elif deed == "rename":
        section = Section.objects.first()
        section.name = f"{section.name}s"
        section.save()
    elif current is None:
        return
    elif deed == "retitle":
        current.headline = f"Once more: {current.headline}"[:200]
        current.save()
        indexing.refresh([current.pk])
    elif deed == "withdraw" and current.live:
        current.unpublish()
    elif deed == "return":
        current.live = True
        current.save()
    elif deed == "pick":
        Pick.objects.get_or_create(
            edition=make_edition(), article=current, defaults={"ends_at": now + timedelta(days=1)}
        )
    elif deed == "unpick":
        for each in Pick.objects.filter(article=current):
            each.delete()
    elif deed == "kill":
        current.killed_at = now
        current.save(update_fields=["killed_at"])
    elif deed == "delete":
        current.delete()


def be_popular(articles: list[Article]) -> None:
    places = [PopularStanding(each.pk, 50 - place, 9, 90) for place, each in enumerate(articles)]
    popularity.save({(make_edition().locale_id, None): places}, timezone.now())
