"""Each action is one transaction, one entry in the audit log and one announcement; done twice, it harms nothing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from broadsheet.newsroom.actions.changing_paper import change_paper
from broadsheet.newsroom.actions.correcting import correct
from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.actions.holding import hold, release
from broadsheet.newsroom.actions.killing import kill, revive
from broadsheet.newsroom.actions.picking import move_pick, pick, unpick
from broadsheet.newsroom.actions.publishing import publish, schedule, unpublish
from broadsheet.newsroom.actions.story_lines import NotInLine, leave, merge, rename, split
from broadsheet.newsroom.actions.sweeping import sweep_topics
from broadsheet.newsroom.models import Article, Correction, PaperSettings, Pick, PopularHold, StoryLine, Topic
from broadsheet.newsroom.paper.site_settings import SiteSettings
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.press.models import Change
from factories import NOW, make_article, make_edition, make_pick, make_topic

pytestmark = pytest.mark.django_db

Deed = Callable[..., object]


def publishing() -> Deed:
    return partial(publish, make_article(live=False))


def unpublishing() -> Deed:
    return partial(unpublish, make_article())


def scheduling() -> Deed:
    return partial(schedule, make_article(live=False), at=timezone.now() + timedelta(days=1))


def killing() -> Deed:
    return partial(kill, make_article())


def killing_a_draft() -> Deed:
    return partial(kill, make_article(live=False))


def reviving() -> Deed:
    return partial(revive, make_article(live=False, killed_at=NOW))


def reviving_a_live_one() -> Deed:
    return partial(revive, make_article(killed_at=NOW))


def picking() -> Deed:
    for position in (1, 2, 3):
        make_pick(make_article(), position=position)
    return partial(pick, make_article(), ends_at=NOW + timedelta(days=1))


def picking_again() -> Deed:
    former = make_pick(make_article(), position=1)
    make_pick(make_article(), position=2)
    return partial(pick, former.article, position=2, ends_at=NOW + timedelta(days=1))


def unpicking() -> Deed:
    return partial(unpick, make_pick(make_article()))


def moving_a_pick() -> Deed:
    picks = [make_pick(make_article(), position=position) for position in (1, 2, 3)]
    return partial(move_pick, picks[2], steps=-5)


def holding() -> Deed:
    return partial(hold, make_article(), reason="Bought readers")


def releasing() -> Deed:
    article = make_article()
    PopularHold.objects.create(article=article, reason="Bought readers")
    return partial(release, article)


def correcting() -> Deed:
    return partial(correct, make_article(), "The bridge has three arches, not four.")


def correcting_what_has_a_draft() -> Deed:
    article = make_article()
    article.save_revision()
    return partial(correct, article, "The bridge has three arches, not four.")


def renaming() -> Deed:
    return partial(rename, make_line("Bridge closed"), "The bridge")


def merging() -> Deed:
    return partial(merge, make_line("Bridge closed"), into=make_line("Bridge opened"))


def splitting() -> Deed:
    line = make_line("Bridge closed", "Ferry sails")
    return partial(split, line, [line.articles.get(headline="Ferry sails").pk], name="The ferry")


def leaving() -> Deed:
    line = make_line("Bridge closed", "Plums")
    return partial(leave, line, [line.articles.get(headline="Plums").pk])


def filing() -> Deed:
    make_edition()
    body = (Paragraph("<p>The council of Narrin closed the bridge.</p>"),)
    return partial(file_stories, [Story(each, body, language="en") for each in ("Bridge closed", "Plums")])


def sweeping() -> Deed:
    make_topic("Mistyyped")
    return partial(sweep_topics, make_edition())


def changing_the_paper() -> Deed:
    return partial(change_paper, SiteSettings(accent="#0b4f8a"))


# With the name under which the audit log knows each.
DEEDS = {
    publishing: "wagtail.publish",
    unpublishing: "wagtail.unpublish",
    scheduling: "wagtail.publish.schedule",
    killing: "desk.kill",
    killing_a_draft: "desk.kill",
    reviving: "desk.revive",
    reviving_a_live_one: "desk.revive",
    picking: "desk.pick",
    picking_again: "desk.pick",
    unpicking: "desk.unpick",
    moving_a_pick: "desk.move_pick",
    holding: "desk.hold",
    releasing: "desk.release",
    correcting: "desk.correct",
    correcting_what_has_a_draft: "desk.correct",
    renaming: "desk.rename_line",
    merging: "desk.merge_lines",
    splitting: "desk.split_line",
    leaving: "desk.leave_line",
    filing: "desk.file",
    sweeping: "desk.sweep_topics",
    changing_the_paper: "desk.change_paper",
}
# Done twice, these say once more who did them and until when.
RENEWED = {picking, picking_again, holding, renaming}
every_deed = pytest.mark.parametrize("arrange", DEEDS, ids=lambda each: each.__name__)

# What readers see neither before nor after is announced to nobody.
UNSEEN = {killing_a_draft, reviving, scheduling, sweeping}


@every_deed
def test_it_leaves_one_entry_in_the_audit_log_and_one_announcement(arrange, account):
    deed = arrange()
    Change.objects.all().delete()

    deed(by=account, now=NOW)

    entries = list(ModelLogEntry.objects.values_list("action", "user"))
    announcements = 0 if arrange in UNSEEN else 1
    assert (entries, Change.objects.count()) == ([(DEEDS[arrange], account.pk)], announcements)


@every_deed
def test_a_program_may_do_it(arrange):
    arrange()(by=None, now=NOW)

    assert [each.user_id for each in ModelLogEntry.objects.all()] == [None]


@every_deed
def test_done_twice_it_changes_nothing_more(arrange, account):
    deed = arrange()
    deed(by=account, now=NOW)
    once = newsroom()

    with suppress(NotInLine):
        deed(by=account, now=NOW)

    assert newsroom() == once


@pytest.mark.parametrize(
    "arrange", [each for each in DEEDS if each not in RENEWED], ids=lambda each: each.__name__
)
def test_done_twice_it_is_told_once(arrange, account):
    deed = arrange()
    deed(by=account, now=NOW)
    once = told()

    with suppress(NotInLine):
        deed(by=account, now=NOW)

    assert told() == once


@every_deed
def test_when_it_fails_half_way_nothing_of_it_is_left(arrange, account, full_audit_log):
    deed = arrange()
    before = newsroom(), told()

    with pytest.raises(FullDisk):
        deed(by=account, now=NOW)

    assert (newsroom(), told()) == before


class FullDisk(Exception):
    """No entry can be written."""


@pytest.fixture
def account(db):
    return get_user_model().objects.create_superuser("chief", password="x")


@pytest.fixture
def full_audit_log():
    """Have every entry in the audit log fail."""

    def fail(**_said: object) -> None:
        raise FullDisk

    pre_save.connect(fail, sender=ModelLogEntry)
    yield
    pre_save.disconnect(fail, sender=ModelLogEntry)


def newsroom() -> list[object]:
    """Return all that actions may change, but for the moment at which a pick was renewed."""
    return [
        list(Article.objects.order_by("pk").values_list("pk", "headline", "live", "killed_at", "line", "is_line_fixed")),
        list(Pick.objects.order_by("pk").values_list("pk", "article", "position", "starts_at", "ends_at", "picked_by")),
        list(PopularHold.objects.values_list("article", "reason", "ends_at", "held_by")),
        list(Correction.objects.values_list("article", "at", "text")),
        list(StoryLine.objects.order_by("pk").values_list("pk", "name")),
        list(PaperSettings.objects.values_list("pk", "values")),
        list(Topic.objects.order_by("pk").values_list("pk", "name")),
        list(Revision.objects.order_by("pk").values_list("pk", "content", "approved_go_live_at")),
    ]  # fmt: skip


def told() -> tuple[int, int]:
    return ModelLogEntry.objects.count(), Change.objects.count()


def make_line(*headlines: str) -> StoryLine:
    line = StoryLine.objects.create(locale=make_edition().locale)
    for headline in headlines:
        Article.objects.filter(pk=make_article(headline).pk).update(line=line)
    return line
