"""Tell robots by what they call themselves."""

import re
from collections import OrderedDict

import crawleruseragents

LONGEST_AGENT = 512
REMEMBERED = 1 << 16
# The list takes 0.4 ms for a name not seen before: who sends a new one with every request gets no more of it.
ASKED_A_SECOND = 200
# What most robots have in their names, and no browser.
_CHEAP = re.compile(
    r"bot|crawl|spider|slurp|fetch|curl|wget|python|java/|go-http|headless|preview|monitor|scan|feed|http",
    re.IGNORECASE,
)


class Robots:
    """Asks the list of `crawler-user-agents` what a cheaper test cannot tell, and remembers what it said."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, bool] = OrderedDict()
        self._second = 0
        self._asked = 0

    def is_robot(self, agent: str, *, now: float) -> bool | None:
        """Return True if a User-Agent is a robot's; None where too many were asked for in this second."""
        found = self._known.get(agent)
        if found is not None:
            return found
        if not agent or len(agent) > LONGEST_AGENT:
            return True
        found = _CHEAP.search(agent) is not None
        if not found:
            if int(now) != self._second:
                self._second, self._asked = int(now), 0
            self._asked += 1
            if self._asked > ASKED_A_SECOND:
                return None
            found = bool(crawleruseragents.is_crawler(agent))
        self._known[agent] = found
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found
