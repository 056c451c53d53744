"""Load the demo edition: its editions, sections, authors, articles, pictures, corrections and picks."""

import io
import re
import tomllib
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from PIL.Image import Image as Drawing
from wagtail.images.models import Image
from wagtail.models import Locale

from ..newsroom import indexing
from ..newsroom.actions.filing import file_stories
from ..newsroom.actions.places import Places
from ..newsroom.models import Article, Author, Correction, Edition, Pick, Section, StoryLine, Topic
from ..newsroom.moments import paper_time
from ..newsroom.stories import Picture
from ..prose.slugs import slugify
from .articles import DemoArticle, articles, newest_day
from .models import DemoLoading
from .moving import Move
from .pictures import draw
from .reads import store_reads
from .things import created_meanwhile, mark

FOLDER = Path(__file__).parent
SIZE = (1600, 900)
JPEG_QUALITY = 82

Progress = Callable[[str], None]

_ARTICLE_LINK = re.compile(r'<a linktype="article" id="(demo:[^"]+)">(.*?)</a>')


class NotEmpty(RuntimeError):
    """There is a paper here already. The demo edition is loaded into an empty site alone."""

    def __init__(self) -> None:
        super().__init__(NotEmpty.__doc__)


class DemoPlaces(Places):
    """Files demo articles under sections by their key, not by their name."""

    def __init__(self, sections: dict[tuple[str, str], Section]) -> None:
        super().__init__()
        self.by_key = sections

    def section(self, edition: Edition, name: str) -> Section | None:
        return self.by_key[(edition.language, name)]


def load(*, now: datetime, as_written: bool = False, progress: Progress = lambda _line: None) -> int:
    """Load the demo edition into a site that has no paper; return the number of articles.

    Everything moves by whole weeks, so that the newest story is one to seven days old; as written, it stays.
    Raises NotEmpty.
    """
    if has_a_paper():
        raise NotEmpty
    today = paper_time(now).date()
    move = Move() if as_written else Move.to(today, newest=newest_day(FOLDER))
    with created_meanwhile() as created:
        loaded = _load(move, now=now, progress=progress)
    mark(created | {"article": set(loaded)})
    DemoLoading.objects.create(loaded_at=now, moved_days=move.days)
    return len(loaded)


def _load(move: Move, *, now: datetime, progress: Progress) -> list[int]:
    """Load everything, and return the numbers of the articles."""
    plan = tomllib.loads((FOLDER / "edition.toml").read_text(encoding="utf-8"))
    editions = _editions(plan, move)
    pictures = _Pictures(progress)
    _make_authors(plan, move, pictures)
    places = DemoPlaces(_sections(plan, editions))
    lines = _lines(plan, editions)
    loaded: list[int] = []
    for language in editions:
        progress(f"{editions[language].name}: articles and pictures")
        batch = list(articles(FOLDER, language, move=move))
        filed = file_stories(
            (each.story for each in batch), by=None, now=now, places=places, find_image=pictures.find
        )
        loaded += [each.article.pk for each in filed if each.article]
        for demo, each in zip(batch, filed, strict=True):
            if each.article:
                _finish(demo, each.article, editions[language], lines.get((language, demo.line)))
    _link_articles(loaded)
    progress("Related articles")
    indexing.refresh(loaded)
    store_reads(Article.objects.filter(pk__in=loaded).defer("body"), now=now)
    return loaded


def has_a_paper() -> bool:
    """Return True if the site has an edition, or what stands in one."""
    return any(model.objects.exists() for model in (Edition, Article, Section, Topic))


def is_new() -> bool:
    """Return True if nobody has used this site yet: no paper, no account, and no demo edition at any time."""
    has_accounts = get_user_model()._default_manager.exists()
    return not (has_accounts or has_a_paper() or DemoLoading.objects.exists())


def _editions(plan: dict[str, Any], move: Move) -> dict[str, Edition]:
    editions = {}
    for each in plan["editions"]:
        locale, _created = Locale.objects.get_or_create(language_code=each["language"])
        editions[each["language"]] = Edition.objects.update_or_create(
            locale=locale,
            defaults={
                "name": each["name"],
                "tagline": move.text(each["tagline"], language=each["language"]),
                "is_main": each.get("is_main", False),
            },
        )[0]
    return editions


