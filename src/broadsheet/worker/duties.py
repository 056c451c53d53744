"""A duty of the worker: a function that does what is due, and how the worker calls it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..press.outbox import Reader


class Stopped(Exception):
    """The worker was told to stop in the middle of something, which is done at the next start."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that the worker does.

    `do` gets the present moment and returns True if there may be more to do at once. `reader` is what it reads the outbox
    with. `reconnect` is called when the database was away. An `is_prompt` duty is done in the middle of long work of
    others too, an `is_patient` one only when no other duty had more to do.
    """

    name: str
    do: Callable[[datetime], bool]
    reader: Reader | None = None
    reconnect: Callable[[], None] | None = None
    is_prompt: bool = False
    is_patient: bool = False
