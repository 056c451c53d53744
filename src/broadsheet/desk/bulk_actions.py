"""Publish or unpublish many articles at once, from the list."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ..newsroom.actions.publishing import publish, unpublish
from ..newsroom.models import Article


class _ArticleBulkAction(SnippetBulkAction):
    models = [Article]
    template_name = "desk/bulk_action.html"
    question: Any = ""

    def check_perm(self, obj: Article) -> bool:
        allowed: bool = self.permission_policy.user_has_permission_for_instance(
            self.request.user, "publish", obj
        )
        return allowed and obj.killed_at is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"question": self.question, "display_name": self.display_name}


class PublishBulkAction(_ArticleBulkAction):
    display_name = _("Publish")
    aria_label = _("Publish the selected articles")
    question = _("These articles will be published as they were last saved:")
    action_type = "publish"
    action_priority = 10

    @classmethod
    def execute_action(cls, objects: Sequence[Article], **kwargs: Any) -> tuple[int, int]:
        for article in objects:
            publish(article, by=kwargs["self"].request.user, now=timezone.now())
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d article published.", "%(count)d articles published.", num_parent_objects
        ) % {"count": num_parent_objects}


class UnpublishBulkAction(_ArticleBulkAction):
    display_name = _("Unpublish")
    aria_label = _("Unpublish the selected articles")
    question = _("These articles will disappear from the site:")
    action_type = "unpublish"
    action_priority = 20

    @classmethod
    def execute_action(cls, objects: Sequence[Article], **kwargs: Any) -> tuple[int, int]:
        live = [article for article in objects if article.live]
        for article in live:
            unpublish(article, by=kwargs["self"].request.user, now=timezone.now())
        return len(live), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d article unpublished.", "%(count)d articles unpublished.", num_parent_objects
        ) % {"count": num_parent_objects}
