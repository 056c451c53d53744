"""Hold a printed page against what the database says of its article and of the articles on its cards."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from ..newsroom.checked_articles import CheckedArticle
from ..newsroom.moments import paper_time
from ..prose.teasers import LONGEST
from ..prose.typography import single_spaced
from ..rails.checked import Complaint, Fault
from ..rails.checked_words import alternative_faults
from ..rails.popular import HYSTERESIS, PopularStanding
from .printed_page import PrintedCard, PrintedPage

# Digits of a day in ISO 8601; the hour and the zone are not compared.
_DAY = 10


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says: the articles that readers may see, by number, and what is read most in the edition.

    `hosts` are those that are ours, `sections` the addresses of the edition's sections, `due` the cards that a page has.
    """

    language: str
    articles: Mapping[int, CheckedArticle]
    hosts: Collection[str]
    sections: Collection[str]
    due: int
    popular: Mapping[int, PopularStanding] = field(default_factory=dict)
    rail_of_reads: str = ""


def faults_of(page: PrintedPage, article: int, stored: Stored) -> list[Fault]:
    """Return every fault of the printed page of an article, in the order of the laws."""
    found = [*_of_page(page, article, stored), *_order(page, stored)]
    seen = {article: "the page itself"}
    for card in page.cards:
        rail = card.rail or None
        found += [each.at(rail, card.article) for each in _of_card(card, stored)]
        if card.article in seen:
            message = f"article {card.article} already stands in {seen[card.article]}"
            found.append(Fault(2, "repeated", rail, card.article, message))
        seen.setdefault(card.article, card.rail or "the page")
    return sorted(found, key=lambda fault: fault.law)


def _of_page(page: PrintedPage, article: int, stored: Stored) -> Iterator[Fault]:
    own = stored.articles.get(article)
    if own is None:
        yield Fault(6, "unlawful", None, article, "readers may not see this article now")
    elif page.headline != single_spaced(own.headline):
        yield Fault(4, "old", None, article, f"the page says “{page.headline}”, the article “{own.headline}”")
    if len(page.cards) < stored.due:
        message = (
            f"the page has {len(page.cards)} cards with data-article; there are stories for {stored.due}"
        )
        yield Fault(1, "short", None, article, message)
    for address in page.fetched:
        host = _host(address)
        if host and host not in stored.hosts:
            yield Fault(7, "other-host", None, article, f"a browser asks {host} for {address}")


def _of_card(card: PrintedCard, stored: Stored) -> Iterator[Complaint]:
    article = stored.articles.get(card.article)
    if article is None:
        yield Complaint(
            6, "unlawful", f"readers may not see article {card.article} now, or not in this edition"
        )
        return
    if len(card.headings) != 1:
        yield Complaint(4, "headline", f"the card has {len(card.headings)} headings; it must have one")
    elif card.headings[0] != single_spaced(article.shown_headline):
        message = f"the card says “{card.headings[0]}”, the article “{article.shown_headline}”"
        yield Complaint(4, "old", message)
    if article.written and len(article.written) <= LONGEST and article.written not in card.text:
        yield Complaint(4, "cut", f"the card does not say what its editor wrote: “{article.written}”")
    elif article.card_text and single_spaced(article.card_text) not in card.text:
        yield Complaint(4, "teaser", "the card does not show the article's text for cards")
    yield from _links(card, article, stored)
    yield from _dates(card, article)
    for alternative in card.alternatives:
        yield from alternative_faults(alternative)


def _links(card: PrintedCard, article: CheckedArticle, stored: Stored) -> Iterator[Complaint]:
    paths = [unquote(urlsplit(each).path) for each in card.links]
    if paths != [unquote(article.url)] or not article.is_answered:
        message = f"the heading leads to {', '.join(paths) or 'nothing'}, the article stands at {article.url}"
        yield Complaint(6, "dead-link", message)
    if article.section and article.section not in card.text:
        yield Complaint(4, "section", f"the card does not name its section, {article.section}")
    sections = [path for path in map(_path, card.all_links) if "/section/" in path]
    if article.section_language not in ("", stored.language) or not set(sections) <= set(stored.sections):
        yield Complaint(6, "wrong-section", f"the section {article.section} is not of this edition")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""  # no browser asks anybody for what is no address


def _path(address: str) -> str:
    return unquote(urlsplit(address).path)


def _dates(card: PrintedCard, article: CheckedArticle) -> Iterator[Complaint]:
    if article.published_at is None:
        if card.dates:
            yield Complaint(3, "wrong-date", f"the card says {card.dates[0]}; the article's date is unknown")
        return
    if not card.dates:
        yield Complaint(3, "undated", "the card has no <time datetime>")
        return
    known = paper_time(article.published_at).isoformat()
    if not card.dates[0] or not known.startswith(card.dates[0][:_DAY]):
        yield Complaint(3, "wrong-date", f"the card says {card.dates[0]}, the article {known}")


def _order(page: PrintedPage, stored: Stored) -> Iterator[Fault]:
    """Yield each card of what is read most that stands above one that is read more, as `rails.checked_order` does."""
    of_reads = [each for each in page.cards if each.rail == stored.rail_of_reads]
    places = list(stored.popular)
    for card, follower in pairwise(of_reads):
        one, other = stored.popular.get(card.article), stored.popular.get(follower.article)
        if one is None or other is None or one.basis != other.basis:
            continue
        apart = max(1, places.index(follower.article) - places.index(card.article))
        if one.score * HYSTERESIS**apart + 1e-6 < other.score:
            message = f"{one.score:g} readers an hour stand above {other.score:g}"
            yield Fault(3, "order", card.rail, card.article, message)
