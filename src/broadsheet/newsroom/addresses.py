"""Register addresses with their owners, and find out which addresses are free: the one writer of the registry."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from ..press import outbox
from ..prose.slugs import slugify
from .address_forms import LONGEST, normal_form
from .models.addresses import Address, Kind

# Depended upon by all answers at addresses where no page is.
TAG = "addresses"
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


def register(claims: Iterable[Claim]) -> None:
    """Register addresses that readers know from elsewhere; who registered one first keeps it.

    The front page without a query is nobody's, and where an owner stands now needs no registration.
    """
    rows = {}
    for claim in claims:
        path = normal_form(claim.address)
        if 1 < len(path) <= LONGEST and path not in rows and path != _own(claim):
            rows[path] = _row(path, claim)
    if rows:
        Address.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=BATCH)
        outbox.announce([TAG])


def keep_for(owner: Any, paths: Iterable[str]) -> None:
    """Register paths that an owner leaves. It stood there itself, so nobody's claim from elsewhere is older."""
    rows = [_row(path, Claim(path, owner)) for each in paths if len(path := normal_form(each)) > 1]
    if rows:
        Address.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["path"], update_fields=["kind", "owner", "is_feed"]
        )
        if kind_of(owner) != Kind.ARTICLE:
            # What an article's answers depend on is announced with the article.
            outbox.announce([TAG])


def taken(paths: Iterable[str], *, but_for: Any = None) -> set[str]:
    """Return the normal forms of those paths that are registered for anybody but one owner. Index: the unique path."""
    rows = Address.objects.filter(path__in={normal_form(each) for each in paths})
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
    numbered = (f"{slug[: longest - len(end)].rstrip('-')}{end}" for end in (f"-{each}" for each in count(2)))
    return next(each for each in numbered if not is_taken(each))


def place_path(root: str, kind: str, slug: str) -> str:
    """Return the path of a section, topic or author in the edition that has this root."""
    return f"{root}{kind}/{slug}/"


def kind_of(owner: Any) -> Kind:
    """Return the kind of an owner. Raises ValueError for what has no address."""
    return Kind(owner._meta.model_name)


def _row(path: str, claim: Claim) -> Address:
    return Address(
        path=path, kind=kind_of(claim.owner), owner=claim.owner.pk, is_feed=isinstance(claim, FeedClaim)
    )


def _own(claim: Claim) -> str:
    owner = claim.owner
    is_page_of_article = kind_of(owner) == Kind.ARTICLE and not isinstance(claim, FeedClaim)
    return normal_form(owner.get_absolute_url()) if is_page_of_article else ""


def is_made_from(slug: str, headline: str, *, language: str) -> bool:
    """Return True if a slug is the one that a headline gives, with or without a number."""
    made = slugify(headline, language=language)
    return slug == made or re.fullmatch(rf"{re.escape(made)}-\d+", slug) is not None
