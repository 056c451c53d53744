"""The forms in which a code or a password is asked for once more."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import second_factor
from .passwords import confirm_password


class _PersonForm(forms.Form):
    """A form of one person, who is asked over one request."""

    def __init__(self, *args: Any, request: Any, user: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.request, self.person = request, user


class CodeForm(_PersonForm):
    """The second half of a sign-in."""

    code = forms.CharField(
        label=gettext_lazy("Code from your telephone, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not second_factor.verify(self.request, self.person, code):
            raise forms.ValidationError(_("This code is wrong, or it was used before. Take the next one."))
        return code


class PasswordForm(_PersonForm):
    """The password once more, before what a stolen session must not do."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not confirm_password(self.request, self.person, password):
            raise forms.ValidationError(_("This is not your password."))
        return password


class EnrolForm(PasswordForm):
    """The first code of a new device. `recovery_codes` holds what is shown once when the form is valid."""

    code = forms.CharField(
        label=gettext_lazy("The six digits that the application shows"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    recovery_codes: list[str]

    def __init__(self, *args: Any, key: str, **named: Any) -> None:
        super().__init__(*args, **named)
        self.key = key

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            code = "".join(said["code"].split())
            codes = second_factor.enrol(self.request, self.person, key=self.key, code=code)
            if codes is None:
                self.add_error("code", _("This code is wrong. Is the telephone's clock right?"))
            else:
                self.recovery_codes = codes
        return said
