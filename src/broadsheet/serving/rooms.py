"""How many threads of a worker each kind of work may hold, and how many a worker therefore has."""

from dataclasses import dataclass

from .bulkheads import Room

# Threads beside those that bulkheads can hold, for what is answered from memory.
FREE_THREADS = 8

# After a purge everybody who reads asks for a page that must be rendered: with one worker, or where the kernel gives most
# connections to one of two, many more than a few dozen. A thread that waits costs hardly any memory.
RENDERING = Room(places=2, queue=62)
# Answers are kept nowhere, and anybody can ask for any words: searches never hold all the places of rendering.
SEARCHES = Room(places=1, queue=62)
EDITORS = Room(places=3, queue=12, patience=20.0)
# Whoever is not signed in: the sign-in page and its password. A name that is attacked has its tries wait a second each;
# passwords are hashed one at a time whatever the places are.
SIGNING_IN = Room(places=4, queue=6)
# Every form that an editor saves comes in here. Browsers send the pictures of one upload six at a time.
UPLOADS = Room(places=4, queue=12, patience=60.0)
OTHER_BODIES = Room(places=5, queue=5, patience=5.0, per_network=3)
LARGE_FILES = Room(places=2, queue=2, patience=5.0)
# A browser reports a read once: few are turned away.
COUNTING = Room(places=1, queue=12, patience=2.0)


@dataclass(frozen=True, slots=True)
class Rooms:
    """How much of a worker each kind of work may take."""

    rendering: Room = RENDERING
    searches: Room = SEARCHES
    desk: Room = EDITORS
    signing_in: Room = SIGNING_IN
    uploads: Room = UPLOADS
    other_bodies: Room = OTHER_BODIES
    large_files: Room = LARGE_FILES
    counting: Room = COUNTING

    @property
    def database(self) -> int:
        """How many threads of a worker ask the database to answer requests."""
        return self.rendering.places + self.desk.places + self.signing_in.places

    @property
    def threads(self) -> int:
        """How many threads a worker needs, so that one is always free for what is cached."""
        kinds = (self.rendering, self.searches, self.desk, self.signing_in, self.uploads, self.other_bodies)
        return sum(each.threads for each in (*kinds, self.large_files, self.counting)) + FREE_THREADS
