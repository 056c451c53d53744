"""Publish or unpublish many articles at once, from the list."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ..newsroom.actions.publishing import publish, unpublish
from ..newsroom.models import Article
from ..newsroom.states import Action, Refused, why_not
from .status import what_readers_see


class _ArticleBulkAction(SnippetBulkAction):
    models = [Article]
    template_name = "desk/bulk_action.html"
    question: Any = ""
    action: Action

    def check_perm(self, obj: Article) -> bool:
        allowed: bool = self.permission_policy.user_has_permission_for_instance(
            self.request.user, "publish", obj
        )
        return allowed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"question": self.question, "display_name": self.display_name}

    def object_context(self, obj: Article) -> dict[str, Any]:
        context: dict[str, Any] = super().object_context(obj)
        # What is published is what was saved last, not what readers see.
        shown = {"headline": str(obj.get_latest_revision_as_object())}
        refusal = why_not(obj, self.action, now=timezone.now())
        return context | shown | {"refusal": refusal, "withheld_because": obj.withheld_because}

    def do(self, articles: Sequence[Article], deed: Callable[..., None]) -> list[Article]:
        """Do it to each article that allows it, name the others with the reason, and return those that were done."""
        done = []
        for article in articles:
            now = timezone.now()
            reason = why_not(Article.objects.get(pk=article.pk), self.action, now=now)
            try:
                if not reason:
                    deed(article, by=self.request.user, now=now)
            except Refused as refused:
                reason = str(refused)
            if reason:
                messages.error(self.request, f"“{article}”: {reason}")
            else:
                done.append(article)
        return done


class PublishBulkAction(_ArticleBulkAction):
    display_name = _("Publish")
    aria_label = _("Publish the selected articles")
    question = _("These articles will be published as they were last saved:")
    action_type = "publish"
    action_priority = 10
    action = Action.BULK_PUBLISH

    # How many of the published articles readers see.
    seen = 0

    @classmethod
    def execute_action(cls, objects: Sequence[Article], **kwargs: Any) -> tuple[int, int]:
        view = kwargs["self"]
        done = view.do(objects, publish)
        now = timezone.now()
        for article in Article.objects.filter(pk__in=[each.pk for each in done]):
            if article.is_visible(now):
                view.seen += 1
            else:
                messages.warning(view.request, f"“{article}”: {what_readers_see(article, now=now)}")
        return len(done), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        published = ngettext(
            "%(count)d article published.", "%(count)d articles published.", num_parent_objects
        )
        seen = ngettext("Readers see %(count)d of them now.", "Readers see %(count)d of them now.", self.seen)
        if not self.seen:
            return published % {"count": num_parent_objects}
        return f"{published % {'count': num_parent_objects}} {seen % {'count': self.seen}}"


class UnpublishBulkAction(_ArticleBulkAction):
    display_name = _("Unpublish")
    aria_label = _("Unpublish the selected articles")
    question = _("These articles will disappear from the site:")
    action_type = "unpublish"
    action_priority = 20
    action = Action.UNPUBLISH

    @classmethod
    def execute_action(cls, objects: Sequence[Article], **kwargs: Any) -> tuple[int, int]:
        return len(kwargs["self"].do(objects, unpublish)), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        return ngettext(
            "%(count)d article unpublished.", "%(count)d articles unpublished.", num_parent_objects
        ) % {"count": num_parent_objects}
