"""Whatever is published, retitled, killed, embargoed or expires in whatever order: search finds what readers may see."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from broadsheet.newsroom import search_queries
from broadsheet.newsroom.actions.killing import kill
from broadsheet.newsroom.models import Article
from broadsheet.search.asking import Query
from broadsheet.search.index import IndexBrokenError
from broadsheet.search.open_index import OpenIndex
from broadsheet.worker.search_index import SearchIndex
from factories import make_edition
from newsstand import publish

# None of them is another with a typing error.
WORDS = ("zeppelin", "orchard", "glacier")
SOON = st.none() | st.integers(-1, 4)


class PaperAndSearch(RuleBasedStateMachine):
    """A few articles, an index that hears of them when it likes, and a clock that moves when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.now = timezone.now().replace(microsecond=0)
        self.clock = patch.object(timezone, "now", lambda: self.now)
        self.clock.start()
        self.edition = make_edition()
        self.folder = Path(tempfile.mkdtemp())
        self.index, self.readers = SearchIndex(self.folder), OpenIndex(self.folder)
        while self.index.turn(self.now):
            pass

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.folder)
        self.clock.stop()
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)

    @rule(word=st.sampled_from(WORDS), embargo=SOON, expiry=SOON)
    def article_is_published(self, word: str, embargo: int | None, expiry: int | None) -> None:
        publish(
            f"{word} {Article.objects.count()}", text="Rain.", published_at=self.now,
            embargoed_until=self.at(embargo), expire_at=self.at(expiry),
        )  # fmt: skip

    @rule(which=st.integers(0, 9), word=st.sampled_from(WORDS))
    def article_is_retitled(self, which: int, word: str) -> None:
        self.change(which, headline=f"{word} again")

    @rule(which=st.integers(0, 9), embargo=SOON)
    def article_is_embargoed(self, which: int, embargo: int | None) -> None:
        self.change(which, embargoed_until=self.at(embargo))

    @rule(which=st.integers(0, 9), expiry=SOON)
    def article_gets_another_expiry(self, which: int, expiry: int | None) -> None:
        self.change(which, expire_at=self.at(expiry))

    @rule(which=st.integers(0, 9))
    def article_is_killed(self, which: int) -> None:
        if article := self.one(which):
            kill(article, by=None, now=self.now, reason="")

    @rule(seconds=st.integers(1, 3))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(seconds=st.integers(1, 3))
    def clock_is_set_back(self, seconds: int) -> None:
        self.now -= timedelta(seconds=seconds)

    @rule()
    def schedule_is_kept(self) -> None:
        call_command("publish_scheduled")

    @rule()
    def index_is_begun_again(self) -> None:
        self.index.rebuild()
        self.index.turn(self.now)

    @rule()
    def index_takes_in_what_it_has_not_heard(self) -> None:
        while self.index.turn(self.now):
            pass

        assert {word: self.hits(word) for word in WORDS} == {word: self.seen(word) for word in WORDS}

    @invariant()
    def nothing_is_printed_that_may_not_be_seen(self) -> None:
        for word in WORDS:
            rows = search_queries.found(self.edition, sorted(self.hits(word)), now=self.now)
            assert {each.pk for each in rows} <= {each.pk for each in Article.objects.visible(self.now)}

    def hits(self, word: str) -> set[int]:
        query = Query(text=word, edition=self.edition.locale_id, language="en", now=self.now)
        try:
            return {each.article for each in self.readers.search(query).articles}
        except IndexBrokenError:
            return set()

    def seen(self, word: str) -> set[int]:
        return set(
            Article.objects.visible(self.now).filter(headline__contains=word).values_list("pk", flat=True)
        )

    def change(self, which: int, **fields: object) -> None:
        if article := self.one(which):
            for name, value in fields.items():
                setattr(article, name, value)
            article.save()

    def one(self, which: int) -> Article | None:
        articles = list(Article.objects.filter(killed_at=None).order_by("pk"))
        return articles[which % len(articles)] if articles else None

    def at(self, seconds: int | None) -> datetime | None:
        return None if seconds is None else self.now + timedelta(seconds=seconds)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_of_changes_shows_an_article_early_or_after_it_is_gone():
    run_state_machine_as_test(
        PaperAndSearch,
        settings=settings(
            max_examples=15, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
