"""Which methods readers' pages know, and what is said to whoever uses another (RFC 9110, 9 and 15.5.6)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SAFE = ("GET", "HEAD")
ALLOW = "GET, HEAD, OPTIONS"


def safe_methods_only(view: View[P]) -> View[P]:
    """Let a view be asked by GET and HEAD alone; all else is refused before anybody asks for a token."""

    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **named: P.kwargs) -> HttpResponse:
        return view(request, *args, **named) if request.method in SAFE else _refusal(request.method)

    return shown  # type: ignore[return-value]  # `request` has a name here that no caller uses


class OptionsOfTheServer:
    """Answers `OPTIONS *`, which asks for no page but whether the server is there (RFC 9110, 9.3.7)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "*":
            return _refusal(request.method)
        return self.get_response(request)


def _refusal(method: str | None) -> HttpResponse:
    """Answer a method that is no page's: OPTIONS with what is allowed, every other with the same and a word."""
    headers = {"Allow": ALLOW}
    if method == "OPTIONS":
        return HttpResponse(status=204, headers=headers)
    said = f"There is no {method} here. Allowed are {ALLOW}.\n"
    return HttpResponse(said, status=405, content_type="text/plain; charset=utf-8", headers=headers)
