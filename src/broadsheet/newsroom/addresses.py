"""Register addresses with their owners, and find out which addresses are free: the one writer of the registry."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from ..press import outbox
from ..prose.slugs import MOST_BYTES, fitting
from .address_forms import LONGEST, normal_form, written
from .batches import batches
from .models.addresses import Address, Kind
from .spelling import Spelling

# Depended upon by all answers at addresses where no page is.
TAG = "addresses"
# What the address of an article's ninjs has in the place of the last slash.
NINJS = ".json"
BATCH = 500
FEED = "feed"


@dataclass(frozen=True, slots=True)
class Claim:
    """An address, with or without a host, and the article, section, topic, author or edition that it belongs to."""

    address: str
    owner: Any


@dataclass(frozen=True, slots=True)
class FeedClaim(Claim):
    """An address at which the feed of its owner stood, beside that of the owner's page with `/feed` behind it."""


@dataclass(frozen=True, slots=True)
class PromisedClaim(Claim):
    """An address of an article that is public nowhere yet: it is nobody's until the article is published."""


def register(claims: Iterable[Claim]) -> None:
    """Register addresses that readers know from elsewhere; who registered one first keeps it.

    The front page without a query is nobody's, and where an owner stands now needs no registration.
    """
    rows = {}
    for claim in claims:
        path = normal_form(claim.address)
        if 1 < len(path) <= LONGEST and path not in rows and path != _own(claim):
            rows[path] = _row(path, claim)
    if new := _not_held(rows):
        Address.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
        outbox.announce([TAG])


def keep_for(owner: Any, paths: Iterable[str]) -> None:
    """Register paths that an owner leaves. It stood there itself, so nobody's claim from elsewhere is older."""
    rows = [_row(path, Claim(path, owner)) for each in paths if len(path := normal_form(each)) > 1]
    if rows:
        Address.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["kind", "owner", "is_feed", "was_public"],
        )
        if kind_of(owner) != Kind.ARTICLE:
            # What an article's answers depend on is announced with the article.
            outbox.announce([TAG])


def forget_owners(kind: Kind, owners: Iterable[int]) -> None:
    """Forget all addresses of owners that never were this paper's: nobody is told that something was there.

    Index: newsroom_address_owner.
    """
    if Address.objects.filter(kind=kind, owner__in=list(owners)).delete()[0]:
        outbox.announce([TAG])


def hold_promised(article: Any) -> None:
    """Keep for good the promised addresses of an article that readers have seen. Index: newsroom_address_owner."""
    _promised(article).update(was_public=True)


def release_promised(article: Any) -> None:
    """Forget the promised addresses of an article that nobody has seen. Index: newsroom_address_owner."""
    _promised(article).delete()


def taken(paths: Iterable[str], *, but_for: Any = None) -> set[str]:
    """Return the normal forms of those paths that are registered for anybody but one owner. Index: the unique path."""
    rows = Address.objects.filter(path__in={normal_form(each) for each in paths}).exclude(_is_promised())
    if but_for is not None and but_for.pk is not None:
        rows = rows.exclude(kind=kind_of(but_for), owner=but_for.pk)
    return set(rows.values_list("path", flat=True))


def former(kind: Kind, owners: Iterable[int]) -> Iterator[str]:
    """Yield the former paths of some owners, as they are written in a link. Index: newsroom_address_owner."""
    rows = Address.objects.filter(kind=kind, owner__in=list(owners)).order_by("path")
    yield from rows.values_list("path", flat=True)


def first_free(slug: str, is_taken: Callable[[str], bool], *, longest: int) -> str:
    """Return the slug, or the first of slug-2, slug-3 and so on that is free, in at most `longest` characters."""
    if not is_taken(slug):
        return slug
    numbered = (_numbered(slug, f"-{each}", longest) for each in count(2))
    return next(each for each in numbered if not is_taken(each))


def is_given_for(given: str, slug: str, *, longest: int) -> bool:
    """Return True if `first_free` can have given this in the place of another slug, which was taken."""
    end = re.search(r"-[0-9]+$", given)
    return end is not None and given != slug and given == _numbered(slug, end.group(), longest)


def place_path(root: str, kind: str, slug: str) -> str:
    """Return the path of a section, topic or author in the edition that has this root, as a link has it."""
    return written(f"{root}{kind}/{slug}/")


def article_path(root: str, path: str) -> str:
    """Return the path of an article in the edition that has this root, as a link has it."""
    return written(f"{root}{path}/")


def ninjs_path(path: str) -> str:
    """Return the path of an article's ninjs, which stands beside its page."""
    return f"{path.removesuffix('/')}{NINJS}"


def kind_of(owner: Any) -> Kind:
    """Return the kind of an owner. Raises ValueError for what has no address."""
    return Kind(owner._meta.model_name)


def _numbered(slug: str, end: str, longest: int) -> str:
    return f"{fitting(slug, longest - len(end), MOST_BYTES - len(end)).rstrip('-')}{end}"


def _row(path: str, claim: Claim) -> Address:
    return Address(
        path=path,
        kind=kind_of(claim.owner),
        owner=claim.owner.pk,
        is_feed=isinstance(claim, FeedClaim),
        was_public=not isinstance(claim, PromisedClaim),
    )


def _not_held(rows: dict[str, Address]) -> list[Address]:
    """Return those rows whose paths are free; a claim to what is only promised removes the promise."""
    new = dict(rows)
    for paths in batches(rows, BATCH):
        known = Address.objects.filter(path__in=paths)
        promised = set(known.filter(_is_promised()).values_list("pk", flat=True))
        yielding = []
        for each in known:
            mine = rows[each.path]
            is_own = (each.kind, each.owner) == (mine.kind, mine.owner) and not each.was_public
            if mine.was_public and (is_own or each.pk in promised):
                yielding.append(each.pk)
            else:
                del new[each.path]
        if yielding:
            Address.objects.filter(pk__in=yielding).delete()
    return [*new.values()]


def _is_promised() -> Q:
    """Return the condition for addresses of articles that were not public elsewhere and never published here."""
    # Articles import this module.
    articles = apps.get_model("newsroom", "Article").objects
    unpublished = articles.filter(pk=OuterRef("owner"), first_published_at__isnull=True)
    return Q(was_public=False, kind=Kind.ARTICLE) & Q(Exists(unpublished))


def _promised(article: Any) -> Any:
    return Address.objects.filter(kind=kind_of(article), owner=article.pk, was_public=False)


def _own(claim: Claim) -> str:
    owner = claim.owner
    is_page_of_article = kind_of(owner) == Kind.ARTICLE and not isinstance(claim, FeedClaim)
    return normal_form(owner.get_absolute_url()) if is_page_of_article else ""


def is_made_from(slug: str, headline: str, *, language: str) -> bool:
    """Return True if a slug is the one that a headline gives, in any letters, with or without a number."""
    spellings = (Spelling(language, each).slug(headline) for each in (False, True))
    return any(
        slug == made or re.fullmatch(rf"{re.escape(made)}-[0-9]+", slug) is not None for made in spellings
    )
