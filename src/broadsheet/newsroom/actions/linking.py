"""Turn links between the stories of a site that moved here into references to articles, in whatever order they came."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from operator import or_
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from ...press import outbox
from ..address_forms import forms, meaning
from ..batches import batches
from ..identity import comparable_address, host_of
from ..models import Article, Edition
from ..models.addresses import Address, Kind
from ..own_links import Target, Targets, addresses_in, addresses_in_raw, with_raw_references, with_references
from ..stories import Story, Tombstone
from .filed_fields import body_digest
from .known_stories import drafts_of
from .references import keep_links

# Bodies are read and written in batches of so many, and addresses looked for.
ARTICLES, ADDRESSES = 100, 400
# Who states more hosts than these as his own is looked through from end to end.
MOST_HOSTS = 8


class StoryLinks:
    """The articles that the stories of a batch link to, as far as they came in before and readers see them."""

    def __init__(self, batch: Iterable[Story | Tombstone], *, now: datetime) -> None:
        linked: dict[str, set[str]] = {}
        for story in batch:
            if isinstance(story, Story) and story.former_addresses:
                linked.setdefault(story.scope, set()).update(addresses_in(story.body))
        self._targets = {scope: _targets(scope, addresses, now=now) for scope, addresses in linked.items()}

    def referring(self, story: Story) -> Story:
        """Return a story with references to articles in place of its links to them."""
        targets = self._targets.get(story.scope) if story.former_addresses else None
        return replace(story, body=with_references(story.body, targets)) if targets else story


@dataclass(slots=True)
class MovedSites:
    """The sites from which stories came with the addresses that readers know, by scope, and the hosts of each."""

    hosts: dict[str, set[str]] = field(default_factory=dict)

    def note(self, story: Story | Tombstone) -> None:
        """Keep the site of a story that brings its former addresses along."""
        if isinstance(story, Story) and story.former_addresses:
            self.hosts.setdefault(story.scope, {story.scope}).add(host_of(story.url) or story.scope)

    def link(self, *, now: datetime) -> None:
        """Turn the links between all stories of these sites into references; a story that came in earlier may be the one that links."""
        for scope, hosts in self.hosts.items():
            for numbers in batches(_linking(scope, hosts), ARTICLES):
                _refer(numbers, scope, now=now)


def _linking(scope: str, hosts: set[str]) -> list[int]:
    """Return the numbers of a site's articles whose bodies name one of its hosts. Reads all bodies: no index helps."""
    is_short = len(hosts) <= MOST_HOSTS and all(map(str.isascii, hosts))
    # "www." and a scheme may stand before it.
    named = [Q(text__icontains=each) for each in hosts] if is_short else [Q(text__contains="//")]
    articles = Article.objects.filter(scope=scope).annotate(text=Cast("body", TextField()))
    return list(articles.filter(reduce(or_, named)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _refer(numbers: Sequence[int], scope: str, *, now: datetime) -> None:
    """Rewrite the links of some articles; what an editor has changed is the editor's."""
    list(Edition.objects.select_for_update().values_list("pk"))
    articles = [each for each in Article.objects.filter(pk__in=numbers) if _is_as_told(each)]
    links = {address for each in articles for address in addresses_in_raw(each.body.raw_data)}
    targets = _targets(scope, links, now=now)
    changed = [each for each in articles if _rewrite(each, targets)] if targets else []
    Article.objects.bulk_update(changed, ["body", "filed"], batch_size=ARTICLES)
    keep_links(changed)
    if seen := [each for each in changed if each.is_visible(now)]:
        outbox.announce(f"article:{each.pk}" for each in seen)


def _rewrite(article: Article, targets: Targets) -> bool:
    """Rewrite the links of an article, not stored yet, and of its drafts that say the same; return whether there were any."""
    before = list(article.body.raw_data)
    blocks = with_raw_references(before, targets)
    told, telling = body_digest(before), body_digest(blocks)
    if told == telling:
        return False
    if article.latest_revision_id is not None:
        for draft in drafts_of(article):
            if body_digest(json.loads(draft.content["body"] or "[]")) == told:
                draft.content["body"] = json.dumps(blocks)
                draft.save(update_fields=["content"])
    article.body = json.dumps(blocks)
    article.filed = {**article.filed, "body": telling}
    return True


def _is_as_told(article: Article) -> bool:
    return bool(article.filed) and article.filed.get("body") == body_digest(article.body.raw_data)


def _targets(scope: str, addresses: Iterable[str], *, now: datetime) -> dict[str, Target]:
    """Return the articles of one site at these addresses that readers see, by address as one compares it."""
    wanted = {compared: each for each in addresses if (compared := comparable_address(each))}
    found: dict[str, Target] = {}
    for some in batches(wanted, ADDRESSES):
        found.update(_by_link(scope, some, now=now))
        left = {each: wanted[each] for each in some if each not in found and host_of(wanted[each]) == scope}
        found.update(_by_registry(scope, left, now=now))
    return found


def _by_link(scope: str, compared: Sequence[str], *, now: datetime) -> dict[str, Target]:
    """Find articles by the address that each had. Index: newsroom_article_link."""
    found: dict[str, Target] = {}
    doubtful = set()
    rows = Article.objects.visible(now).filter(link__in=compared, scope=scope)
    for link, number, headline in rows.values_list("link", "pk", "headline"):
        if link in found:
            # Two stories state one address: it is neither's.
            doubtful.add(link)
        found[link] = Target(number, headline)
    return {link: target for link, target in found.items() if link not in doubtful}


def _by_registry(scope: str, addresses: dict[str, str], *, now: datetime) -> Iterator[tuple[str, Target]]:
    """Find articles by their other former addresses: numbers, old slugs. Indexes: the unique path, the primary key."""
    known = {compared: _forms(address) for compared, address in addresses.items()}
    paths = [each for of_one in known.values() for each in of_one]
    rows = Address.objects.filter(kind=Kind.ARTICLE, is_feed=False)
    owners: dict[str, int] = {}
    for some in batches(paths, ADDRESSES):
        owners.update(rows.filter(path__in=some).values_list("path", "owner"))
    seen = Article.objects.visible(now).filter(scope=scope)
    targets = {}
    for numbers in batches(set(owners.values()), ADDRESSES):
        found = seen.filter(pk__in=numbers).values_list("pk", "headline")
        targets.update({number: Target(number, headline) for number, headline in found})
    for compared, of_one in known.items():
        number = next((owners[each] for each in of_one if each in owners), None)
        if number in targets:
            yield compared, targets[number]


def _forms(address: str) -> list[str]:
    parts = urlsplit(address)
    return forms(parts.path, meaning(parts.query))
