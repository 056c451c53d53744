"""What administrators see of signing in: tries and locks, who must have a second factor, and whose is lost."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from ..models import SignInTries, TwoFactorRole
from . import second_factor, tries

UNLOCK, REQUIRE = "desk.unlock", "desk.two_factor_roles"
A_PAGE = 100
ADMINISTRATORS = "administrators"


class _AdministratorsView(WagtailAdminTemplateMixin, TemplateView):
    """A screen that only administrators see."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]


class TriesView(_AdministratorsView):
    """Failed tries to sign in, with what is locked first; POST unlocks one."""

    template_name = "desk/sign_in/tries.html"
    page_title = gettext_lazy("Sign-in tries")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(tries.noticed(), A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"tries": page, "now": timezone.now()}

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("row", "")
        row = get_object_or_404(SignInTries, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0)
        with transaction.atomic():
            log(instance=row, action=UNLOCK, user=request.user)
            tries.unlock(row)
        messages.success(request, _("Unlocked. It holds everywhere within five seconds."))
        return redirect("desk_sign_in_tries")


class TwoFactorView(_AdministratorsView):
    """The roles that must have a second factor, and the people who have one or lack it."""

    template_name = "desk/sign_in/two_factor.html"
    page_title = gettext_lazy("Two-factor sign-in")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        required = set(TwoFactorRole.objects.values_list("group_id", flat=True))
        groups = [(each.pk, each.name, each.pk in required) for each in Group.objects.order_by("name")]
        roles = [(ADMINISTRATORS, _("Administrators"), None in required), *groups]
        users = get_user_model()._default_manager.filter(is_active=True)
        people = Paginator(second_factor.with_needs(users).order_by("username"), A_PAGE).get_page(
            self.request.GET.get("p")
        )
        return super().get_context_data(**kwargs) | {"roles": roles, "people": people}

    def post(self, request: HttpRequest) -> HttpResponse:
        if "person" in request.POST:
            self._reset(request.POST["person"])
        else:
            self._require(set(request.POST.getlist("role")))
        return redirect("desk_two_factor_roles")

    def _reset(self, chosen: str) -> None:
        pk = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
        user = get_object_or_404(get_user_model(), pk=pk)
        if second_factor.remove(user, by=self.request.user, action=second_factor.RESET):
            said = _("The second factor of %(name)s is removed.") % {"name": user.get_username()}
            messages.success(self.request, said)

    def _require(self, chosen: set[str]) -> None:
        groups: list[Group | None] = [each for each in Group.objects.all() if str(each.pk) in chosen]
        if ADMINISTRATORS in chosen:
            groups.append(None)
        with transaction.atomic():
            TwoFactorRole.objects.all().delete()
            roles = [TwoFactorRole.objects.create(group=each) for each in groups]
            names = ", ".join(map(str, roles)) or "-"
            second_factor.record(self.request.user, REQUIRE, by=self.request.user, roles=names)
        messages.success(self.request, _("Saved. Who lacks a device is led to set one up."))
