"""The desk's buttons for one article: each asks the table of states first, and then says what readers see."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.locks import ScheduledForPublishLock
from wagtail.snippets.views.snippets import RevisionsUnscheduleView, UnpublishView, WorkflowActionView

from ..newsroom.models import Article
from ..newsroom.states import Action, is_about_expiry, why_not
from .status import what_readers_see

log = logging.getLogger("broadsheet.desk")


class CheckedSaving:
    """Save or publish what the form holds where the article's state allows it, and say what readers see then."""

    request: Any
    action: str
    form: Any
    lock: Any
    produced_error_message: Any
    produced_error_code: str
    expects_json_response: bool
    latest_revision: Any
    object: Any

    def is_valid(self, form: Any) -> bool:
        if not super().is_valid(form):  # type: ignore[misc]  # Wagtail's view stands behind this class
            if isinstance(self.lock, ScheduledForPublishLock):
                self.produced_error_message = why_not(form.instance, Action.PUBLISH, now=timezone.now())
            return False
        if self._is_overtaken():
            self.produced_error_code, self.produced_error_message = "refused", _overtaken()
            return False
        wanted = self._wanted(form.instance)
        reason = self._why_not(wanted, form.instance) if wanted else ""
        if not reason:
            return True
        if is_about_expiry(reason) and "expire_at" in form.fields:
            form.add_error("expire_at", reason)
        self.produced_error_code, self.produced_error_message = "refused", reason
        return False

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except DatabaseError:
            log.exception("An article could not be saved; its text went back to the editor")
            self.produced_error_code = "internal_error"
            self.produced_error_message = _(
                "The article could not be saved: the database did not take it. "
                "Your text is still here. Save it again."
            )
            response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response

    def save_instance(self) -> Any:
        """Save what the form holds, unless another version was stored while this request was on its way to here.

        The page of an editor who presses Save may still send an autosave of a moment before. Both requests pass
        Wagtail's question for a newer version before either has saved; the row's lock lets the second see the first.
        Raises PermissionDenied, which Wagtail answers like any other save over a newer version.
        """
        opened: Any = self.latest_revision
        if opened:
            stored = Article.objects.select_for_update().only("latest_revision").get(pk=self.object.pk)
            latest: Any = stored.latest_revision
            is_same = (latest.pk, latest.created_at) == (opened.pk, opened.created_at)
            if not is_same and (self.expects_json_response or latest.user_id != self.request.user.pk):
                # The form that goes back knows of the newer version: who saves again has been asked.
                self.object.latest_revision = self.latest_revision = latest
                self.__dict__.pop("latest_revision_created_at", None)
                raise PermissionDenied(_overtaken())
        return super().save_instance()  # type: ignore[misc]

    def get_success_message(self, instance: Any = None) -> str:
        said = super().get_success_message(*([instance] if instance else []))  # type: ignore[misc]
        article = instance or self.object
        return f"{said} {seen_by_readers(article.pk)}"

    def _is_overtaken(self) -> bool:
        """Return True if somebody else has saved since the form was opened; autosave is asked by Wagtail itself.

        An autosave of one's own may be on its way while one saves.
        """
        if self.expects_json_response or not getattr(self, "is_out_of_date", False):
            return False
        return bool(self.latest_revision.user_id != self.request.user.pk)

    def _wanted(self, draft: Article) -> Action | None:
        """Return what the pressed button would do, where the state of the article has a say in it."""
        now = timezone.now()
        if self.action == "publish":
            if draft.go_live_at is not None and draft.go_live_at > now:
                return Action.SCHEDULE
            return Action.SET_EMBARGO if draft.is_embargoed(now) else Action.PUBLISH
        if self.action == "submit":
            return Action.SUBMIT
        if "action-workflow-action" in self.request.POST:
            approves = self.request.POST.get("workflow-action-name") == "approve"
            return Action.APPROVE if approves else None
        return Action.REVERT if isinstance(self, RevisionsRevertMixin) else None

    def _why_not(self, wanted: Action, draft: Article) -> str:
        stored = Article.objects.filter(pk=draft.pk).first() if draft.pk else None
        return str(why_not(stored or draft, wanted, now=timezone.now(), draft=draft))


class ArticleUnpublishView(UnpublishView):
    """Take an article off the site, if it is there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _refused(request, self.object, Action.UNPUBLISH) or super().post(request, *args, **kwargs)

    def get_success_message(self) -> str:
        return f"{super().get_success_message()} {seen_by_readers(self.object.pk)}"


class ArticleUnscheduleView(RevisionsUnscheduleView):
    """Cancel a schedule, if there is one."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = _refused(request, self.object, Action.CANCEL_SCHEDULE)
        return refused or super().post(request, *args, **kwargs)

    def get_success_message(self) -> str:
        return f"{super().get_success_message()} {seen_by_readers(self.object.pk)}"


class ArticleWorkflowActionView(WorkflowActionView):
    """Approve an article, or ask for changes, from the dashboard or the head of its edit screen."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = _refused(request, self.object, Action.APPROVE) if self.action_name == "approve" else None
        if refused:
            return refused
        response: HttpResponse = super().post(request, *args, **kwargs)
        messages.success(request, seen_by_readers(self.object.pk))
        return response


def refuse_deletion(request: HttpRequest, articles: list[Any]) -> HttpResponse | None:
    """Refuse to delete snippets among which is an article that must stay, and say why."""
    if request.method != "POST":
        return None
    for article in articles:
        if isinstance(article, Article) and (refused := _refused(request, article, Action.DELETE)):
            return refused
    return None


def seen_by_readers(pk: int) -> str:
    """Look at the stored article and say whether readers see it."""
    article = Article.objects.select_related("locale__edition").get(pk=pk)
    return what_readers_see(article, now=timezone.now())


def _overtaken() -> str:
    return _(
        "Somebody has saved another version since you opened this one. Nothing was overwritten, and your text "
        "is still here. Look at the other version in the history, or save again to put yours in its place."
    )


def _refused(request: HttpRequest, article: Article, action: Action) -> HttpResponse | None:
    """Say why an action is refused and lead back to the article; None where it may be done."""
    stored = Article.objects.get(pk=article.pk)
    reason = why_not(stored, action, now=timezone.now())
    if not reason:
        return None
    messages.error(request, f"“{stored}”: {reason}")
    return redirect(reverse(Article.snippet_viewset.get_url_name("edit"), args=[stored.pk]))
