"""Carry out to the front door what a view has said of its response; compress what is not kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .tags import dependence_of

Handler = Callable[[HttpRequest], HttpResponse]


class PressMiddleware:
    """Gives what a view has said of its response to the response, where the front door finds it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        dependence = dependence_of(request)
        if dependence is None:
            return response
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # An editor sees the page of this moment, previews among them, which nobody on the way may keep.
            response.headers.setdefault("Cache-Control", "private, no-store")
        else:
            response.dependence = dependence  # type: ignore[attr-defined]  # the front door looks for it
        return response


class CompressTheRest(GZipMiddleware):
    """Compresses what the front door does not keep, the desk above all; pages are compressed there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if hasattr(response, "dependence") else super().process_response(request, response)
