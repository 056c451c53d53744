"""The security headers of every kind of answer, in one table, and the middleware that sends them."""

from collections.abc import Callable
from enum import Enum

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Headers = tuple[tuple[str, str], ...]


class HeaderSet(Enum):
    """What an answer is."""

    PAGE = "page"
    DESK = "desk"
    ERROR = "error"
    STATIC = "static"
    PICTURE = "picture"


# Where the paper's own files are, which were uploaded too.
PAPER_FILES = "/paper/"
# What a browser may do with an answer: https://www.w3.org/TR/CSP3/
POLICIES = {
    # The page law "the same for all": no host but our own, and nothing runs that we did not ship.
    HeaderSet.PAGE: "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    # Wagtail 8 writes scripts into its forms (choosers, dates, inline panels) and knows no nonces, so scripts within a
    # page cannot be forbidden. What comes from another host can.
    HeaderSet.DESK: (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    # A few words in a style of their own, and the paper's icon.
    HeaderSet.ERROR: "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    # Whatever was uploaded, opened by its own address it runs nothing and belongs to no site.
    HeaderSet.PICTURE: "sandbox; default-src 'none'",
}
# What pages never ask for is denied to whatever might come into them. https://www.w3.org/TR/permissions-policy/
_DENIED = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_OF_DOCUMENTS: Headers = (
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{each}=()" for each in _DENIED)),
)
# What a page's links and pictures tell of its address. A refusal may stand where readers' words are in the address.
REFERRERS = {HeaderSet.PAGE: "same-origin", HeaderSet.DESK: "same-origin", HeaderSet.ERROR: "no-referrer"}
# A year (RFC 6797). Other names under the same domain are not ours to close: no includeSubDomains and no preload.
_HSTS = ("Strict-Transport-Security", "max-age=31536000")


def headers_for(kind: HeaderSet) -> Headers:
    """Return the security headers of a kind of answer; HSTS is one of them where the site's address is https."""
    policy: Headers = (("Content-Security-Policy", POLICIES[kind]),) if kind in POLICIES else ()
    of_documents = (("Referrer-Policy", REFERRERS[kind]), *_OF_DOCUMENTS) if kind in REFERRERS else ()
    hsts = (_HSTS,) if settings.BASE_URL.startswith("https://") else ()
    return (*policy, ("X-Content-Type-Options", "nosniff"), *of_documents, *hsts)


def with_words_in_its_address(response: HttpResponse) -> HttpResponse:
    """Have no cache store a page whose address has a reader's words, and no link or picture of it tell more than the host.

    A web server in front would write the words into its log.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


# For answers that do not come from Django: a few words in plain text or in HTML.
ERROR_HEADERS = headers_for(HeaderSet.ERROR)


class SecurityHeaders:
    """Gives every response of Django its security headers; what a view has said itself stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._headers = {each: headers_for(each) for each in HeaderSet}
        self._desk = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self._headers[self._kind(request.path, response.status_code)]:
            response.headers.setdefault(name, value)
        return response

    def _kind(self, path: str, status: int) -> HeaderSet:
        if path.startswith(settings.STATIC_URL):
            return HeaderSet.STATIC
        if path.startswith(PAPER_FILES) and status < 400 and not path.endswith(".css"):
            return HeaderSet.PICTURE
        if path.startswith(settings.MEDIA_URL):
            return HeaderSet.PICTURE
        if path.startswith(self._desk):
            return HeaderSet.DESK
        return HeaderSet.ERROR if status >= 400 else HeaderSet.PAGE
