"""Purge by surrogate key at Fastly. https://www.fastly.com/documentation/reference/api/purging/"""

from collections.abc import Collection
from dataclasses import dataclass, field

from .purges import Purge, batches
from .requests import request

MOST_AT_ONCE = 256
ADDRESS = "https://api.fastly.com"


@dataclass(frozen=True, slots=True)
class Fastly:
    """One service at Fastly; the token needs the scopes purge_select and purge_all."""

    service: str
    token: str = field(repr=False)
    address: str = ADDRESS

    @property
    def name(self) -> str:
        return f"Fastly service {self.service}"

    def purge(self, what: Purge) -> None:
        """Purge what is gone, and softly what has changed. Raises Unreached."""
        if what.is_all_gone:
            self._ask("purge_all")
            return
        self._purge(what.gone)
        self._purge(what.changed, **{"Fastly-Soft-Purge": "1"})

    def _purge(self, tags: Collection[str], **headers: str) -> None:
        for batch in batches(tags, MOST_AT_ONCE):
            self._ask("purge", **{"Surrogate-Key": " ".join(batch)}, **headers)

    def _ask(self, what: str, **headers: str) -> None:
        own = {"Fastly-Key": self.token, "Accept": "application/json"}
        request("POST", f"{self.address}/service/{self.service}/{what}", own | headers)
