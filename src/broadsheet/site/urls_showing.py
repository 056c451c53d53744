"""Name the addresses at which readers see what a tag names, for caches that know pages by their addresses alone."""

import re
from collections.abc import Collection, Iterable, Iterator

from django.conf import settings
from django.urls import reverse

from ..newsroom import queries, readership
from ..newsroom.address_forms import written
from ..newsroom.addresses import article_path, former, ninjs_path
from ..newsroom.models import Article, Edition
from ..newsroom.models.addresses import Kind
from ..newsroom.pictures.tags import FILE, PICTURE
from .addresses import absolute, author_path, page_path, section_path, topic_path
from .feeds.formats import addresses as feeds
from .icons import CHANNEL, MANIFEST
from .sitemap_keeping import chunk_of

BATCH = 500
# Articles that are asked for their addresses because a picture of theirs changed.
MOST_WITH = 1_000
_FILE = f"{FILE}:"
_ESCAPED = re.compile("%[0-9A-F]{2}")
# A change of these shows on the fronts.
_OF_FRONTS = ("edition:", "stories:", "picks:", "popular:", "chrome:", "editions")


def addresses(tags: Collection[str]) -> list[str]:
    """Return the public addresses of the pages that show most of what some tags name.

    An article stands on its own page and in its ninjs, on those of its section, topics, authors and days, on its edition's
    front, among its corrections and what is read most, in the feeds of these, of the section above it and of the editors'
    choice, in the sitemaps that name articles, and beside the articles to which it is stored as related. Rails filled
    otherwise, and lists after their first page, are not found; nor is an article that was deleted instead of killed, nor
    where a picture stood that was deleted. A picture that stands in more than MOST_WITH articles is taken for "all".
    "all" is every front and section, and a wildcard for the caches that know one.
    """
    numbers = _numbers(tags, "article")
    with_pictures = queries.showing(_numbers(tags, PICTURE), limit=MOST_WITH + 1)
    if len(with_pictures) > MOST_WITH:
        tags = {*tags, "all"}
    else:
        numbers = sorted({*numbers, *with_pictures})
    editions = queries.editions()
    paths = {f"{settings.MEDIA_URL}{each.removeprefix(_FILE)}" for each in tags if each.startswith(_FILE)}
    if "all" in tags:
        paths.update(("/*", reverse("site:robots"), reverse("site:sitemap"), reverse("site:news-sitemap")))
    if "all" in tags or "editions" in tags:
        paths.update(_of_the_paper())
    for edition in editions:
        if "all" in tags or any(each.startswith(_OF_FRONTS) for each in tags):
            paths.update(_of_front(edition))
        if "all" in tags or f"chrome:{edition.language}" in tags:
            paths.update(_of_sections(edition))
            paths.add(f"{edition.root}opensearch.xml")
            paths.update(page_path(edition, each.slug) for each in queries.pages(edition))
    pages = _numbers(tags, "page")
    paths.update(each.get_absolute_url() for each in queries.pages_with(pages))
    paths.update(_once(Kind.PAGE, pages))
    by_locale = {each.locale_id: each for each in editions}
    for start in range(0, len(numbers), BATCH):
        for article in queries.with_relations(numbers[start : start + BATCH]):
            if article.locale_id in by_locale:
                paths.update(_of_article(article, by_locale[article.locale_id]))
        paths.update(_once(Kind.ARTICLE, numbers[start : start + BATCH]))
        for locale, path in queries.beside_which(numbers[start : start + BATCH]):
            if locale in by_locale:
                paths.add(f"{by_locale[locale].root}{path}/")
    return sorted(absolute(form) for each in paths for form in _written_forms(each))


def _written_forms(path: str) -> Iterable[str]:
    """Return a path as our links have it and, as to some caches that is another, with small letters in place of capitals."""
    address = written(path)
    return dict.fromkeys((address, _ESCAPED.sub(lambda each: each[0].lower(), address)))


def _of_the_paper() -> Iterator[str]:
    """Yield where the paper as a whole says or shows its name: icons, the manifest, texts for machines."""
    for name in ("favicon", "touch-icon", "letter-icon", "manifest", "ads", "security"):
        yield reverse(f"site:{name}")
    for size in (CHANNEL, *MANIFEST):
        yield reverse("site:icon", kwargs={"size": size})


def _numbers(tags: Collection[str], kind: str) -> list[int]:
    return sorted({int(each.partition(":")[2]) for each in tags if each.startswith(f"{kind}:")})


def _of_article(article: Article, edition: Edition) -> Iterator[str]:
    page = article_path(edition.root, article.path)
    yield page
    yield ninjs_path(page)
    yield from _of_front(edition)
    yield from _in_sitemaps(article.pk)
    # The lists of its day, month and year, or of what has no date.
    folders = article.path.split("/")[:-1]
    for depth in range(len(folders)):
        yield f"{edition.root}{'/'.join(folders[: depth + 1])}/"
    if article.section is not None:
        yield from _of_section(section_path(edition, article.section.slug))
        if article.section.parent is not None:
            yield from _of_section(section_path(edition, article.section.parent.slug))
    for topic in article.topics.all():
        yield from _with_feed(topic_path(edition, topic.slug))
    for byline in article.bylines.all():
        yield from _with_feed(author_path(edition, byline.author.slug))


def _in_sitemaps(article: int) -> Iterator[str]:
    for name in ("sitemap", "news-sitemap"):
        yield reverse(f"site:{name}")
    for name in ("sitemap-chunk", "news-sitemap-part"):
        yield reverse(f"site:{name}", args=[chunk_of(article)])


def _of_front(edition: Edition) -> Iterator[str]:
    yield from _with_feed(edition.root)
    yield f"{edition.root}corrections/"
    yield from _feeds(f"{edition.root}editors-choice/")
    for window in readership.WINDOWS:
        yield from _with_feed(f"{edition.root}popular/{window}/")


def _of_sections(edition: Edition) -> Iterator[str]:
    sections = queries.sections(edition)
    for section in sections:
        yield from _of_section(section_path(edition, section.slug))
    for path in _once(Kind.SECTION, (each.pk for each in sections)):
        yield from _with_feed(path)


def _once(kind: Kind, owners: Iterable[int]) -> Iterator[str]:
    """Yield where these stood once: a cache may have kept their pages there."""
    return (f"{path}/" for path in former(kind, owners) if "?" not in path)


def _of_section(path: str) -> Iterator[str]:
    """Yield the pages of a section at its address, and its feeds."""
    yield from _with_feed(path)
    for window in readership.WINDOWS:
        yield f"{path}popular/{window}/"


def _with_feed(path: str) -> Iterable[str]:
    return path, *_feeds(path)


def _feeds(path: str) -> Iterable[str]:
    return feeds(f"{path}feed/").values()
