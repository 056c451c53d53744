"""A paper with one desk, at which every action is done as an editor does it: by sending the desk's own forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import Article, Section
from broadsheet.newsroom.states import state_of
from desk.newsdesk import Newsdesk, address, story
from factories import make_edition, make_section


def open_paper_desk() -> "PaperDesk":
    """Found a paper with one edition and one section, and sign in to its desk."""
    edition = make_edition("en")
    user = get_user_model().objects.create_superuser("chief", password="x")
    client = Client()
    client.force_login(user)
    return PaperDesk(Newsdesk(client, user), make_section("Town", edition=edition))


def minutes(number: float) -> str:
    return f"{timezone.localtime(timezone.now() + timedelta(minutes=number)):%Y-%m-%d %H:%M}"


def stands(article: Article) -> str:
    return state_of(Article.objects.get(pk=article.pk), now=timezone.now()).value


def said_on(response: Any) -> str:
    """Return what the page tells the editor: messages, and what is wrong with the form."""
    context = response.context or {}
    said = [str(each) for each in context.get("messages", ())]
    form = context.get("form")
    if form is not None and getattr(form, "is_bound", False):
        said += [str(error) for errors in form.errors.values() for error in errors]
    return " ".join(said)


# Every article of a test run has a headline of its own.
_numbers = count(1)


@dataclass
class PaperDesk:
    """A paper with one desk, at which everything is done by POST."""

    desk: Newsdesk
    section: Section

    def article_in(self, state: str) -> Article:
        words = f"The ferry sails again {next(_numbers):05}"
        fields: dict[str, Any] = {"headline": words, "section": self.section.pk}
        if state == "draft":
            return self.desk.write(**fields)
        if state == "submitted":
            return self.desk.write(**fields, action="submit")
        if state == "scheduled":
            return self.desk.write(**fields, action="publish", go_live_at=minutes(600))
        if state == "embargoed":
            return self.desk.write(**fields, action="publish", embargoed_until=minutes(600))
        article = self.desk.write(**fields, action="publish")
        if state == "expired":
            article.expire_at = timezone.now() - timedelta(minutes=9)
            article.save_revision(clean=False).publish()
            Article.objects.get(pk=article.pk).unpublish(set_expired=True)
        if state == "killed":
            self.does("kill", article)
        return Article.objects.get(pk=article.pk)

    def does(self, action: str, article: Article) -> str:
        """Do it as an editor does, and return what the desk says."""
        deeds: dict[str, Callable[[], str]] = {
            "publish": lambda: self.submit(article, "publish"),
            "schedule": lambda: self.submit(article, "publish", go_live_at=minutes(300)),
            "set embargo": lambda: self.submit(article, "publish", embargoed_until=minutes(200)),
            "approve": lambda: self.submit(article, "approve"),
            "submit": lambda: self.submit(article, "submit"),
            "bulk publish": lambda: self.publish_many([article]),
            "revert": lambda: self.submit(article, "", view="revisions_revert"),
            "cancel schedule": lambda: self.post(
                "article:revisions_unschedule", article.pk, self.revision(article)
            ),
            "unpublish": lambda: self.post("article:unpublish", article.pk),
            "kill": lambda: self.post("desk_kill", article.pk),
            "revive": lambda: self.post("desk_revive", article.pk),
            "delete": lambda: self.post("article:delete", article.pk),
        }
        return deeds[action]()

    def submit(self, article: Article, button: str, *, view: str = "edit", **fields: Any) -> str:
        """Send the form of the edit screen with what it shows, and with these fields changed."""
        self._forget_what_was_said()
        stored = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
        if view == "revisions_revert":
            stored = article.revisions.earliest("id").as_object()
        shown = {
            name: f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
            for name in ("embargoed_until", "go_live_at", "expire_at")
            for moment in [getattr(stored, name)]
        }
        buttons = {
            "publish": {"action-publish": "1"},
            "approve": {"action-workflow-action": "1", "workflow-action-name": "approve"},
            "submit": {"action-submit": "1"},
            "": {},
        }
        data = story(**{"headline": stored.headline, "section": self.section.pk, **shown, **fields})
        place = [article.pk] if view == "edit" else [article.pk, article.revisions.earliest("id").pk]
        page = self.desk.client.post(address(f"article:{view}", *place), data | buttons[button], follow=True)
        return said_on(page)

    def post(self, name: str, *args: Any) -> str:
        self._forget_what_was_said()
        return said_on(self.desk.client.post(address(name, *args), follow=True))

    def publish_many(self, articles: list[Article]) -> str:
        self._forget_what_was_said()
        url = reverse("wagtail_bulk_action", args=["newsroom", "article", "publish"])
        ids = "&".join(f"id={each.pk}" for each in articles)
        return said_on(self.desk.client.post(f"{url}?{ids}&next={address('article:list')}", follow=True))

    def revision(self, article: Article) -> int:
        stored = Article.objects.get(pk=article.pk)
        return (stored.scheduled_revision or stored.latest_revision).pk

    def _forget_what_was_said(self) -> None:
        """Drop the messages that no page has shown yet."""
        self.desk.client.cookies.pop("messages", None)
