"""Addresses of the desk that come before Wagtail's own: they are open without, or take a password with limits."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from .sign_in import account_views, two_factor_views

urlpatterns = [
    path(
        "account/",
        never_cache(require_admin_access(account_views.AccountView.as_view())),
        name="wagtailadmin_account",
    ),
    path(
        "password_reset/",
        never_cache(account_views.PasswordResetView.as_view()),
        name="wagtailadmin_password_reset",
    ),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        never_cache(account_views.PasswordResetConfirmView.as_view()),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("two-factor/code/", never_cache(two_factor_views.CodeView.as_view()), name="desk_two_factor_code"),
    path(
        "two-factor/set-up/",
        never_cache(two_factor_views.SetUpView.as_view()),
        name="desk_two_factor_set_up",
    ),
]
