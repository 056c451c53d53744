"""What the press and the kiosks of a web process do from beginning to end, and what is loaded before, once for all of them.

Readers meet the kiosk. The press behind it makes what the kiosk has not ready, and tells it what it keeps.
"""

import asyncio
import gc
import os
import socket
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.wsgi import get_wsgi_application
from django.db import connections

from ..press.kiosk import Kiosk
from ..press.mirror import Mirror
from ..press.relay import Relay
from ..press.window import Window
from .bridge import Bridge
from .kiosk_server import KioskServer, Place
from .page_files import page_files
from .precedence import URGENT, weigh
from .press_room import ask, caller, room_of_pages, rules
from .press_server import PressServer, largest_body
from .reading_room import ReadingRoom
from .turnover import Turnover

# What the press keeps is what pages are joined of, the kiosk keeps the pages besides.
PRESS_ROOM = 0.75
# At the kiosk nearly nothing is made that could be part of a cycle.
COLLECT_AFTER = (50_000, 50, 1_000)


def kiosks() -> int:
    """Return how many kiosks stand before each press."""
    return settings.OPTIONS.kiosks or min(os.cpu_count() or 1, 2)


def prepare() -> None:
    """Load what processes share that are copied from this one: code, addresses, and what Django makes of the settings."""
    get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    # A connection must not be shared.
    connections.close_all()
    gc.collect()
    gc.freeze()


def read_static_files() -> None:
    """Read which static files there are: this process may be a copy of one that looked before they were gathered."""
    static_files: Any = staticfiles_storage
    static_files.hashed_files, static_files.manifest_hash = static_files.load_manifest()


def hand_out(place: Place, data: Path | None) -> None:
    """Be the kiosk to readers who come by a socket, with a press at the other end of a channel, until SIGTERM.

    `data` is the folder over which a successor may be started, None where that is not so.
    """
    gc.set_threshold(*COLLECT_AFTER)
    mirror = Mirror(room_of_pages())
    kiosk = Kiosk(Window(mirror, rules()), miss=mirror.ask, call=caller())
    asyncio.run(_serve_kiosk(place, mirror, kiosk, data))


def make(ends: Sequence[socket.socket], data: Path | None, *, keeps_files: bool) -> None:
    """Be the press behind kiosks at the other ends of channels, until SIGTERM; `data` as `hand_out` has it.

    One press of several `keeps_files`, where the settings want pages as files.
    """
    weigh(URGENT)
    read_static_files()
    relay = Relay()
    room = ReadingRoom(Turnover(data), relay=relay, room=PRESS_ROOM)
    files = page_files(room.door) if keeps_files else None
    if files is not None:
        files.start()
    bridge = Bridge(room, threads=settings.OPTIONS.web_threads, largest=largest_body)
    asyncio.run(_serve_press(bridge, room, relay, ends))
    if files is not None:
        files.stop()
    room.door.press.stop()
    bridge.close()


async def _serve_kiosk(place: Place, mirror: Mirror, kiosk: Kiosk, data: Path | None) -> None:
    await KioskServer(place, mirror, kiosk, Turnover(data)).serve()


async def _serve_press(
    bridge: Bridge, room: ReadingRoom, relay: Relay, ends: Sequence[socket.socket]
) -> None:
    await PressServer(bridge, room.door.press, relay, ends, partial(ask, room.door)).serve()
