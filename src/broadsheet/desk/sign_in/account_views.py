"""Wagtail's screens that take a password, within the limits of tries."""

from functools import cached_property
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views import account

from .callers import network_of
from .passwords import confirm_password
from .tries import TryKind, one_try


class LimitedPasswordChangeForm(PasswordChangeForm):
    """Limits tries of the old password, and hashes the new one before the database is locked for writing."""

    request: HttpRequest

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not confirm_password(self.request, self.user, old):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old

    def clean(self) -> Any:
        said = super().clean()
        if not self.errors:
            self.hashed = make_password(self.cleaned_data["new_password1"])
        return said

    def save(self, commit: bool = True) -> Any:
        self.user.password = self.hashed
        if commit:
            self.user.save()
        return self.user


class LimitedPasswordPanel(account.ChangePasswordPanel):
    """The panel of the account in which a password is changed."""

    form_class = LimitedPasswordChangeForm

    @cached_property
    def _form(self) -> Any:
        form = super().get_form()
        form.request = self.request
        return form

    def get_form(self) -> Any:
        # Wagtail makes a form for each time that it looks at it, and each would be a try more.
        return self._form


class AccountView(account.AccountView):
    """The account, with the panel that limits tries in place of Wagtail's."""

    @cached_property
    def _panels(self) -> list[Any]:
        panels = super().get_panels()
        return [self._limited(each) if type(each) is account.ChangePasswordPanel else each for each in panels]

    def get_panels(self) -> list[Any]:
        return self._panels

    def _limited(self, panel: Any) -> LimitedPasswordPanel:
        return LimitedPasswordPanel(panel.request, panel.user, panel.profile)


class PasswordResetView(account.PasswordResetView):
    """Ask for a letter with a link, within the limits for one address and for one network."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with one_try(TryKind.RESET, name=request.POST.get("email", ""), network=network_of(request.META)):
            pass
        return super().post(request, *args, **kwargs)


class PasswordResetConfirmView(account.PasswordResetConfirmView):
    """Take the link of a letter; a link that opens nothing is a failed try of its network."""

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not account.password_reset_enabled():
            return super().dispatch(*args, **kwargs)
        with one_try(TryKind.RESET, name="", network=network_of(self.request.META)) as attempt:
            answer = super().dispatch(*args, **kwargs)
            if self.validlink:
                attempt.succeed()
        return answer
