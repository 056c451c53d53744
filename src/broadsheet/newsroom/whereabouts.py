"""Find out where that which once stood at an address is now: one lookup in the registry and in the desk's redirects."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from ..prose.typography import normalized
from . import queries
from .address_forms import forms, meaning, normal_path
from .addresses import FEED, NINJS, TAG, ninjs_path, place_path
from .models import Article, Author, Edition, Page, Section, Topic
from .models.addresses import Address, Kind
from .visibility import has_been_seen, turns

# A redirect may lead to the address of another one; a circle of them leads nowhere.
MOST_HOPS = 5
FEED_PATH = f"{FEED}/"
_OWNERS: dict[Kind, Any] = {
    Kind.SECTION: Section,
    Kind.TOPIC: Topic,
    Kind.AUTHOR: Author,
    Kind.PAGE: Page,
}
# In whichever format: RSS has the bare name.
_FEED = re.compile(rf"(.+)/({FEED}(?:/(?:atom|json))?)")
_WITHOUT_FEED = (Kind.ARTICLE, Kind.PAGE)


class Fate(StrEnum):
    """What became of that which stood at an address."""

    MOVED = "moved"
    # Withdrawn, expired or deleted: it is not expected to come back.
    GONE = "gone"
    # Readers may not see it now, and perhaps later.
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The fate of what stood at an address, where it moved to, and what the answer depends on.

    `is_within` marks the address of a page of ours that may not be there, `is_article` the page of an article.
    """

    fate: Fate
    to: str = ""
    is_permanent: bool = True
    is_within: bool = False
    is_article: bool = False
    tags: frozenset[str] = frozenset([TAG])
    until: tuple[datetime, ...] = field(default=())


def is_registered(path: str, query: str) -> bool:
    """Return True if the registry or a redirect knows a path with this query. Indexes: the unique path, old_path."""
    known = forms(path, query)
    return (
        Address.objects.filter(path__in=known).exists()
        or Redirect.objects.filter(old_path__in=_as_stored(known)).exists()
    )


def by_query(path: str, query: str, *, now: datetime) -> Whereabouts | None:
    """Find what a path with a query, as `meaning` gives it, belonged to; the path alone is some page's."""
    return _Search(now).registered(path, forms(path, query))


def whereabouts(path: str, *, now: datetime) -> Whereabouts | None:
    """Find what stood at a path at which there is no page; None if nothing is known of it."""
    return _Search(now).at(path)


