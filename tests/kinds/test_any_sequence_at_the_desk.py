"""Whatever editors do in whatever order, readers are shown what `visible` allows, and hear of nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from broadsheet.newsroom.models import Article
from broadsheet.newsroom.states import Action, State
from broadsheet.press.models import Change
from broadsheet.worker.search_index import FOLDER, SearchIndex
from desk_paper import open_paper_desk

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/feed/", "/editors-choice/feed/", "/popular/week/", "/corrections/", "/sitemap-1.xml", "/news-sitemap.xml",
    "/search/?q=ferry",
)  # fmt: skip
# Other forms and parts of these, made from the same questions: a few of them are asked after each step, in turns.
MORE_PAGES = (
    "/section/town/", "/feed/atom/", "/feed/json/", "/section/town/feed/", "/section/town/feed/atom/", "/popular/week/feed/", "/popular/now/",
    "/section/town/popular/week/", "/editors-choice/feed/json/", f"/{timezone.now():%Y}/", "/undated/",
)  # fmt: skip
IN_TURNS = 5


class EditorsAtWork(RuleBasedStateMachine):
    """A few articles, and whatever the desk lets anybody do with them."""

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.paper = open_paper_desk()
        self.reader = Client()
        self.steps = 0
        # Readers search what it last took in, which may be long ago.
        self.index = SearchIndex(site.DATA / FOLDER)
        self.index.rebuild()
        self.index.catch_up()

    def teardown(self) -> None:
        self.index.close()
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)

    @initialize(state=st.sampled_from(list(State)))
    def begin(self, state: State) -> None:
        self.paper.article_in(state.value)

    @rule(state=st.sampled_from(list(State)))
    def write(self, state: State) -> None:
        self.paper.article_in(state.value)

    @rule(action=st.sampled_from(list(Action)), which=st.integers(0, 9))
    def act(self, action: Action, which: int) -> None:
        articles = list(Article.objects.order_by("pk"))
        if not articles:
            return
        article = articles[which % len(articles)]
        before, changes = is_seen(article), Change.objects.count()

        self.paper.does(action.value, article)

        if not before and not is_seen(article):
            assert Change.objects.count() == changes, action

    @rule(field=st.sampled_from(["expire_at", "embargoed_until"]), which=st.integers(0, 9))
    def time_passes(self, field: str, which: int) -> None:
        past = timezone.now() - timedelta(minutes=1)
        live = list(Article.objects.filter(live=True).order_by("pk"))
        if live:
            Article.objects.filter(pk=live[which % len(live)].pk).update(**{field: past})
            call_command("publish_scheduled")

    @rule()
    def the_search_index_follows(self) -> None:
        self.index.catch_up()

    @invariant()
    def readers_are_shown_what_is_visible(self) -> None:
        self.steps += 1
        pages = {
            path: self.reader.get(path).content.decode()
            for path in (*PAGES, *MORE_PAGES[self.steps % IN_TURNS :: IN_TURNS])
        }
        for article in Article.objects.all():
            address = article.get_absolute_url()
            own = self.reader.get(address).status_code
            asked = {"url": f"{site.BASE_URL}{address}"}
            ninjs = self.reader.get(f"{address.rstrip('/')}.json").status_code
            embedded = self.reader.get("/oembed", asked).status_code
            shown = [path for path, page in pages.items() if article.headline in page or article.path in page]
            assert is_seen(article) or (own != 200 and shown == []), (article.path, own, shown)
            assert not is_seen(article) or own == 200, article.path
            assert ninjs == own, (article.path, own, ninjs)
            assert embedded == (200 if is_seen(article) else 404), (article.path, embedded)


def test_no_sequence_of_actions_shows_or_announces_what_nobody_may_see(db):
    run_state_machine_as_test(
        EditorsAtWork,
        settings=settings(
            max_examples=6,
            stateful_step_count=7,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def is_seen(article: Any) -> bool:
    return bool(Article.objects.visible(timezone.now()).filter(pk=article.pk).exists())
