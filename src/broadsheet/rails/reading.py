"""Read a text once into all that it is compared by: its vector, the words shown for it, its signature."""

from dataclasses import dataclass

from ..prose.duplicates import signature
from .related import read

# What `read_text` takes: headline, standfirst, body, language, topics.
Text = tuple[str, str, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in the form in which it is stored: `vector` as bytes, `shown` a word a line."""

    vector: bytes
    shown: str
    signature: list[int]


def read_text(text: Text) -> Reading:
    """Return the reading of one text; it needs nothing but the text, so it may run in another process."""
    headline, standfirst, body, language, topics = text
    vector, shown = read(headline, standfirst, body, language=language, topics=topics)
    return Reading(vector.to_bytes(), "\n".join(shown), list(signature(headline, body, language=language)))
