"""Check one page of rails against the page laws, and name each fault."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..prose.teasers import ends_cleanly, is_whole, repeats_headline
from .model import Reason
from .popular import LONGEST_SILENCE
from .registry import RAILS, RailSpec

TEASER_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken law: its number, the kind of fault, where it stands and a sentence for the editor."""

    law: int
    kind: str
    rail: str | None
    article: int | None
    message: str


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """A card as it goes out, with what is needed to judge it.

    `date_shown` is what a reader sees in place of the date ("date unknown" where there is none); `body` is
    the plain text of the article; `is_visible` says whether readers may see it at the moment of the check.
    """

    article: int
    story: int
    headline: str
    teaser: str
    date_shown: str
    language: str
    reason: Reason
    published_at: datetime | None = None
    body: str = ""
    has_picture: bool = False
    picture_alt: str = ""
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page with the cards of its rails by name; `eligible` counts the different stories that could stand on it.

    `unreadable` are articles whose place in the stored list of the page is damaged, so that their cards were left out.
    """

    article: int | None
    story: int | None
    language: str
    rails: Mapping[str, Sequence[CheckedCard]]
    eligible: int
    now: datetime
    specs: Sequence[RailSpec] = RAILS
    unreadable: Sequence[int] = ()


def faults(page: CheckedPage) -> list[Fault]:
    """Return every fault of `page`, in the order of the laws."""
    found = [*_short(page), *_repeated(page), *_unreadable(page)]
    for each in page.specs:
        for card in page.rails.get(each.name, ()):
            found += _of_card(page, each.name, card)
    return sorted(found, key=lambda fault: fault.law)


def crashed(error: Exception) -> Fault:
    """Return the fault of a page that could not be made or judged at all."""
    message = f"the page cannot be made: {type(error).__name__}: {error}"
    return Fault(1, "crashed", None, None, message)


def _unreadable(page: CheckedPage) -> Iterator[Fault]:
    for article in page.unreadable:
        message = f"the stored place of article {article} cannot be read; run `broadsheet related rebuild`"
        yield Fault(5, "damaged", None, article, message)


def _short(page: CheckedPage) -> Iterator[Fault]:
    room = {each.name: each.length for each in page.specs}
    lengths = {name: len(page.rails.get(name, ())) for name in room}
    total, shown = min(sum(room.values()), page.eligible), sum(lengths.values())
    least = _dealt_evenly(total, room.values())
    due = {name: min(least, room[name]) for name in room}
    for name, length in lengths.items():
        if length == 0 and due[name]:
            yield Fault(1, "empty", name, None, f"{name} is empty; {page.eligible} stories could stand there")
        elif length < due[name]:
            yield Fault(
                1, "short", name, None, f"{name} has {length} cards; there are stories for {due[name]}"
            )
        elif length > room[name]:
            yield Fault(1, "long", name, None, f"{name} has {length} cards; {room[name]} is its length")
    if all(due[name] <= lengths[name] for name in room) and shown < total:
        shortest = min((name for name in room if lengths[name] < room[name]), key=lambda name: lengths[name])
        message = f"the rails have {shown} cards together; there are stories for {total}"
        yield Fault(1, "short", shortest, None, message)
    unfilled = [lengths[name] for name in room if lengths[name] < room[name]]
    if unfilled and max(lengths.values()) - min(unfilled) > 1 and total < sum(room.values()):
        yield Fault(
            1, "uneven", None, None, f"the rails have {sorted(lengths.values())} cards; deal them evenly"
        )


def _dealt_evenly(total: int, room: Collection[int]) -> int:
    """Return how many cards each rail has at least, as far as it has room, when `total` are dealt evenly."""
    counts = range(max(room, default=0) + 1)
    return max(count for count in counts if sum(min(count, each) for each in room) <= total)


def _repeated(page: CheckedPage) -> Iterator[Fault]:
    stories: dict[int, str] = {} if page.story is None else {page.story: "the page itself"}
    articles: dict[int, str] = {} if page.article is None else {page.article: "the page itself"}
    for rail in (each.name for each in page.specs):
        for card in page.rails.get(rail, ()):
            where = stories.get(card.story) or articles.get(card.article)
            if where:
                yield Fault(2, "repeated", rail, card.article, f"“{card.headline}” already stands in {where}")
            stories.setdefault(card.story, rail)
            articles.setdefault(card.article, rail)


def _of_card(page: CheckedPage, rail: str, card: CheckedCard) -> list[Fault]:
    complaints = [*_stale(page, card), *_unclean(card), *_unexplained(card), *_unlawful(page, card)]
    return [Fault(law, kind, rail, card.article, message) for law, kind, message in complaints]


def _stale(page: CheckedPage, card: CheckedCard) -> Iterator[tuple[int, str, str]]:
    parts = card.reason.parts
    if card.reason.kind == "pick" and _moment(parts.get("ends"), page.now) <= page.now and parts.get("ends"):
        yield 3, "stale", f"the pick was over at {parts['ends']}"
    if (
        card.reason.kind in ("reads", "month")
        and _moment(parts.get("as_of"), page.now) < page.now - LONGEST_SILENCE
    ):
        yield 3, "stale", f"the reads were ranked at {parts['as_of']}, and not since"
    if not card.date_shown.strip():
        what = "has no date" if card.published_at is None else "does not show its date"
        yield 3, "undated", f"the card {what}; say so with a mark" if card.published_at is None else what


def _unclean(card: CheckedCard) -> Iterator[tuple[int, str, str]]:
    teaser = card.teaser
    if not card.headline.strip():
        yield 4, "unclean", "the card has no headline"
    if len(teaser) > TEASER_LIMIT:
        yield 4, "unclean", f"the teaser has {len(teaser)} characters; {TEASER_LIMIT} is the limit"
    if teaser and not ends_cleanly(teaser):
        yield 4, "unclean", f"the teaser breaks off at “{teaser[-20:]}”"
    if teaser and repeats_headline(teaser, card.headline):
        yield 4, "unclean", "the teaser says the headline again"
    if teaser and is_whole(teaser, card.body):
        yield 4, "unclean", "the teaser is the whole story"
    if card.has_picture and not card.picture_alt.strip():
        yield 4, "unclean", "the picture has no alternative text"


def _unexplained(card: CheckedCard) -> Iterator[tuple[int, str, str]]:
    if not card.reason.kind or not card.reason.text.strip():
        yield 5, "unexplained", "nothing says why the card stands here"


def _unlawful(page: CheckedPage, card: CheckedCard) -> Iterator[tuple[int, str, str]]:
    if card.language != page.language:
        yield 6, "wrong-edition", f"the card is of the edition {card.language}, the page of {page.language}"
    if not card.is_visible:
        yield 6, "unlawful", "readers may not see this article now"
    elif card.published_at is not None and card.published_at > page.now:
        yield 6, "unlawful", f"the article is published only at {card.published_at.isoformat()}"


def _moment(written: float | int | str | None, default: datetime) -> datetime:
    return datetime.fromisoformat(written) if isinstance(written, str) and written else default
