"""Tell a WebSub hub which feeds changed: https://www.w3.org/TR/websub/

The specification leaves to publisher and hub how it is told. Every hub that we know takes the form of its forerunner:
https://pubsubhubbub.github.io/PubSubHubbub/pubsubhubbub-core-0.4.html#rfc.section.6
"""

from collections.abc import Callable, Collection
from urllib.parse import urlencode, urlsplit

from .purges import Purge
from .requests import request

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Hub:
    """A hub is told of changes as a cache in front is: `feeds` says which feeds show what some tags name."""

    def __init__(self, address: str, feeds: Callable[[Collection[str]], list[str]]) -> None:
        self.name = f"the WebSub hub at {urlsplit(address).hostname}"
        self._address = address
        self._feeds = feeds

    def purge(self, what: Purge) -> None:
        """Have the hub fetch each feed that shows what is gone or has changed. Raises Unreached."""
        for each in self._feeds(what.gone | what.changed):
            # One at a time: not every hub takes several.
            body = urlencode({"hub.mode": "publish", "hub.url": each, "hub.topic": each})
            request("POST", self._address, _FORM, body.encode())
