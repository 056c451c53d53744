"""Texts that the desk proposes for the pages that every paper needs, with marks where the newsroom must fill them in."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

from wagtail.rich_text import RichText

from ..newsroom.models.pages import Purpose

_TEXTS = files(f"{__package__}.example_texts")
# Language of the text that is proposed where there is no translation.
_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """A title, and the blocks of a page as its body takes them."""

    name: str
    body: list[tuple[str, Any]]


def example_page(purpose: Purpose, language: str) -> ExamplePage:
    """Return the text for a purpose in a language, in English where there is none."""
    heading, *parts = _read(purpose, language).strip().split("\n\n")
    return ExamplePage(heading.removeprefix("# "), list(_blocks(parts)))


def _read(purpose: Purpose, language: str) -> str:
    for each in (language, language.partition("-")[0], _FALLBACK):
        found = _TEXTS.joinpath(f"{purpose.value}.{each}.md")
        if found.is_file():
            return found.read_text(encoding="utf-8")
    raise FileNotFoundError(f"There is no example text for {purpose.value!r}.")


def _blocks(parts: list[str]) -> Iterator[tuple[str, Any]]:
    for each in parts:
        text = " ".join(each.split())
        if text.startswith("## "):
            yield "heading", {"text": text.removeprefix("## "), "level": "2"}
        else:
            yield "paragraph", RichText(f"<p>{escape(text, quote=False)}</p>")
