"""The first lines of answers, as they stand on the line."""

from email.utils import formatdate


class Openings:
    """The first lines of all answers of a status are the same within a second (RFC 9112, 4; RFC 9110, 6.6.1)."""

    def __init__(self) -> None:
        self._second = 0
        self._found: dict[str, bytes] = {}

    def of(self, status: str, now: float) -> bytes:
        """Return the lines for a status such as "200 OK", at a moment in seconds since the epoch."""
        if int(now) != self._second:
            self._second = int(now)
            self._found.clear()
        found = self._found.get(status)
        if found is None:
            found = f"HTTP/1.1 {status}\r\nDate: {formatdate(now, usegmt=True)}\r\n".encode("latin-1")
            self._found[status] = found
        return found
