"""Hand the caching application what a view declared about its response; compress what is not cached."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.module_loading import import_string

from .tags import dependence_of

Handler = Callable[[HttpRequest], HttpResponse]


class PressMiddleware:
    """Puts what a view declared on the response, where the caching application finds it.

    The setting IS_EDITOR names a function that knows an editor's browser by the Cookie header.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._is_editor: Callable[[str], bool] = import_string(settings.IS_EDITOR)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        dependence: Any = dependence_of(request) or getattr(response, "dependence", None)
        if dependence is None:
            return response
        if self._is_one_person_s(request, response):
            # An editor sees the page of this moment, previews among them, which nobody on the way may keep.
            response.headers.setdefault("Cache-Control", "private, no-store")
            vars(response).pop("dependence", None)
        else:
            response.dependence = dependence  # type: ignore[attr-defined]  # the caching application looks for it
        return response

    def _is_one_person_s(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Return whether an editor asks, or whether what was made depends on a session or carries a cookie.

        A preview passes here twice: within the desk's answer there is another request, for the page.
        """
        session = getattr(request, "session", None)
        depends = bool(response.cookies) or (session is not None and session.accessed)
        return depends or self._is_editor(request.META.get("HTTP_COOKIE", ""))


class CompressTheRest(GZipMiddleware):
    """Compresses what is not cached, the desk above all; the caching application compresses pages."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if hasattr(response, "dependence") else super().process_response(request, response)
