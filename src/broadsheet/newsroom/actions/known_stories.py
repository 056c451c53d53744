"""Find the article that a story that comes in is already, by identifier, then by link, then by words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from wagtail.models import Revision

from ...prose.duplicates import same_story, signature
from ..identity import (
    LONGEST_VERSION,
    comparable_address,
    concerns,
    identifier_of,
    is_global,
    is_higher,
    is_number,
    is_scope_known,
    is_stricter,
    version_of,
)
from ..models import Article, Byline, KeptTombstone
from ..stories import Story, Tombstone
from ..story_bodies import plain_words


class KnownStories:
    """What is here already of a batch of stories, and what was added of the batch so far."""

    def __init__(self, stories: Sequence[Story | Tombstone], prints: Sequence[str]) -> None:
        told = [each for each in stories if isinstance(each, Story)]
        ids = {each for story in stories for each in (identifier_of(story), story.source_id)}
        ids |= {each for story in told for each in (story.url, story.translation_of)}
        links = {comparable_address(each.url) for each in told}
        self._by_identifier: dict[str, list[Article]] = defaultdict(list)
        self._by_link: dict[str, list[Article]] = defaultdict(list)
        self._by_print: dict[str, list[Article]] = defaultdict(list)
        self._relations: dict[int, tuple[list[int], list[int]]] | None = None
        self._stored: dict[int, Article] = {}
        # One question for each index: with OR, PostgreSQL and SQLite both would rather read the table.
        for condition in (
            Q(source_id__in=ids - {""}),
            Q(link__in=links - {""}),
            Q(fingerprint__in={*prints} - {""}),
        ):
            for article in Article.objects.filter(condition).select_related("locale__edition").order_by("pk"):
                if article.pk not in self._stored:
                    self._stored[article.pk] = article
                    self.add(article)
        self._tombstones: dict[str, list[KeptTombstone]] = defaultdict(list)
        for tombstone in KeptTombstone.objects.filter(identifier__in=ids - {""}):
            self._tombstones[tombstone.identifier].append(tombstone)
        self._kept: dict[tuple[str, str], KeptTombstone] = {}

    def add(self, article: Article) -> None:
        """Let the stories that follow find an article."""
        for index, key in (
            (self._by_identifier, article.source_id),
            (self._by_link, article.link),
            (self._by_print, article.fingerprint),
        ):
            if key:
                index[key].append(article)

    def replace(self, old: Article, new: Article) -> None:
        """Let the stories that follow find what takes the place of a stored article."""
        for index in (self._by_identifier, self._by_link, self._by_print):
            for found in index.values():
                found[:] = [new if each is old else each for each in found]

    def find(self, story: Story, its_print: str) -> Article | None:
        """Return the article that a story is already."""
        identifier = identifier_of(story)
        # That of the story's own source comes first; among equals the one that came last.
        candidates = sorted(
            self._by_identifier.get(identifier, ()),
            key=lambda each: (each.scope != story.scope, -(each.pk or 0)),
        )
        for article in candidates:
            if self._is_identified(article, story, its_print):
                return article
        link = comparable_address(story.url)
        linked = self._by_link.get(link, ()) if link else ()
        # An article from before scopes has the address of its page as its identifier.
        older = [each for each in self._by_identifier.get(story.url, ()) if not each.scope] if link else ()
        for article in (*linked, *older):
            if self._is_linked(article, story, its_print):
                return article
        if identifier and not is_number(identifier):
            return None
        return next(iter(self._by_print.get(its_print, ())), None)

    def named(self, scope: str, identifier: str) -> Article | None:
        """Return the article of an identifier, for translations that name their original."""
        found = self._by_identifier.get(identifier, ())
        return next((each for each in found if each.scope in (scope, "")), None)

    def concerned_by(self, tombstone: Tombstone) -> list[Article]:
        """List the articles that a kill concerns."""
        key = (tombstone.scope, tombstone.source_id)
        return [
            each
            for each in self._by_identifier.get(tombstone.source_id, ())
            if concerns(key, (each.scope, each.source_id), is_alike=_same(each.headline, tombstone.headline))
        ]

    def tombstone_over(self, story: Story) -> KeptTombstone | None:
        """Return the kept kill that concerns a story; of several the one that keeps out most."""
        key = (story.scope, story.source_id)
        found = [
            each
            for each in self._tombstones.get(story.source_id, ())
            if concerns((each.scope, each.identifier), key, is_alike=_same(each.headline, story.headline))
        ]
        version = version_of(story)
        return min(found, key=lambda each: is_higher(version, each.version), default=None)

    def keep(self, tombstone: Tombstone, *, now: datetime) -> str | None:
        """Note a kill that came in; return the version that was killed before, None where none was.

        `store` writes it down.
        """
        if not tombstone.source_id:
            return None
        key = (tombstone.scope, tombstone.source_id)
        version = tombstone.version[:LONGEST_VERSION]
        for kept in self._tombstones[tombstone.source_id]:
            if kept.scope == tombstone.scope:
                before: str = kept.version
                if is_stricter(version, before):
                    kept.version = version
                self._kept[key] = kept
                return before
        kept = KeptTombstone(
            scope=tombstone.scope,
            identifier=tombstone.source_id,
            version=version,
            headline=tombstone.headline[:255],
            kept_at=now,
        )
        self._tombstones[tombstone.source_id].append(kept)
        self._kept[key] = kept
        return None

    def store(self) -> None:
        """Write down the kills that came in."""
        KeptTombstone.objects.bulk_create(
            self._kept.values(),
            update_conflicts=True,
            unique_fields=["identifier", "scope"],
            update_fields=["version"],
        )

    def relations_of(self, article: Article) -> tuple[list[int], list[int]]:
        """Return the numbers of an article's topics and of its authors, in the order of printing."""
        if self._relations is None:
            self._relations = {each: ([], []) for each in self._stored}
            through = Article.topics.through.objects.filter(article_id__in=self._stored)
            for number, topic in through.values_list("article_id", "topic_id"):
                self._relations[number][0].append(topic)
            signed = Byline.objects.filter(article_id__in=self._stored).order_by("sort_order", "pk")
            for number, author in signed.values_list("article_id", "author_id"):
                self._relations[number][1].append(author)
        return self._relations[article.pk]

    def _is_identified(self, article: Article, story: Story, its_print: str) -> bool:
        """Return True if an article with a story's identifier is that story."""
        identifier = article.source_id
        if article.fingerprint == its_print:
            return True
        if is_number(identifier):
            same_place = bool(article.link) and article.link == comparable_address(story.url)
            return article.scope in (story.scope, "") and (
                same_place or _same(article.headline, story.headline)
            )
        if article.scope == story.scope:
            return not self._is_another(article, story)
        if is_scope_known(article.scope) and is_scope_known(story.scope):
            return False
        return is_global(identifier) or _same(article.headline, story.headline)

    def _is_another(self, article: Article, story: Story) -> bool:
        """Return True if an identifier stands on two stories at two addresses, as in feeds that repeat one guid."""
        link = comparable_address(story.url)
        if not link or not article.link or link == article.link:
            return False
        return not _same(article.headline, story.headline) and not _tell_one_story(article, story)

    def _is_linked(self, article: Article, story: Story, its_print: str) -> bool:
        """Return True if an article at a story's address is that story; five pages may state one address."""
        if article.fingerprint == its_print:
            return True
        own, other = identifier_of(story), article.source_id
        if own and other and own != other and story.scope == article.scope and not is_number(own):
            return False
        return _same(article.headline, story.headline) or _tell_one_story(article, story)


def drafts_of(article: Article) -> list[Revision]:
    """Return the drafts of an article that may be published next."""
    waiting = Q(pk=article.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    return list(article.revisions.filter(waiting))


def _same(headline: str, other: str) -> bool:
    return bool(headline) and headline.casefold().split() == other.casefold().split()


def _tell_one_story(article: Article, story: Story) -> bool:
    language = article.locale.language_code
    here = signature(article.headline, article.plain_body, language=language)
    there = signature(story.headline, plain_words(story), language=language)
    return same_story(here, there)
