"""The screens on which an editor gives a code, sets up a device, and looks after it."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from . import second_factor
from .two_factor_forms import CodeForm, EnrolForm, PasswordForm

# Where a session keeps the key that its owner has not confirmed by a code.
_KEY = "two_factor_key"


class _OwnersView(View):
    """A screen for the owner of a session, whether or not the second factor was given."""

    owner: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.owner = getattr(request, "session_owner", request.user)
        if not self.owner.is_authenticated:
            return redirect_to_login(self.next_url(), login_url=reverse("wagtailadmin_login"))
        return super().dispatch(request, *args, **kwargs)

    def next_url(self) -> str:
        asked = self.request.POST.get("next") or self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(
            asked, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        ):
            return asked
        return reverse("wagtailadmin_home")


class CodeView(_OwnersView):
    """Ask for a code after the password."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if second_factor.missing(self.owner) is not second_factor.Missing.CODE:
            return redirect(self.next_url())
        return self._show(CodeForm(request=request, user=self.owner))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST, request=request, user=self.owner)
        return redirect(self.next_url()) if form.is_valid() else self._show(form)

    def _show(self, form: CodeForm) -> HttpResponse:
        shown = {"form": form, "next": self.next_url()}
        return render(self.request, "desk/sign_in/code.html", shown)


class SetUpView(_OwnersView):
    """Show a new key as a picture and as text; take it when a code proves that the telephone has it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        owner = getattr(request, "session_owner", request.user)
        if owner.is_authenticated and second_factor.missing(owner) is second_factor.Missing.CODE:
            # A password alone must not replace the device.
            return redirect("desk_two_factor_code")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        request.session[_KEY] = second_factor.new_key()
        return self._show(self._form(request.session[_KEY]))

    def post(self, request: HttpRequest) -> HttpResponse:
        key = request.session.get(_KEY)
        if key is None:
            return self.get(request)
        form = self._form(key, request.POST)
        if not form.is_valid():
            return self._show(form)
        del request.session[_KEY]
        shown = {"codes": form.recovery_codes, "next": self.next_url()}
        return render(request, "desk/sign_in/recovery_codes.html", shown)

    def _form(self, key: str, *data: Any) -> EnrolForm:
        return EnrolForm(*data, request=self.request, user=self.owner, key=key)

    def _show(self, form: EnrolForm) -> HttpResponse:
        device = second_factor.unsaved_device(self.owner, form.key)
        shown = {
            "form": form,
            "next": self.next_url(),
            "is_required": self.owner.must_have_device,
            "picture": second_factor.picture_of(device.config_url),
            "secret": second_factor.secret_text(form.key),
        }
        return render(self.request, "desk/sign_in/set_up.html", shown)


class MineView(WagtailAdminTemplateMixin, TemplateView):
    """An editor's own second factor: whether there is one, new recovery codes, and its end."""

    template_name = "desk/sign_in/mine.html"
    page_title = gettext_lazy("Two-factor sign-in")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        account = {"url": reverse("wagtailadmin_account"), "label": _("Account")}
        return [account, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        shown = {
            "has_device": user.has_device,
            "is_required": user.must_have_device,
            "codes_left": second_factor.recovery_codes_left(user),
            "form": kwargs.pop("form", None) or PasswordForm(request=self.request, user=user),
        }
        return super().get_context_data(**kwargs) | shown

    def post(self, request: Any) -> HttpResponse:
        form = PasswordForm(request.POST, request=request, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if request.POST.get("deed") == "codes" and request.user.has_device:
            shown = {
                "codes": second_factor.new_recovery_codes(request.user),
                "next": reverse("desk_two_factor"),
            }
            return render(request, "desk/sign_in/recovery_codes.html", shown)
        if second_factor.remove(request.user, by=request.user, action=second_factor.OFF):
            messages.success(request, _("Two-factor sign-in is off."))
        return redirect("desk_two_factor")