class _Search:
    """One lookup, which follows addresses from one to the next, and tells only the last."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.hops = 0
        # Redirects of the desk's, by primary key.
        self._followed: set[int] = set()
        self._is_circle = False
        self._editions: list[Edition] | None = None
        # What is registered for the first part of the last path, where the code of an edition stands.
        self._above: Address | None = None

    def at(self, path: str) -> Whereabouts | None:
        self.hops += 1
        if self.hops > MOST_HOPS:
            return None
        return (
            self.registered(path, forms(path, ""))
            or self._standing(path)
            or self._of_ninjs(path)
            or self._of_edition(path)
        )

    def registered(self, path: str, known: list[str]) -> Whereabouts | None:
        """Ask the desk's redirects, then the registry. Indexes: old_path, the unique path."""
        found = Redirect.objects.filter(old_path__in=_as_stored(known))
        # One that is made for this site comes before one for all sites.
        in_order = sorted(found, key=lambda each: each.site_id is not None)
        desk = {normalized("NFC", each.old_path): each for each in in_order}
        of_feed = _of_feed(known[-1])
        wanted = [*known, *(page for page, _below in of_feed), _first_part(path)]
        rows = {each.path: each for each in Address.objects.filter(path__in=wanted)}
        self._above = rows.get(_first_part(path))
        for each in known:
            redirect = desk.get(normalized("NFC", each))
            if redirect is not None and redirect.link:
                return self._along(redirect)
            if each in rows:
                return self._owned(rows[each], path, FEED_PATH if rows[each].is_feed else "")
        for page, below in of_feed:
            if page in rows and rows[page].kind not in _WITHOUT_FEED:
                return self._owned(rows[page], path, below)
        return None

    def _of_ninjs(self, path: str) -> Whereabouts | None:
        """Find the ninjs of an article: it moves and goes with the page, also where the page stood before."""
        found = self.at(path.removesuffix(NINJS)) if path.endswith(NINJS) else None
        if found is None or not found.is_article:
            return None
        return replace(found, to=ninjs_path(found.to) if found.to else "")

    def _along(self, redirect: Redirect) -> Whereabouts | None:
        """Follow a redirect of the desk's as far as its end, where that is ours."""
        if redirect.pk in self._followed:
            self._is_circle = True
            return None
        self._followed.add(redirect.pk)
        link = str(redirect.link)
        found = Whereabouts(Fate.MOVED, link, is_permanent=redirect.is_permanent)
        parts = urlsplit(link)
        if parts.netloc and parts.netloc != urlsplit(settings.BASE_URL).netloc:
            return found
        if query := meaning(parts.query):
            self.hops += 1
            known = forms(parts.path, query) if self.hops <= MOST_HOPS else []
            end = self.registered(parts.path, known) if known else None
            return None if self._is_circle else end or found
        end = self.at(parts.path)
        if self._is_circle:
            return None
        if end is None or normal_path(end.to) == normal_path(parts.path):
            return found
        return end

    def _owned(self, row: Address, path: str, below: str) -> Whereabouts | None:
        """Say where the owner of a registered address is now, or what stands below it."""
        if row.kind == Kind.ARTICLE:
            here = self._article_at(path)
            if here is not None and here.pk != row.owner:
                # Somebody's claim from elsewhere does not count where another article stands.
                return self._of_article(here, was_public=False)
            article = here or _articles().filter(pk=row.owner).first()
            if article is None:
                return replace(_GONE, is_article=True)
            return self._of_article(article, was_public=row.was_public)
        if row.kind == Kind.EDITION:
            edition = next((each for each in self.editions if each.pk == row.owner), None)
            if edition is None:
                return _GONE
            return Whereabouts(Fate.MOVED, f"{edition.root}{below}", tags=_tags("editions"))
        owner = _OWNERS[Kind(row.kind)].objects.filter(pk=row.owner).first()
        edition = None if owner is None else self._edition_for(owner, path)
        return _GONE if owner is None or edition is None else self._of_place(owner, edition, below)

    def _of_place(self, owner: Any, edition: Edition, below: str) -> Whereabouts:
        kind = owner._meta.model_name
        to = place_path(edition.root, kind, owner.slug)
        tags = _tags(f"chrome:{edition.language}", f"edition:{edition.language}")
        if isinstance(owner, Page):
            return Whereabouts(Fate.MOVED if owner.live and not below else Fate.HIDDEN, to, tags=tags)
        # A topic or an author without an article to read has a feed and no page.
        is_shown = below or isinstance(owner, Section) or self._has_articles(owner, edition)
        return Whereabouts(Fate.MOVED if is_shown else Fate.HIDDEN, f"{to}{below}", tags=tags)

    def _has_articles(self, owner: Topic | Author, edition: Edition) -> bool:
        what = {"topic" if isinstance(owner, Topic) else "author": owner}
        return queries.newest(edition, now=self.now, **what).exists()  # type: ignore[arg-type]  # one of the two

    def _standing(self, path: str) -> Whereabouts | None:
        """Say why the article that has a path now cannot be read there."""
        article = self._article_at(path)
        return None if article is None else self._of_article(article, was_public=False)

    def _article_at(self, path: str) -> Article | None:
        """Return the article that has a path now, seen or unseen. Index: newsroom_article_path."""
        if not _is_below(path):
            return None
        edition, rest = self._split(path)
        if edition is None:
            return None
        found: Article | None = _articles().filter(locale_id=edition.locale_id, path=rest).first()
        return found

    def _of_article(self, article: Article, *, was_public: bool) -> Whereabouts:
        if getattr(article.locale, "edition", None) is None:
            return Whereabouts(Fate.HIDDEN)
        fate = fate_of(article, now=self.now, was_public=was_public)
        to = article.get_absolute_url() if fate == Fate.MOVED else ""
        return Whereabouts(
            fate,
            to,
            is_article=True,
            tags=_tags(f"article:{article.pk}"),
            until=tuple(turns(article, self.now)),
        )

    def _of_edition(self, path: str) -> Whereabouts | None:
        """Find what stood under the former code of an edition, or where an edition was the main one."""
        row = self._above if self._above and self._above.kind == Kind.EDITION else None
        if row is not None:
            edition = next((each for each in self.editions if each.pk == row.owner), None)
            rest = normal_path(path)[1:].partition("/")[2]
            return _GONE if edition is None else self._moved_within(edition, f"{rest}/" if rest else "")
        if not _is_below(path):
            return None
        for edition in self.editions:
            if edition.was_main and not edition.is_main:
                found = self._inside(edition, normal_path(path)[1:])
                if found is not None:
                    return found
        return None

    def _moved_within(self, edition: Edition, rest: str) -> Whereabouts | None:
        path = f"{edition.root}{rest}"
        inside = self.at(path)
        return inside or Whereabouts(Fate.MOVED, path, is_within=True, tags=_tags("editions"))

    def _inside(self, edition: Edition, rest: str) -> Whereabouts | None:
        """Look for an article, section, topic or author in an edition that had no language in its addresses once."""
        if (found := self._standing(f"{edition.root}{rest}")) is not None:
            return found
        parts = rest.split("/")
        model = next((each for each in _OWNERS.values() if each._meta.model_name == parts[0]), None)
        if model is None or len(parts) not in (2, 3):
            return None
        owners = model.objects.filter(slug=parts[1])
        owner = (owners if model is Author else owners.filter(locale_id=edition.locale_id)).first()
        below = FEED_PATH if parts[2:] == [FEED] else ""
        return None if owner is None else self._of_place(owner, edition, below)

    def _edition_for(self, owner: Any, path: str) -> Edition | None:
        """Return the edition in which an owner stands; an author stands in each, so in that of the address."""
        if isinstance(owner, Author):
            return self._split(path)[0]
        return next((each for each in self.editions if each.locale_id == owner.locale_id), None)

    def _split(self, path: str) -> tuple[Edition | None, str]:
        """Return the edition that a path names, the main one without a name, and the rest of the path."""
        whole = normal_path(path)[1:]
        first, _slash, rest = whole.partition("/")
        named = next((each for each in self.editions if each.language == first), None)
        if named is not None:
            return named, rest
        return next((each for each in self.editions if each.is_main), None), whole

    @property
    def editions(self) -> list[Edition]:
        if self._editions is None:
            self._editions = queries.editions()
        return self._editions


