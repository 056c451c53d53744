"""Purge by cache tag at Cloudflare, which all of its plans offer since April 2025.

https://developers.cloudflare.com/api/resources/cache/methods/purge/ ; how much at once and how often:
https://developers.cloudflare.com/cache/how-to/purge-cache/
"""

import json
from dataclasses import dataclass, field
from typing import Any

from .purges import ALL, Purge, Unreached, batches
from .requests import request

MOST_AT_ONCE = 100
ADDRESS = "https://api.cloudflare.com/client/v4"


@dataclass(frozen=True, slots=True)
class Cloudflare:
    """One zone at Cloudflare; the token needs the permission Zone, Cache Purge."""

    zone: str
    token: str = field(repr=False)
    address: str = ADDRESS

    @property
    def name(self) -> str:
        return f"Cloudflare zone {self.zone}"

    def purge(self, what: Purge) -> None:
        """Purge what is gone and what has changed, which is one to Cloudflare. Raises Unreached."""
        if what.is_all_gone:
            self._ask({"purge_everything": True})
            return
        # What is gone first; and not all of the rest beside all of it.
        changed = {ALL} if ALL in what.changed else what.changed
        for tags in (what.gone, changed):
            for batch in batches(tags, MOST_AT_ONCE):
                self._ask({"tags": batch})

    def _ask(self, what: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        address = f"{self.address}/zones/{self.zone}/purge_cache"
        said = request("POST", address, headers, json.dumps(what).encode())
        # A refusal may come as a success of HTTP.
        try:
            is_done = json.loads(said)["success"]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreached("its answer is not what Cloudflare's documentation says") from error
        if not is_done:
            raise Unreached("it answers that it has not purged")
