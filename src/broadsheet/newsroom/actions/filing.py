"""File stories as articles, in batches: each once, in its newest version, and none that was cancelled."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from ...prose.language_tags import language_named
from ...prose.languages import language_of
from ..addresses import register
from ..changes import announce_articles
from ..identity import LONGEST_VERSION, identifier_of, is_higher, is_stricter, version_of
from ..models import Article, Edition
from ..moments import dated
from ..stories import Story, Tombstone
from ..story_bodies import FindImage, fingerprint, link_only, plain_words
from .auditing import FILE, KILL, Account, record
from .filed_fields import is_held_back
from .filed_rows import Filing, claims_of, insert, moved, replace_row, schedule
from .killing import kill
from .known_stories import KnownStories
from .linking import StoryLinks
from .places import Placed, Places
from .updating import Update, store_updates, update

# A language that is guessed from fewer letters is no reason to keep a story back.
FEWEST_LETTERS = 120
# Why a story is a draft whose source does not say it in a sentence.
REASONS = {
    "draft": "it was a draft where it comes from",
    "submitted": "it waited for its review where it comes from",
    "withheld": "its provider withholds it",
}

GUESSED = (
    "its language looks like '{language}', of which there is no edition: if that is right, import it again with "
    "--language {language} --new-edition {language}, and it is public"
)


class Outcome(StrEnum):
    """What became of a story that was handed in."""

    ADDED = "added"
    # It was here already in an older version: the article says what the newer one says.
    UPDATED = "updated"
    # It was here already, and stays as it is.
    UNCHANGED = "unchanged"
    # Its provider has cancelled it: the article is killed.
    WITHDRAWN = "withdrawn"
    # It is new, and stored as a draft with the reason: only a person publishes it.
    WITHHELD = "withheld"
    # Its provider has cancelled it, so it does not come in.
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Filed:
    """One story and what became of it; `article` is set where one was made or changed by it.

    `because` says why it is withheld (also after an update), dropped or left as it was; `kept` names the fields that an editor had changed.
    `waits_in` is the language of a story that only waits for an edition.
    """

    story: Story | Tombstone
    outcome: Outcome
    article: Article | None = None
    because: str = ""
    kept: tuple[str, ...] = ()
    waits_in: str = ""


def file_stories(
    stories: Iterable[Story | Tombstone],
    *,
    by: Account | None,
    now: datetime,
    places: Places | None = None,
    find_image: FindImage = link_only,
) -> list[Filed]:
    """Add a batch of stories as articles, update those that are here, kill what tombstones name: all of it, or nothing.

    A story that is here already in this version or a higher one is left as it is. Nothing that waits becomes public
    by what comes later. Hand the same `places` to the batches of one archive: sections that were found once are not
    asked for again.
    """
    batch = list(stories)
    prints = [fingerprint(each) if isinstance(each, Story) else "" for each in batch]
    with transaction.atomic():
        # Two imports at once would each find that a story is not here yet.
        list(Edition.objects.select_for_update().values_list("pk"))
        known, links = KnownStories(batch, prints), StoryLinks(batch, now=now)
        desk = _Batch(places or Places(), find_image, by, now, known, links)
        filed = [desk.take(each, its_print) for each, its_print in zip(batch, prints, strict=True)]
        desk.store()
    return filed


@dataclass(frozen=True, slots=True)
class _Batch:
    """What all stories of one call have in common."""

    places: Places
    find_image: FindImage
    by: Account | None
    now: datetime
    known: KnownStories
    links: StoryLinks
    # The articles that are not stored yet, by what they were made of; and what changes in those that are.
    made: list[Filing] = field(default_factory=list)
    moved: list[Filing] = field(default_factory=list)
    updates: dict[int, Update] = field(default_factory=dict)
    # Each story with the article that it was found to be: the article gets the story's former addresses.
    told: list[tuple[Story, Article]] = field(default_factory=list)
    # The translation keys of the articles that are made, with their locales: a key stands once in each.
    keys: set[tuple[uuid.UUID, int]] = field(default_factory=set)

    def take(self, story: Story | Tombstone, its_print: str) -> Filed:
        """Make an article of a story, not stored yet, or do with the one that is here what it says."""
        if isinstance(story, Tombstone):
            return self._withdraw(story)
        # The version is what the source states, and no moment of this import.
        story = dated(replace(self.links.referring(story), version=version_of(story)), now=self.now)
        article = self.known.find(story, its_print)
        tombstone = self.known.tombstone_over(story)
        is_out = tombstone is not None and not is_higher(version_of(story), tombstone.version)
        if is_out and (article is None or article.killed_at is not None):
            return Filed(story, Outcome.DROPPED, because="its provider has cancelled it")
        doubt = "its provider had cancelled an earlier version of it" if tombstone else ""
        if article is None:
            return self._add(story, its_print, doubt)
        self.told.append((story, article))
        if self._may_move(article, story):
            return self._move(article, story, its_print, doubt)
        if self._is_news(article, story):
            return self._update(article, story, its_print)
        return _unchanged(article, story)

    def store(self) -> None:
        """Write down what was made and changed, and announce once what readers see of it."""
        self.known.store()
        insert(self.made)
        for each in self.moved:
            replace_row(each)
        store_updates([*self.updates.values()], by=self.by, now=self.now)
        register(claim for told in self.told for claim in claims_of(*told, now=self.now))
        schedule([*self.made, *self.moved], by=self.by)
        self._announce()
        self._record()

    def _withdraw(self, tombstone: Tombstone) -> Filed:
        before = self.known.keep(tombstone, now=self.now)
        known = self.known.concerned_by(tombstone)
        concerned = [each for each in known if _is_to_be_killed(each, tombstone, before)]
        for article in concerned:
            if article.pk is not None:
                kill(article, by=self.by, now=self.now)
            article.live, article.killed_at = False, article.killed_at or self.now
            if self._unstored(article):
                # It came in with this batch: nobody has seen it.
                article.first_published_at = article.last_published_at = None
        if concerned:
            return Filed(tombstone, Outcome.WITHDRAWN)
        if known:
            return Filed(tombstone, Outcome.UNCHANGED)
        unnamed = "" if tombstone.source_id else "the kill names no identifier, so nothing could be withdrawn"
        return Filed(tombstone, Outcome.DROPPED, because=unnamed)

    def _add(self, story: Story, its_print: str, doubt: str) -> Filed:
        filing = self._filing(story, its_print, doubt)
        self.made.append(filing)
        self.known.add(filing.article)
        article = filing.article
        self.told.append((story, article))
        if article.withheld_because:
            because, waits_in = article.withheld_because, article.stated_language
            return Filed(story, Outcome.WITHHELD, article, because, waits_in=waits_in)
        return Filed(story, Outcome.ADDED, article)

    def _filing(self, story: Story, its_print: str, doubt: str, *, own: uuid.UUID | None = None) -> Filing:
        placed = self._place(story)
        reasons = (doubt, story.withheld_because or REASONS.get(story.status, ""), placed.waits_because)
        because = "; ".join(filter(None, reasons))
        key = self._translation_key(story, placed.edition.locale_id, own=own)
        filing = Filing.of(
            story,
            placed.edition,
            self.places,
            find_image=self.find_image,
            key=key,
            now=self.now,
            because=because,
        )
        article = filing.article
        article.fingerprint = its_print
        if because == placed.waits_because:
            # Whoever asks for the edition makes it public; what waits for another reason too, only a person does.
            article.stated_language = placed.language[:35]
        return filing

    def _place(self, story: Story) -> Placed:
        language, is_doubtful = _language(story)
        if is_doubtful and not self.places.has_edition(language):
            return Placed(self.places.main_edition())
        placed = self.places.place(language)
        if placed.waits_because and (story.language_is_guessed or language != story.language):
            return replace(placed, waits_because=GUESSED.format(language=language))
        return placed

    def _translation_key(self, story: Story, locale: int, *, own: uuid.UUID | None) -> uuid.UUID:
        """Return the key that a story shares with its original and translations, its own for a second of one locale.

        Translations may have been linked by the own key of an article that changes its edition.
        """
        key: uuid.UUID | None
        original = self.known.named(story.scope, story.translation_of) if story.translation_of else None
        if original is not None:
            key = original.translation_key
        elif story.translation_of:
            key = self.places.key_of_original(story.scope, story.translation_of)
        else:
            key = self.places.awaited_key(story.scope, identifier_of(story))
        free = next((each for each in (key, own) if each and self._is_free(each, locale)), uuid.uuid4())
        self.keys.add((free, locale))
        return free

    def _is_free(self, key: uuid.UUID, locale: int) -> bool:
        """Return True if no article of a locale has a key. Index: newsroom_article's unique pair of both."""
        stored = Article.objects.filter(translation_key=key, locale=locale)
        return (key, locale) not in self.keys and not stored.exists()

    def _may_move(self, article: Article, story: Story) -> bool:
        """Return True if a story waits only for an edition, and whoever imports has asked for it."""
        waits = bool(article.stated_language) and article.pk is not None and article.killed_at is None
        is_older = is_higher(_version_here(article), version_of(story))
        if not waits or is_older or article.latest_revision_id is not None:
            return False
        return self.places.opens(article.stated_language)

    def _move(self, article: Article, story: Story, its_print: str, doubt: str) -> Filed:
        filing = moved(article, self._filing(story, its_print, doubt, own=article.translation_key))
        self.moved.append(filing)
        self.known.replace(article, filing.article)
        return Filed(story, Outcome.UPDATED, filing.article, filing.article.withheld_because)

    def _update(self, article: Article, story: Story, its_print: str) -> Filed:
        filing = self._unstored(article)
        if filing is not None:
            filing.take_newer(story, self.places, find_image=self.find_image, now=self.now)
            article.fingerprint = its_print
            return Filed(story, Outcome.UPDATED, article, article.withheld_because)
        done = self.updates.get(article.pk) or Update(article, *self.known.relations_of(article))
        self.updates[article.pk] = done
        kept = update(done, story, self.places, find_image=self.find_image, now=self.now)
        if not done.says_more:
            return _unchanged(article, story)
        article.fingerprint = its_print
        return Filed(story, Outcome.UPDATED, article, article.withheld_because, kept)

    def _unstored(self, article: Article) -> Filing | None:
        """Return the filing of this batch that an article is written from, None where an update changes what is stored."""
        return next((each for each in (*self.made, *self.moved) if each.article is article), None)

    def _is_news(self, article: Article, story: Story) -> bool:
        """Return True for a higher version, and for a new restriction, unless the article is of a higher version."""
        here, told = _version_here(article), version_of(story)
        return is_higher(told, here) or (
            not is_higher(here, told) and is_held_back(article, story, now=self.now)
        )

    def _announce(self) -> None:
        """Announce what readers see, or saw until now; what they neither saw nor see changes no page."""
        changed = [each.article for each in (*self.made, *self.moved) if each.article.is_visible(self.now)]
        changed += [each.article for each in self._updated() if each.is_seen(self.now)]
        if changed:
            announce_articles(changed)

    def _updated(self) -> list[Update]:
        return [each for each in self.updates.values() if each.says_more]

    def _record(self) -> None:
        for each in self.made:
            if each.article.killed_at:
                record(each.article, KILL, by=self.by, now=self.now)
        added = [each.article for each in self.made]
        changed = [*(each.article for each in self.moved), *(each.article for each in self._updated())]
        if not added and not changed:
            return
        details = {"articles": [each.pk for each in added]}
        if changed:
            details["updated"] = [each.pk for each in changed]
        edition = (added or changed)[0].locale.edition
        record(edition, FILE, by=self.by, now=self.now, details=details)


def _unchanged(article: Article, story: Story) -> Filed:
    because, waits_in = article.withheld_because, article.stated_language
    return Filed(story, Outcome.UNCHANGED, because=because, waits_in=waits_in)


def _is_to_be_killed(article: Article, tombstone: Tombstone, before: str | None) -> bool:
    """Return True if a kill says more than the one that was kept before: else a person has decided since."""
    if before is None:
        return True
    version = tombstone.version[:LONGEST_VERSION]
    return is_stricter(version, before) and not is_higher(_version_here(article), version)


def _version_here(article: Article) -> str:
    """Return the version of an article; of one that is older than versions, when it was updated or published."""
    moment = article.updated_at or article.published_at
    return article.source_version or (moment.isoformat() if moment else "")


def _language(story: Story) -> tuple[str, bool]:
    """Return the language of a story, guessed where it states none that there is, and whether the guess is doubtful."""
    is_guessed = story.language_is_guessed
    language = story.language
    words = ""
    if is_guessed or language_named(language) is None:
        words = f"{story.headline}\n{plain_words(story)}"[:4000]
        if not is_guessed:
            language, is_guessed = language_of(words), True
    letters = sum(map(str.isalpha, words))
    return language, is_guessed and letters < FEWEST_LETTERS
