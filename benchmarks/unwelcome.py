"""Work at the desk beside readers: an editor who searches the list of articles, and clients who guess passwords."""

import re
import subprocess
import sys
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from results import Cell

# Makes the editor where there is none; prints where articles are searched, and a session.
EDITOR = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
users = get_user_model().objects
editor = users.filter(username="searching-editor").first() or users.create_superuser("searching-editor")
client = Client(headers={"host": "localhost"})
client.force_login(editor)
print(reverse("wagtailsnippets_newsroom_article:list"), client.cookies[settings.SESSION_COOKIE_NAME].OutputString().split(";")[0])
"""
WORDS = '"bridge", "harbour", "council", "the", "school", "museum", "budget", "river"'
SEARCHES = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "{path}?q=" .. ({{{words}}})[n % 8 + 1], {{ ["Host"] = wrk.headers["Host"], ["Cookie"] = "{cookie}" }})
end
"""
# Django takes a token that the cookie repeats. A client tries ten times a second, each from a network of its own.
TOKEN = "a" * 32
GUESSES = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("POST", "/desk/login/", {{
    ["Host"] = wrk.headers["Host"], ["Cookie"] = "csrftoken={token}", ["Content-Type"] = "application/x-www-form-urlencoded",
    ["X-Forwarded-For"] = "10." .. math.random(0, 255) .. "." .. math.random(0, 255) .. "." .. n % 256,
  }}, "{form}")
end
delay = function() return 100 end
"""


class Desk:
    """What goes on at the desk of a server while it is `busy`."""

    def __init__(self, port: int, guessers: int, folder: Path) -> None:
        shell = [sys.executable, "-m", "broadsheet.cli", "manage", "shell", "-v0", "-c", EDITOR]
        path, cookie = subprocess.run(shell, stdout=subprocess.PIPE, text=True, check=True).stdout.split()[
            -2:
        ]
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, "username": "editor", "password": "no"})
        searches = SEARCHES.format(path=path, words=WORDS, cookie=cookie)
        self._commands = {
            "searches of an editor": _wrk(port, 1, folder / "searches.lua", searches),
            f"guesses of {guessers} clients": _wrk(
                port, guessers, folder / "guesses.lua", GUESSES.format(token=TOKEN, form=form)
            ),
        }
        self._tried, self._refused = Counter[str](), Counter[str]()

    def rows(self) -> list[list[Cell]]:
        """Return who did something, how often, and how often it was refused."""
        return [[who, self._tried[who], self._refused[who]] for who in self._commands]

    @contextmanager
    def busy(self, *, seconds: int) -> Iterator[None]:
        """Search and guess from a second before the block; wait for their end after it, and count what was refused."""
        processes = {
            who: subprocess.Popen([*command, f"-d{seconds}"], stdout=subprocess.PIPE, text=True)
            for who, command in self._commands.items()
        }
        time.sleep(1)
        try:
            yield
        finally:
            for who, process in processes.items():
                said, _nothing = process.communicate()
                self._tried[who] += int(re.search(r"(\d+) requests in ", said)[1])
                refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
                self._refused[who] += int(refused[1]) if refused else 0


def _wrk(port: int, clients: int, file: Path, script: str) -> list[str]:
    file.write_text(script, encoding="utf-8")
    return ["wrk", f"http://127.0.0.1:{port}", "-t1", f"-c{clients}", "--timeout", "30s", "-s", str(file)]
