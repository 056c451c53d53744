"""What a bug may put on a page between the database and the reader is named: one fault on each page, all in one check."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from archives import make_archive, relate_all
from broadsheet.newsroom import popularity
from broadsheet.newsroom.checking import check_archive
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.page_rails import EditionRails, PageRails
from broadsheet.rails import Rail, Reason
from broadsheet.rails.popular import PopularStanding
from factories import make_edition

pytestmark = pytest.mark.django_db

NOW = timezone.now()

Plant = Callable[[PageRails, Article], PageRails]


def of_card(rail: Rail = Rail.RELATED, **wrong: object) -> Plant:
    """Plant something on the first card of a rail."""
    return lambda page, _article: with_first(page, rail, wrong)


def of_reason(kind: str, text: str, **parts: object) -> Plant:
    return of_card(reason=Reason(kind, text, parts))


def as_another_card(*fields: str) -> Plant:
    """Copy these fields from the first related card to the first card of Popular."""
    return lambda page, _article: with_first(
        page, Rail.POPULAR, {each: getattr(page.rails[Rail.RELATED][0], each) for each in fields}
    )


def as_the_page(page: PageRails, article: Article) -> PageRails:
    return with_first(page, Rail.RELATED, {"article": article.pk, "story": article.story})


def with_cards(rail: Rail, count: int) -> Plant:
    return lambda page, _article: replace(page, rails=page.rails | {rail: page.rails[rail][:count]})


def from_the_bottom_up(page: PageRails, _article: Article) -> PageRails:
    return replace(page, rails=page.rails | {Rail.POPULAR: page.rails[Rail.POPULAR][::-1]})


def with_reads(**parts: object) -> Plant:
    """Change the figures of the first card of Popular; None takes a figure away."""
    return lambda page, _article: with_first(
        page, Rail.POPULAR, {"reason": reason_with(page.rails[Rail.POPULAR][0].reason, parts)}
    )


def with_the_whole_text(page: PageRails, _article: Article) -> PageRails:
    body = Article.objects.get(pk=page.rails[Rail.RELATED][0].article).plain_body
    return with_first(page, Rail.RELATED, {"card_text": body})


# What is planted, and which fault must be among those that are named on that page.
PLANTED: dict[str, tuple[Plant, tuple[int, str]]] = {
    "a card twice": (as_another_card("article", "story"), (2, "repeated")),
    "another version": (as_another_card("story"), (2, "repeated")),
    "headline and text of another card": (as_another_card("headline", "card_text"), (2, "same-words")),
    "the page itself": (as_the_page, (2, "repeated")),
    "a pick that is over": (of_reason("pick", "picked by Mila", ends="2020-01-01T00:00:00+00:00"), (3, "stale")),
    "a pick without an end": (of_reason("pick", "picked by Mila"), (3, "endless")),
    "an article that is not there": (of_card(article=10**9), (6, "unlawful")),
    "a date of next year": (of_card(published_at=NOW + timedelta(days=365)), (6, "unlawful")),
    "another edition": (of_card(language="ru"), (6, "wrong-edition")),
    "no reason": (of_reason("related", ""), (5, "unexplained")),
    "a reason of one letter": (of_reason("related", "x"), (5, "unexplained")),
    "a word in neither text": (of_reason("related", "shares penguins", words=["penguins"]), (5, "unshared")),
    "days that are not so": (of_reason("related", "the same day", words=[], days=900), (5, "wrong-days")),
    "an address where nothing is": (of_card(url="/2020/01/01/nowhere/"), (4, "untrue")),
    "an address with a space": (of_card(url="/2025/01/01/a b c/"), (4, "untrue")),
    "the address of another story": (as_another_card("url"), (4, "untrue")),
    "an empty rail": (with_cards(Rail.EDITORS_CHOICE, 0), (1, "empty")),
    "four of five": (with_cards(Rail.POPULAR, 4), (1, "short")),
    "the whole text": (with_the_whole_text, (4, "unclean")),
    "a text cut in a word": (of_card(card_text="It breaks off in the mid"), (4, "unclean")),
    "no text": (of_card(card_text=""), (4, "no-teaser")),
    "the text of another story": (of_card(card_text="Penguins marched through Antarctica."), (4, "foreign-teaser")),
    "no date": (of_card(published_at=None, date_precision=""), (3, "undated")),
    "a date ten years off": (of_card(published_at=NOW - timedelta(days=3653)), (4, "untrue")),
    "a date of 1970": (of_card(published_at=NOW.replace(year=1970)), (3, "wrong-date")),
    "what is read least first": (from_the_bottom_up, (3, "order")),
    "readers of two hours ago": (with_reads(as_of=(NOW - timedelta(hours=2)).isoformat()), (3, "stale")),
    "readers of nobody knows when": (with_reads(as_of=None), (3, "stale")),
    "a headline that says itself twice": (of_card(headline="Bridge opens Bridge opens"), (4, "unclean")),
    "a headline with markup": (of_card(headline="<b>Bridge</b>"), (4, "unclean")),
    "another section": (of_card(section="Elsewhere"), (4, "untrue")),
    "no section": (of_card(section=""), (4, "untrue")),
    "a picture without a text": (of_card(picture=True, picture_alt=""), (4, "unclean")),
    "a picture that says its file": (of_card(picture=True, picture_alt="DSC_0042.jpg"), (4, "file-name")),
}  # fmt: skip


def test_each_fault_between_database_and_reader_is_named_on_its_page_and_no_other_page_has_one(monkeypatch):
    made = make_archive(len(PLANTED) + 12)
    relate_all()
    are_read(made[-12:])
    chosen = dict(zip((each.pk for each in made), PLANTED, strict=False))
    beside = EditionRails.beside

    def as_a_bug_would(rails: EditionRails, article: Article) -> PageRails:
        page = beside(rails, article)
        return PLANTED[chosen[article.pk]][0](page, article) if article.pk in chosen else page

    monkeypatch.setattr(EditionRails, "beside", as_a_bug_would)
    found = {
        page.url: {(each.law, each.kind) for each in page.faults}
        for page in check_archive(now=timezone.now())
    }
    of_plant = {plant: found.pop(made[place].get_absolute_url()) for place, plant in enumerate(PLANTED)}

    assert {plant: kinds for plant, kinds in of_plant.items() if PLANTED[plant][1] not in kinds} == {}
    assert [url for url, kinds in found.items() if kinds] == []


def are_read(articles: list[Article]) -> None:
    """Have each of these articles read by a tenth less than the one before it."""
    places = [PopularStanding(each.pk, 90 * 0.9**place, 9, 90) for place, each in enumerate(articles)]
    popularity.save({(make_edition().locale_id, None): places}, timezone.now())


def with_first(page: PageRails, rail: Rail, wrong: dict[str, object]) -> PageRails:
    first, *others = page.rails[rail]
    return replace(page, rails=page.rails | {rail: (replace(first, **wrong), *others)})


def reason_with(reason: Reason, parts: dict[str, object]) -> Reason:
    known = {name: value for name, value in {**reason.parts, **parts}.items() if value is not None}
    return replace(reason, parts=known)
