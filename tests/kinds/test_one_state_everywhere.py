"""The list of articles and the table of what may be done name one state for an article."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.desk.status import in_state, sentence, status, with_prospects
from broadsheet.newsroom.actions.publishing import schedule
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.states import state_of
from desk_paper import PaperDesk, open_paper_desk
from factories import make_article

SOON, LONG_AGO = timedelta(days=1), timedelta(days=-1)
# What an article may have of itself that bears on its state, in pairs with every other.
TRAITS = {
    "draft": {"live": False},
    "withheld": {"live": False, "withheld_because": "its provider withholds it"},
    "killed": {"killed_at": LONG_AGO},
    "under embargo": {"embargoed_until": SOON},
    "dated ahead": {"published_at": SOON},
    "over": {"expire_at": LONG_AGO},
    "expired": {"live": False, "expired": True},
    "live": {},
}
MORE_EXACT = {"withheld": "draft", "changed": "live"}


@pytest.fixture
def paper(db) -> PaperDesk:
    return open_paper_desk()


@pytest.mark.django_db
@pytest.mark.parametrize("one", TRAITS)
@pytest.mark.parametrize("other", TRAITS)
def test_the_list_says_the_state_by_which_the_desk_decides(one, other):
    now = timezone.now()
    article = make_article("Where does it stand?")
    Article.objects.filter(pk=article.pk).update(**_at(now, TRAITS[one] | TRAITS[other]))

    said = _said(article, now)

    assert MORE_EXACT.get(said, said) == _decided(article, now)


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "scheduled", "embargoed", "live", "expired", "killed"]
)
def test_the_list_says_what_an_editor_has_made_of_an_article(paper, state):
    article = paper.article_in(state)

    assert (_said(article, timezone.now()), _decided(article, timezone.now())) == (state, state)


def test_what_was_withheld_and_a_person_has_scheduled_is_scheduled(paper):
    now = timezone.now()
    article = paper.article_in("draft")
    Article.objects.filter(pk=article.pk).update(withheld_because="its provider withholds it")
    [before] = with_prospects(Article.objects.filter(pk=article.pk))
    schedule(Article.objects.get(pk=article.pk), at=now + SOON, by=paper.desk.user, now=now)

    assert sentence(before, now=now) == "withheld: its provider withholds it"
    assert (_said(article, now), _decided(article, now)) == ("scheduled", "scheduled")


@pytest.mark.django_db
@pytest.mark.parametrize("trait", ["under embargo", "dated ahead"])
def test_the_list_of_the_embargoed_has_whatever_it_calls_so(trait):
    now = timezone.now()
    article = make_article("Not yet")
    Article.objects.filter(pk=article.pk).update(**_at(now, TRAITS[trait]))
    make_article("Now")

    assert _said(article, now) == "embargoed"
    assert list(in_state(Article.objects.all(), "embargoed", now=now)) == [article]


def _at(now, fields):
    return {name: now + each if isinstance(each, timedelta) else each for name, each in fields.items()}


def _said(article, now):
    return status(with_prospects(Article.objects.all()).get(pk=article.pk), now=now)


def _decided(article, now):
    return state_of(Article.objects.get(pk=article.pk), now=now).value
