"""The rendered check reads the HTML of each page: what cards promise to machines, and what a browser would fetch."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from broadsheet.newsroom.checked_articles import CheckedArticle
from broadsheet.newsroom.models import Article
from broadsheet.rails.popular import PopularStanding
from broadsheet.site import rendered_check
from broadsheet.site.printed_faults import Stored, faults_of
from broadsheet.site.printed_page import PrintedPage, read_page
from broadsheet.site.rendered_check import check_rendered
from newsstand import publish_many, read

OURS = "gazette.example"
CARD = (
    '<div data-article="{number}"><h3><a href="/2026/11/2{number}/story-{number}/#r={rail}">Story {number}</a></h3>'
    '<p>What came of {number}.</p><img src="/m/{number}.jpg" alt="A quay">'
    '<a href="/section/town/">Town</a> <time datetime="2026-11-2{number}T13:00+01:00">today</time></div>'
)
PAGE = "<html><head><link rel=stylesheet href=/s.css></head><body><h1>Story 0</h1>{cards}</body></html>"


def test_a_page_that_keeps_its_promises_has_no_fault_whatever_its_classes():
    assert found() == []


@pytest.mark.parametrize(
    ("pattern", "instead", "fault"),
    [
        (r"<time.*?</time>", "", (3, "undated")),
        (r'datetime="2026', 'datetime="2016', (3, "wrong-date")),
        (r"story-1/", "story-2/", (6, "dead-link")),
        (r"<h3>(.*?)</h3>", r"<h3>\1</h3><h4>Story</h4>", (4, "headline")),
        (r">Story 1<", ">Story of before<", (4, "old")),
        (r"What came of 1", "Something else", (4, "teaser")),
        (r"/section/town/", "/section/sport-ru/", (6, "wrong-section")),
        (r">Town<", "><", (4, "section")),
        (r'alt="A quay"', "", (4, "unclean")),
        (r'alt="A quay"', 'alt="DSC_0042.jpg"', (4, "file-name")),
        (r'data-article="1"', 'data-article="9"', (6, "unlawful")),
        (r'data-article="1"', 'data-article="0"', (2, "repeated")),
    ],
)
def test_what_a_card_does_not_keep_is_named(pattern, instead, fault):
    html = page().replace(card(1), re.sub(pattern, instead, card(1), count=1))

    assert fault in found(html)


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://ads.example/x.js"></script>', '<img alt="" src="//pixel.example/1.gif">',
        '<img alt="" src="/a.jpg" srcset="/a.jpg 1x, https://cdn.example/a.jpg 2x">', '<iframe src="https://video.example/"></iframe>',
        '<link rel="preconnect" href="https://fonts.example">', "<style>@import url(https://fonts.example/a.css)</style>",
        '<p style="background:url(https://cdn.example/b.png)">', '<video poster="https://cdn.example/c.jpg"></video>',
    ],
)  # fmt: skip
def test_whatever_makes_a_browser_ask_another_host_is_named(element):
    assert found(page().replace("</body>", f"{element}</body>")) == [(7, "other-host")]


@pytest.mark.parametrize(
    "element",
    [
        '<a href="https://elsewhere.example/">a link</a>', f'<script src="https://{OURS}/x.js"></script>',
        '<link rel="canonical" href="https://elsewhere.example/">', '<img alt="" src="data:image/gif;base64,R0">',
        '<img alt="" src="https://[no address">',
    ],
)  # fmt: skip
def test_a_link_that_a_reader_must_follow_and_what_is_no_address_ask_nobody(element):
    assert found(page().replace("</body>", f"{element}</body>")) == []


def test_a_missing_card_and_a_headline_of_before_are_named():
    html = page().replace(card(2), "").replace("<h1>Story 0", "<h1>Story of before")

    assert found(html) == [(1, "short"), (4, "old")]


def test_what_is_read_most_in_the_wrong_order_is_named():
    html = PAGE.format(cards=card(1, rail="popular") + card(2, rail="popular"))

    assert found(html) == []
    assert found(PAGE.format(cards=card(2, rail="popular") + card(1, rail="popular"))) == [(3, "order")]


@pytest.mark.django_db
def test_every_page_of_a_paper_keeps_its_promises():
    publish_many(18)

    assert [(page.url, page.faults) for page in check_rendered(now=timezone.now()) if page.faults] == []
    assert len(list(check_rendered(now=timezone.now(), sample=4))) == 4


@pytest.mark.django_db
def test_a_template_without_dates_is_a_fault_of_every_page(monkeypatch):
    publish_many(18)
    reading = rendered_check.read_page
    monkeypatch.setattr(
        rendered_check, "read_page", lambda content: reading(re.sub(rb"<time.*?</time>", b"", content))
    )
    kinds = [{(each.law, each.kind) for each in page.faults} for page in check_rendered(now=timezone.now())]

    assert kinds == [{(3, "undated")}] * 18


@pytest.mark.django_db
def test_a_page_that_answers_500_is_a_fault_of_that_page(monkeypatch):
    made = publish_many(18)
    Article.objects.filter(pk=made[3].pk).update(path="2025/01/01/a b c")
    found = {
        page.url: [(each.law, each.kind) for each in page.faults]
        for page in check_rendered(now=timezone.now())
    }

    assert found["/2025/01/01/a b c/"] == [(1, "crashed")]
    assert len(found) == 18


@pytest.mark.django_db
def test_what_is_published_while_pages_are_rendered_is_no_fault(monkeypatch):
    made = publish_many(18)
    reading = rendered_check.read_page

    def read_as_somebody_publishes(content: bytes) -> PrintedPage:
        Article.objects.filter(pk=made[5].pk).update(headline="Another headline")
        return reading(content)

    monkeypatch.setattr(rendered_check, "read_page", read_as_somebody_publishes)

    assert [page.url for page in check_rendered(now=timezone.now()) if page.faults] == []


@pytest.mark.django_db
def test_what_is_rewritten_between_two_batches_is_read_again(monkeypatch):
    made = publish_many(18)
    monkeypatch.setattr(rendered_check, "BATCH", 9)
    pages = check_rendered(now=timezone.now())
    before = [next(pages) for _ in range(9)]
    Article.objects.filter(pk=made[0].pk).update(headline="Another headline")

    assert [page.url for page in [*before, *pages] if page.faults] == []


@pytest.mark.django_db
def test_cards_carry_the_number_of_their_article():
    made = publish_many(18)
    cards = read_page(read(made[0].get_absolute_url()).encode()).cards

    assert {each.article for each in cards} <= {each.pk for each in made[1:]}
    assert [each.rail for each in cards] == ["related"] * 5 + ["editors-choice"] * 5 + ["popular"] * 5


def page() -> str:
    return PAGE.format(cards=card(1) + card(2))


def card(number: int, *, rail: str = "related") -> str:
    return CARD.format(number=number, rail=rail)


def found(html: str | None = None) -> list[tuple[int, str]]:
    return [(each.law, each.kind) for each in faults_of(read_page((html or page()).encode()), 0, stored())]


def stored() -> Stored:
    return Stored(
        language="en",
        articles={number: article(number) for number in range(3)},
        hosts=(OURS,),
        sections=("/section/town/",),
        due=2,
        popular={1: PopularStanding(1, 50, 9, 90), 2: PopularStanding(2, 10, 9, 90)},
        rail_of_reads="popular",
    )


def article(number: int) -> CheckedArticle:
    return CheckedArticle(
        url=f"/2026/11/2{number}/story-{number}/",
        headline=f"Story {number}",
        card_text=f"What came of {number}.",
        published_at=datetime(2026, 11, 20 + number, 12, tzinfo=UTC),
        section="Town",
        section_language="en",
        body="",
        text="",
        is_answered=True,
        is_settled=True,
    )
