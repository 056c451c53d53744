"""What goes on at the desk beside readers: an editor who searches, and clients who guess passwords."""

import http.client
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

NAME, PASSWORD = "searching-editor", "a long sentence that nobody guesses"
# Makes the editor where there is none, and says where articles are searched.
EDITOR = f"""
from django.contrib.auth import get_user_model
from django.urls import reverse
if not get_user_model().objects.filter(username={NAME!r}).exists():
    get_user_model().objects.create_superuser({NAME!r}, "editor@example.org", {PASSWORD!r})
print(reverse("wagtailsnippets_newsroom_article:list"))
"""
WORDS = ("bridge", "harbour", "council", "the", "school", "museum", "budget", "river")
SIGN_IN = "/desk/login/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# A client tries ten times a second.
PAUSE_MS = 100
LUA = """
local requests = {{}}
init = function(arguments)
  math.randomseed(os.time())
  for i = 1, {clients} do
    requests[i] = wrk.format("POST", "{path}", {{
      ["Host"] = wrk.headers["Host"], ["Cookie"] = "{cookies}", ["Content-Type"] = "application/x-www-form-urlencoded",
      ["X-Forwarded-For"] = "10." .. math.random(0, 255) .. "." .. math.random(0, 255) .. "." .. i % 256,
    }}, "{body}")
  end
end
request = function() return requests[math.random(#requests)] end
delay = function() return {pause} end
"""


class SearchingEditor:
    """Somebody signed in who searches the desk's list of articles, again and again."""

    def __init__(self, port: int) -> None:
        self._port = port
        shell = [sys.executable, "-m", "broadsheet.cli", "manage", "shell", "-v0", "-c", EDITOR]
        told = subprocess.run(shell, stdout=subprocess.PIPE, text=True, check=True).stdout
        self._path = told.split()[-1]
        opener, cookies, token = _sign_in_page(port)
        form = {"csrfmiddlewaretoken": token, "username": NAME, "password": PASSWORD, "next": self._path}
        with opener.open(f"http://127.0.0.1:{port}{SIGN_IN}", urllib.parse.urlencode(form).encode()) as found:
            if SIGN_IN in found.url:
                sys.exit(f"{NAME} could not sign in at {found.url}.")
        self._cookies = _spelled(cookies)
        self._waited: list[float] = []
        self._refused = 0

    @property
    def said(self) -> str:
        middle = statistics.median(self._waited) if self._waited else 0.0
        return (
            f"{len(self._waited)} searches, p50 {1000 * middle:.0f} ms, "
            f"longest {1000 * max(self._waited, default=0.0):.0f} ms, {self._refused} refused"
        )

    @contextmanager
    def searching(self) -> Iterator[None]:
        """Search until the block is left."""
        is_over = threading.Event()
        thread = threading.Thread(target=self._search, args=(is_over,))
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def _search(self, is_over: threading.Event) -> None:
        connection, place = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60), 0
        while not is_over.is_set():
            begun = time.monotonic()
            place += 1
            address = f"{self._path}?q={WORDS[place % len(WORDS)]}"
            connection.request("GET", address, headers={"Cookie": self._cookies})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                self._waited.append(time.monotonic() - begun)
            else:
                self._refused += 1
                is_over.wait(0.1)


class Guessers:
    """Clients who guess passwords, each over a connection of its own and from networks of their own."""

    def __init__(self, port: int, clients: int, folder: Path) -> None:
        self._port, self._clients = port, clients
        _opener, cookies, token = _sign_in_page(port)
        form = {"csrfmiddlewaretoken": token, "username": "editor", "password": "wrong"}
        self._script = folder / "guess.lua"
        self._script.write_text(
            LUA.format(
                clients=clients, path=SIGN_IN, cookies=_spelled(cookies), pause=PAUSE_MS,
                body=urllib.parse.urlencode(form),
            ),
            encoding="utf-8",
        )  # fmt: skip
        self._tried = self._refused = 0

    @property
    def said(self) -> str:
        return (
            f"{self._tried} guesses by {self._clients} clients, {self._refused} refused unread or turned away"
        )

    @contextmanager
    def guessing(self, *, seconds: int) -> Iterator[None]:
        """Guess for so many seconds, from a second before the block; wait for their end after it."""
        command = [
            "wrk", "-t1", f"-c{self._clients}", f"-d{seconds}", "--timeout", "30s", "-s", str(self._script),
            f"http://127.0.0.1:{self._port}",
        ]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        try:
            yield
        finally:
            said, _nothing = process.communicate()
            self._tried += int(re.search(r"(\d+) requests in ", said)[1])
            turned_away = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
            self._refused += int(turned_away[1]) if turned_away else 0


def _sign_in_page(port: int) -> tuple[urllib.request.OpenerDirector, CookieJar, str]:
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    with opener.open(f"http://127.0.0.1:{port}{SIGN_IN}") as page:
        return opener, cookies, TOKEN.search(page.read().decode())[1]


def _spelled(cookies: CookieJar) -> str:
    return "; ".join(f"{each.name}={each.value}" for each in cookies)
