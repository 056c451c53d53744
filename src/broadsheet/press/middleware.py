"""Hand out kept pages before Django does any work."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PressMiddleware:
    """Keep and hand out pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
