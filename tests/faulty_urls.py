"""Views that fail in every way that floods a log, for its tests."""

import errno
import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path


def fail_with(kind: str, name: str) -> HttpResponse:
    if kind == "full":
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/paper/media/x.jpg")
    if kind == "full-below":
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise RuntimeError("the upload could not be stored") from error
    if kind == "locked":
        raise OperationalError("database is locked")
    if kind == "malformed":
        raise DatabaseError("database disk image is malformed") from sqlite3.DatabaseError("malformed")
    if kind == "away":
        raise OperationalError(
            'connection to server at "db", port 5432 failed: Connection refused\n\tIs it running?'
        )
    if kind == "broken":
        raise InterfaceError("connection already closed")
    raise LookupError(f"nobody is called {name}")


def fail(_request: HttpRequest, kind: str) -> HttpResponse:
    return fail_with(kind, "ed@example.com")


def post(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("fail/<str:kind>/", fail),
    path("post/", post),
    path("desk/password_reset/confirm/<str:uid>/<str:kind>/", fail),
]
