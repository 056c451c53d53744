"""Answer what the limits refuse, keep half a sign-in out of the desk, and mark the browsers of editors."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..marker import COOKIE, is_editor, new_marker
from . import second_factor, tries
from .hashers import HashingBusy

Handler = Callable[[HttpRequest], HttpResponse]
BUSY_SECONDS = 10
LOGIN = "wagtailadmin_login"
# What is open to who has given a password, and owes a code.
OPEN_TO_HALF = {
    "desk_two_factor_code",
    "desk_two_factor_set_up",
    LOGIN,
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


class SignInLimits:
    """Answers 429 where there were too many tries, and 503 where too many passwords are being checked."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_desk(request):
            tries.write_down()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, tries.TooManyTries):
            return _refusal(str(error), status=429, seconds=error.seconds)
        if isinstance(error, HashingBusy):
            said = _("Too many people are signing in at this moment. Try again in some seconds.")
            return _refusal(said, status=503, seconds=BUSY_SECONDS)
        return None


class SecondFactor:
    """Makes a session nobody's until its second factor is given, and leads its owner to where that is done."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        owner = request.user
        request.session_owner = owner
        step = cache(lambda: second_factor.missing(owner) if owner.is_authenticated else None)
        request.user = SimpleLazyObject(lambda: owner if step() is None else AnonymousUser())
        if _is_desk(request) and _named(request) not in OPEN_TO_HALF and (lacking := step()) is not None:
            return _led_to(lacking, request)
        return self.get_response(request)


class DeskSession:
    """Keeps an editor's session alive while it is used, and marks the browser as an editor's.

    Only the desk does so: a page for readers never looks at a session.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_desk(request):
            if _is_signed_in(request):
                _keep_alive(request.session)
                if not is_editor(request.META.get("HTTP_COOKIE", "")):
                    _mark(response)
            elif COOKIE in request.COOKIES:
                response.delete_cookie(COOKIE, samesite="Lax")
        return response


def _is_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("wagtailadmin_home"))


def _named(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _led_to(step: second_factor.Missing, request: HttpRequest) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    names = {
        second_factor.Missing.CODE: "desk_two_factor_code",
        second_factor.Missing.DEVICE: "desk_two_factor_set_up",
    }
    next_url = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return redirect(f"{reverse(names[step])}?{urlencode({'next': next_url})}")


def _is_signed_in(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.session.modified:
        return False
    if not request.user.is_authenticated:
        return False
    # Here alone the user comes from a password, not from the session that `SecondFactor` has looked at.
    return _named(request) != LOGIN or second_factor.missing(request.user) is None


def _keep_alive(session: Any) -> None:
    """Save the session once a day, which moves its end: two weeks after it was last used."""
    today = timezone.now().date().isoformat()
    if session.get("used_on") != today:
        session["used_on"] = today


def _mark(response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE,
        new_marker(),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _refusal(sentence: str, *, status: int, seconds: int) -> HttpResponse:
    page = format_html(
        '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{}</title></head><body><p>{}</p></body></html>",
        _("Try again later"),
        sentence,
    )
    answer = HttpResponse(
        page, status=status, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"}
    )
    # Django's mark: no line in the log for each, which would hold the address too, of a link in a letter as well.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
