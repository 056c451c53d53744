"""A response that is joined from pieces, and inflated only where somebody reads its body."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse

from .pieces import Piece, whole


class JoinedResponse(HttpResponse):
    """The caching application serves the pieces; an editor's browser and the test client get the body."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        super().__init__()
        self._pieces: Sequence[Piece] | None = pieces
        # Django would inflate the body to measure it.
        self.headers["Content-Length"] = str(sum(each.length for each in pieces))

    @property
    def content(self) -> bytes:
        if self._pieces is not None:
            self.content = whole(self._pieces)
        return super().content

    @content.setter
    def content(self, value: object) -> None:
        self._pieces = None
        HttpResponse.content.fset(self, value)  # type: ignore[attr-defined]  # a property, which the stubs call bytes

    def __iter__(self) -> Iterator[bytes]:
        return iter([self.content])
