"""Purge by tag in Varnish, through the VCL that `broadsheet press varnish` prints.

https://github.com/varnish/varnish-modules/blob/master/src/vmod_xkey.vcc
"""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from .purges import Purge, batches
from .requests import request

# Varnish takes 8 kB in a header (http_req_hdr_len); the longest of our tags, of translations, has 49 bytes.
MOST_AT_ONCE = 150
GONE_HEADER, CHANGED_HEADER = "xkey-purge", "xkey-softpurge"


@dataclass(frozen=True, slots=True)
class Varnish:
    """One Varnish, at its own address: http://10.0.0.5:6081."""

    address: str

    @property
    def name(self) -> str:
        return f"Varnish at {urlsplit(self.address).netloc}"

    def purge(self, what: Purge) -> None:
        """Purge what is gone; what has changed may be handed out while Varnish asks for it again. Raises Unreached."""
        self._purge(GONE_HEADER, what.gone)
        self._purge(CHANGED_HEADER, what.changed)

    def _purge(self, header: str, tags: Collection[str]) -> None:
        for batch in batches(tags, MOST_AT_ONCE):
            request("PURGE", self.address, {header: " ".join(batch)})
