"""Check passwords within the limits of tries, whichever screen asks for one."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from .callers import network_of
from .second_factor import with_needs
from .tries import TryKind, one_try


class LimitedBackend(ModelBackend):
    """Django's accounts, with limits for whoever tries passwords over HTTP. Raises TooManyTries and HashingBusy."""

    def authenticate(
        self, request: HttpRequest | None, username: Any = None, password: Any = None, **named: Any
    ) -> Any:
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **named)
        with one_try(TryKind.PASSWORD, name=username, network=network_of(request.META)) as attempt:
            user = super().authenticate(request, username, password, **named)
            if user is not None:
                attempt.succeed()
        return user

    def get_user(self, user_id: Any) -> Any:
        users = get_user_model()._default_manager.filter(pk=user_id)
        user = with_needs(users).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def confirm_password(request: HttpRequest, user: Any, password: str) -> bool:
    """Return whether the password is that of the user who is signed in; raise TooManyTries when asked too often."""
    with one_try(TryKind.PASSWORD, name=user.get_username(), network=network_of(request.META)) as attempt:
        if user.check_password(password):
            attempt.succeed()
    return attempt.has_succeeded
