"""Make the site from the stories that Broadsheet has: python -m stock_wagtail.fill STORIES PATHS."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "stock_wagtail.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  # the models need the settings
from django.db import connection, transaction  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402
from wagtail.signal_handlers import disable_reference_index_auto_update  # noqa: E402

from stock_wagtail.models import (  # noqa: E402
    ArticleIndexPage,
    ArticlePage,
    Author,
    EditorsChoice,
    HomePage,
    Pick,
    Section,
)


def main(stories: Path, paths: Path) -> None:
    """Fill an empty database, and write down the addresses of the articles."""
    call_command("migrate", verbosity=0)
    with transaction.atomic(), disable_reference_index_auto_update():
        pages = _fill([json.loads(line) for line in stories.read_text("utf-8").splitlines()])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    paths.write_text("".join(f"{each.url_path.removeprefix('/home')}\n" for each in pages), encoding="utf-8")


def _fill(stories: list[dict]) -> list[ArticlePage]:
    home = _home()
    sections, indexes = {}, {}
    # The front page is read anew for each: Wagtail counts children in the object.
    for name in dict.fromkeys(each["section"] for each in stories):
        sections[name] = Section.objects.create(name=name, slug=name.lower())
        indexes[name] = home.add_child(
            instance=ArticleIndexPage(title=name, slug=name.lower(), show_in_menus=True)
        )
    authors = {
        name: Author.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        for name in sorted({name for each in stories for name in each["authors"]})
    }
    pages = [_article(each, sections, indexes, authors) for each in stories]
    choice = EditorsChoice.objects.create(site=Site.objects.get())
    picked = sorted(
        (story["pick"], page) for story, page in zip(stories, pages, strict=True) if story["pick"]
    )
    Pick.objects.bulk_create(Pick(choice=choice, article=page, sort_order=place) for place, page in picked)
    return pages


def _home() -> HomePage:
    """Put our front page in the place of Wagtail's, as the migration of `wagtail start` does."""
    Page.objects.filter(depth=2).delete()
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="The Gazette", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="The Gazette")
    return home


def _article(
    story: dict, sections: dict[str, Section], indexes: dict[str, Page], authors: dict[str, Author]
) -> ArticlePage:
    page = ArticlePage(
        title=story["headline"], slug=story["slug"], standfirst=story["standfirst"], teaser=story["teaser"],
        date=datetime.fromisoformat(story["at"]), section=sections[story["section"]], read_count=story["reads"],
        search_description=story["standfirst"], body=[("paragraph", each) for each in story["paragraphs"]],
    )  # fmt: skip
    page.authors = [authors[name] for name in story["authors"]]
    page.tags.add(*story["topics"])
    return indexes[story["section"]].add_child(instance=page)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