def fate_of(article: Article, *, now: datetime, was_public: bool) -> Fate:
    """Say whether an article can be read, is gone, or is hidden; what nobody has ever seen is hidden and not gone."""
    if article.is_visible(now):
        return Fate.MOVED
    end = article.killed_at or (article.expire_at if _is_over(article, now) else None)
    if end is None:
        return Fate.HIDDEN
    return Fate.GONE if was_public or has_been_seen(article, end) else Fate.HIDDEN


def _is_over(article: Article, now: datetime) -> bool:
    return article.expire_at is not None and article.expire_at <= now


def _articles() -> Any:
    return Article.objects.select_related("locale__edition").defer(*queries.HEAVY)


def _is_below(path: str) -> bool:
    """Return True for a path with more than one part, as all but the fronts of editions have."""
    return "/" in normal_path(path)[1:]


def _as_stored(known: list[str]) -> list[str]:
    """Return also the forms with separate marks: the desk keeps the old path of a redirect as it was typed or uploaded."""
    return list(dict.fromkeys([*known, *(normalized("NFD", each) for each in known)]))


def _first_part(path: str) -> str:
    return "/" + normal_path(path)[1:].partition("/")[0]


def _of_feed(path: str) -> list[tuple[str, str]]:
    """Return the path whose feed stands at another, and what is below it, if that can be a feed's."""
    found = _FEED.fullmatch(path)
    return [(found[1], f"{found[2]}/")] if found else []


def _tags(*more: str) -> frozenset[str]:
    return frozenset([TAG, *more])


_GONE = Whereabouts(Fate.GONE)