def _sections(plan: dict[str, Any], editions: dict[str, Edition]) -> dict[tuple[str, str], Section]:
    sections: dict[tuple[str, str], Section] = {}
    for each in plan["sections"]:
        original: Section | None = None
        for language, edition in editions.items():
            name = each["name"][language]
            section = Section(locale=edition.locale, name=name, position=each["position"])
            section.slug = slugify(name, language=language)
            if original is not None:
                section.translation_key = original.translation_key
            original = original or section
            section.save()
            sections[(language, each["key"])] = section
    return sections


def _make_authors(plan: dict[str, Any], move: Move, pictures: "_Pictures") -> None:
    for each in plan["authors"]:
        Author.objects.get_or_create(
            slug=each.get("slug") or slugify(each["name"]),
            defaults={
                "name": each["name"],
                "role": each.get("role", ""),
                "biography": move.text(each.get("bio", ""), language=settings.LANGUAGE_CODE),
                "picture": pictures.portrait(each["name"]) if each.get("has_portrait") else None,
            },
        )


def _lines(plan: dict[str, Any], editions: dict[str, Edition]) -> dict[tuple[str, str], StoryLine]:
    """Make the story-lines that the editors of the demo edition have named."""
    return {
        (language, each["key"]): StoryLine.objects.create(locale=edition.locale, name=each["name"][language])
        for each in plan["storylines"]
        for language, edition in editions.items()
    }


def _finish(demo: DemoArticle, article: Article, edition: Edition, line: StoryLine | None) -> None:
    if line is not None:
        Article.objects.filter(pk=article.pk).update(line=line, is_line_fixed=True)
    Correction.objects.bulk_create(
        Correction(article=article, at=at, text=text) for at, text in demo.corrections
    )
    if demo.picked and demo.picked_until:
        Pick.objects.create(
            edition=edition,
            article=article,
            position=demo.picked,
            ends_at=demo.picked_until,
            note="Demo edition",
        )


def _link_articles(loaded: list[int]) -> None:
    """Point links between demo articles at the numbers that they have got."""
    numbers = dict(Article.objects.filter(source_id__startswith="demo:").values_list("source_id", "pk"))
    for article in Article.objects.filter(pk__in=loaded):
        raw = article.body.get_prep_value()
        linked = [{**block, "value": _with_links(block["value"], numbers)} for block in raw]
        if linked != raw:
            Article.objects.filter(pk=article.pk).update(body=linked)


def _with_links(value: Any, numbers: dict[str, int]) -> Any:
    """Put numbers into the links of a paragraph; a link to an article that is not there becomes its words."""
    if not isinstance(value, str):
        return value
    return _ARTICLE_LINK.sub(
        lambda link: (
            f'<a linktype="article" id="{numbers[link[1]]}">{link[2]}</a>' if link[1] in numbers else link[2]
        ),
        value,
    )


class _Pictures:
    """Draws each scene once and keeps it among the site's pictures."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.drawn: dict[str, Image] = {}

    def find(self, picture: Picture) -> Image | None:
        if not picture.url.startswith("scene:"):
            return None
        if picture.url not in self.drawn:
            self.drawn[picture.url] = self._draw(picture)
        return self.drawn[picture.url]

    def portrait(self, name: str) -> Image:
        """Draw the face of an author, on a square."""
        side = (SIZE[0] - SIZE[1]) // 2
        drawing = draw("portrait-writer", seed=zlib.crc32(name.encode()), size=SIZE)
        return _stored(
            drawing.crop((side, 0, SIZE[0] - side, SIZE[1])), title=name, name=f"portrait-{slugify(name)}.jpg"
        )

    def _draw(self, picture: Picture) -> Image:
        scene, _mark, variant = picture.url.removeprefix("scene:").partition("?")
        drawing = draw(scene, seed=zlib.crc32(variant.encode()), size=SIZE)
        name = f"{scene}-{zlib.crc32(picture.url.encode()):08x}.jpg"
        return _stored(drawing, title=picture.alt[:255] or scene, name=name)


def _stored(drawing: Drawing, *, title: str, name: str) -> Image:
    file = io.BytesIO()
    drawing.convert("RGB").save(file, "JPEG", quality=JPEG_QUALITY)
    return Image.objects.create(title=title, file=ImageFile(file, name=name))
