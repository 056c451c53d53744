"""Check one page of rails against the page laws, and name each fault."""

from collections.abc import Collection, Iterator
from datetime import datetime

from .checked import CheckedCard, CheckedPage, Complaint, Fault, FaultSeverity
from .checked_order import out_of_order
from .checked_pairs import alike
from .checked_relation import unrelated
from .checked_words import foreign_text, unclean, wrong_language
from .floors import is_near
from .popular import LONGEST_SILENCE

__all__ = ["CheckedCard", "CheckedPage", "Fault", "crashed", "faults"]

# Before this year nobody published on the web: such a date is the zero of a clock.
FIRST_YEAR = 1971
# No sentence has fewer characters.
SHORTEST_REASON = 4


def faults(page: CheckedPage) -> list[Fault]:
    """Return every fault of `page`, in the order of the laws."""
    found = [*_short(page), *_repeated(page), *alike(page), *out_of_order(page), *_unreadable(page)]
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
    if page.eligible == 0 and page.articles > 1:
        for name in (each for each in room if not lengths[each]):
            message = (
                f"{name} is empty: all {page.articles} articles of the edition are versions of one story"
            )
            # A paper of one story has nothing else to show.
            yield Fault(1, "empty", name, None, message, FaultSeverity.WARNING)
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
    complaints = [
        *_stale(page, card),
        *unclean(
            card.headline,
            card.card_text,
            card.body,
            card.picture_alt if card.has_picture else None,
            card.written,
        ),
        *_unexplained(card),
        *unrelated(page, card),
        *_unlawful(page, card),
        *_untrue(card),
    ]
    return [each.at(rail, card.article) for each in complaints]


def _stale(page: CheckedPage, card: CheckedCard) -> Iterator[Complaint]:
    kind, parts = card.reason.kind, card.reason.parts
    if kind == "pick" and not parts.get("ends"):
        yield Complaint(3, "endless", "the pick has no end")
    elif kind == "pick" and _moment(parts["ends"], page.now) <= page.now:
        yield Complaint(3, "stale", f"the pick was over at {parts['ends']}")
    if kind in ("reads", "month") and not parts.get("as_of"):
        yield Complaint(3, "stale", "nothing says when the reads were ranked")
    elif kind in ("reads", "month") and _moment(parts["as_of"], page.now) < page.now - LONGEST_SILENCE:
        yield Complaint(3, "stale", f"the reads were ranked at {parts['as_of']}, and not since")
    if not card.date_shown.strip():
        what = "does not show its date" if card.published_at else "the card has no date; say so with a mark"
        yield Complaint(3, "undated", what)
    if card.published_at is not None and card.published_at.year < FIRST_YEAR:
        message = f"the date {card.published_at:%Y-%m-%d} is a clock's zero, and no day of publication"
        yield Complaint(3, "wrong-date", message, FaultSeverity.WARNING)


def _unexplained(card: CheckedCard) -> Iterator[Complaint]:
    if not card.reason.kind or len(card.reason.text.strip()) < SHORTEST_REASON:
        yield Complaint(5, "unexplained", "nothing says why the card stands here")
    if card.reason.kind == "related" and not is_near(card.reason) and not card.reason.parts.get("also"):
        yield Complaint(5, "unmarked", "the card is no nearer than chance would have it, and does not say so")


def _unlawful(page: CheckedPage, card: CheckedCard) -> Iterator[Complaint]:
    if card.language != page.language:
        message = f"the card is of the edition {card.language}, the page of {page.language}"
        yield Complaint(6, "wrong-edition", message)
    elif other := wrong_language(card.body, page.language):
        yield Complaint(
            6, "wrong-language", f"the text looks like {other}, the edition is in {page.language}"
        )
    if card.section_language not in ("", page.language):
        message = f"the section “{card.section}” is of the edition {card.section_language}"
        yield Complaint(6, "wrong-section", message)
    if not card.is_visible:
        yield Complaint(6, "unlawful", "readers may not see this article now")
    elif card.published_at is not None and card.published_at > page.now:
        yield Complaint(6, "unlawful", f"the article is published only at {card.published_at.isoformat()}")
    if not card.is_answered:
        yield Complaint(6, "dead-link", f"no article answers at {card.url}")


def _untrue(card: CheckedCard) -> Iterator[Complaint]:
    if (foreign := foreign_text(card.card_text, card.text)) is not None:
        yield foreign
    for each in card.untrue:
        yield Complaint(4, "untrue", f"the card says another {each} than its article")


def _moment(written: float | int | str | None, default: datetime) -> datetime:
    return datetime.fromisoformat(written) if isinstance(written, str) and written else default
