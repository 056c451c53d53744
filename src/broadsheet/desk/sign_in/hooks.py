"""Register the screens of signing in with Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import second_factor
from .administration import REQUIRE, UNLOCK, TriesView, TwoFactorView
from .two_factor_views import MineView


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("two-factor/", MineView.as_view(), name="desk_two_factor"),
        path("two-factor/roles/", TwoFactorView.as_view(), name="desk_two_factor_roles"),
        path("sign-in-tries/", TriesView.as_view(), name="desk_sign_in_tries"),
    ]


class AdministratorsMenuItem(MenuItem):
    """An entry in the menu for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_reports_menu_item")
def tries_menu_item() -> MenuItem:
    address = reverse("desk_sign_in_tries")
    return AdministratorsMenuItem(_("Sign-in tries"), address, name="tries", icon_name="lock", order=1200)


@hooks.register("register_settings_menu_item")
def two_factor_menu_item() -> MenuItem:
    address = reverse("desk_two_factor_roles")
    return AdministratorsMenuItem(
        _("Two-factor sign-in"), address, name="two-factor", icon_name="lock", order=610
    )


@hooks.register("register_account_menu_item")
def account_menu_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("desk_two_factor"),
        "label": _("Two-factor sign-in"),
        "help_text": _("A code from your telephone beside your password."),
    }


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(UNLOCK, _("Unlock sign-in"), _("Sign-in unlocked"))
    actions.register_action(
        REQUIRE, _("Require two-factor sign-in"), _("Who must have a second factor was set")
    )
    actions.register_action(
        second_factor.ON, _("Turn on two-factor sign-in"), _("Two-factor sign-in turned on")
    )
    actions.register_action(
        second_factor.OFF, _("Turn off two-factor sign-in"), _("Two-factor sign-in turned off")
    )
    actions.register_action(
        second_factor.RESET, _("Remove a second factor"), _("Second factor removed by an administrator")
    )
    actions.register_action(second_factor.NEW_CODES, _("Make recovery codes"), _("New recovery codes made"))
