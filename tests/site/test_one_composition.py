"""A page is composed once where it is made, and once at most for each change; nothing is inflated that nobody reads."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom import page_rails
from broadsheet.newsroom.models import Article, Edition, Pick
from broadsheet.press.pieces import Piece
from broadsheet.rails.composition import compose
from broadsheet.site import article_assembly
from newsstand import headlines
from reader import Reader
from small_town import be_popular, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db) -> list[Article]:
    return make_town()


@pytest.fixture
def composed(monkeypatch) -> Counter[int]:
    """The pages that were composed, by the number of their article, since the counter was last cleared."""
    counted: Counter[int] = Counter()

    def counting(*args, **named):
        counted[named.get("article")] += 1
        return compose(*args, **named)

    for module in (page_rails, article_assembly):
        monkeypatch.setattr(module, "compose", counting)
    return counted


@pytest.fixture
def inflated(monkeypatch) -> list[Piece]:
    """The pieces that were inflated."""
    found: list[Piece] = []
    raw = Piece.raw.fget

    def noting(piece: Piece) -> bytes:
        found.append(piece)
        return raw(piece)

    monkeypatch.setattr(Piece, "raw", property(noting))
    return found


def test_a_cold_page_is_composed_once_however_often_it_is_read(town, composed):
    reader = Reader()
    for each in town:
        for _time in range(3):
            reader.read(each.get_absolute_url())

    assert composed == {each.pk: 1 for each in town}


def test_a_change_of_popular_composes_a_joined_page_once_at_most(town, composed):
    reader = Reader()
    before = {each.pk: headlines(reader.read(each.get_absolute_url())) for each in town}
    joined = joined_pages(reader, town)
    composed.clear()
    be_popular(town[7:27])
    reader.look()
    after = {each.pk: headlines(reader.read(each.get_absolute_url())) for each in town}
    for each in town:
        reader.read(each.get_absolute_url())

    still = joined & joined_pages(reader, town, since=joined)
    changed = {each for each in still if before[each] != after[each]}
    assert len(changed) > 10
    assert {composed[each] for each in still} <= {0, 1}
    # One that must be rendered is composed to see that, and with what the database has.
    assert max(composed.values()) <= 2


def test_a_page_that_a_pick_has_rendered_again_is_tried_once_and_composed_once(town, composed):
    reader = Reader()
    path = town[0].get_absolute_url()
    related = Article.objects.get(headline=headlines(reader.read(path))[0])
    composed.clear()
    Pick.objects.create(
        edition=Edition.objects.get(), article=related, ends_at=timezone.now() + timedelta(days=1)
    )
    reader.look()
    reader.read(path)
    reader.read(path)

    assert 1 <= composed[town[0].pk] <= 2


def test_a_change_of_one_card_in_related_composes_its_pages_once(town, composed):
    reader = Reader()
    path = town[0].get_absolute_url()
    related = Article.objects.get(headline=headlines(reader.read(path))[0])
    composed.clear()
    related.headline = "Another headline beside it"
    related.save()
    reader.look()

    assert "Another headline beside it" in headlines(reader.read(path))
    assert composed[town[0].pk] == 1


def test_a_page_whose_reader_takes_gzip_is_never_inflated(town, inflated):
    reader = Reader()
    pages = [reader.get(each.get_absolute_url(), accept_encoding="gzip") for each in town]
    joined = joined_pages(reader, town)

    assert {each.headers["Content-Encoding"] for each in pages} == {"gzip"}
    assert len(joined) > len(town) / 2
    assert inflated == []


def test_who_asks_django_itself_gets_the_same_page_inflated_once(town, inflated):
    path = town[0].get_absolute_url()
    answer = Client().get(path)
    before = len(inflated)
    body, again = answer.content, b"".join(answer)
    pieces = len(inflated)

    assert body.decode() == again.decode() == Reader().read(path)
    assert answer.headers["Content-Length"] == str(len(body))
    assert (before, pieces) == (0, 3)


def test_the_first_join_of_a_page_is_what_joining_it_again_gives(town):
    reader = Reader()
    for each in town:
        reader.read(each.get_absolute_url())
    pages = [page for page in reader.press.cache.fresh.values() if hasattr(page.assembly, "frame")]

    assert len(pages) > len(town) / 2
    assert all(page.assembly.assemble(page.share.value) == page.joined.assembled for page in pages)


def joined_pages(reader: Reader, town: list[Article], *, since: set[int] | None = None) -> set[int]:
    """Return the articles whose pages are joined of pieces."""
    fresh = reader.press.cache.fresh
    kept = {each.pk: fresh.get(each.get_absolute_url()) for each in town}
    return {
        pk
        for pk, page in kept.items()
        if page is not None
        and isinstance(page.assembly, article_assembly.ArticleAssembly)
        and (since is None or pk in since)
    }
