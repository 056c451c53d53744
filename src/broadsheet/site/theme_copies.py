"""Copy our templates into a theme with the fingerprint of the original, and compare them with it later."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs

from .promised_templates import PROMISED

OURS = Path(__file__).parent / "templates"
_DIGITS = 16
# Begins the first line of a copy. The original follows on the same line, so that an unchanged copy prints the same page.
_MARK = "{{# Copied from {template}, fingerprint {fingerprint} #}}"
_MARKED = re.compile(r"\{# Copied from (\S+), fingerprint ([0-9a-f]+) #\}")
_NAMED = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")


class CannotCopy(Exception):
    """This template cannot be copied."""


def fingerprint_of(template: str) -> str:
    """Return a digest of one of our templates. Raises FileNotFoundError for any other."""
    return hashlib.sha256((OURS / template).read_bytes()).hexdigest()[:_DIGITS]


def copy_template(template: str, folder: Path) -> Path:
    """Copy a promised template into the theme's folder of templates, and return the copy.

    Raises CannotCopy for one that is not promised, or that is there already.
    """
    if template not in PROMISED:
        raise CannotCopy(f"'{template}' is not promised to themes. These are: {', '.join(sorted(PROMISED))}.")
    copy = folder / template
    mark = _MARK.format(template=template, fingerprint=fingerprint_of(template))
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with copy.open("x", encoding="utf-8") as file:
            file.write(mark + (OURS / template).read_text(encoding="utf-8"))
    except FileExistsError:
        raise CannotCopy(f"{copy} is there already. Remove it first, or go on with it.") from None
    return copy


def check_templates(folder: Path) -> Iterator[str]:
    """Yield a sentence for each fault of the theme's templates, in the order of their names."""
    sources: dict[str, str] = {}
    for file in sorted(folder.rglob("*.html")):
        template = file.relative_to(folder).as_posix()
        try:
            sources[template] = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            yield f"{template}: cannot be read: {error}. Save it as UTF-8."
    used = _used(sources)
    for template, source in sources.items():
        yield from _of_copy(template, source, is_used=template in used)
        yield from _of_syntax(template)


def _of_copy(template: str, source: str, *, is_used: bool) -> Iterator[str]:
    """Yield what is wrong with a copy, compared with its original as it is now."""
    first = source.partition("\n")[0]
    marked = _MARKED.match(first)
    if marked and not (OURS / marked[1]).is_file():
        yield f"{template}: the original {marked[1]} has vanished. What it printed is printed elsewhere now, or not at all."
    elif marked and marked[1] != template:
        yield f"{template}: copied from {marked[1]}, and moved. It is not compared with that one."
    elif marked and fingerprint_of(template) != marked[2]:
        yield (
            f"{template}: the original has changed since it was copied (fingerprint {marked[2]}, now {fingerprint_of(template)})."
            " Look at what is new in it, take that over, and write the new fingerprint into the first line."
        )
    elif not marked and template in PROMISED:
        yield (
            f"{template}: no fingerprint, so nobody can say whether the original has changed."
            f" Write this before its first line: {_MARK.format(template=template, fingerprint=fingerprint_of(template))}"
        )
    elif not marked and _is_of_an_application(template):
        yield f"{template}: takes the place of a template that is not promised, and that may change without notice."
    if not is_used and not marked:
        yield f"{template}: nothing uses it. No template of ours has this name, and none of the theme's extends or includes it."


def _of_syntax(template: str) -> Iterator[str]:
    try:
        get_template(template)
    except TemplateSyntaxError as error:
        yield f"{template}: cannot be read: {error}."


def _used(sources: dict[str, str]) -> set[str]:
    """Return the theme's templates that are used: they replace one of an application, or a used one names them."""
    used: set[str] = set()
    ahead = [name for name in sources if _is_of_an_application(name)]
    while ahead:
        name = ahead.pop()
        if name in sources and name not in used:
            used.add(name)
            ahead += _NAMED.findall(sources[name])
    return used


def _is_of_an_application(template: str) -> bool:
    return any((Path(folder) / template).is_file() for folder in get_app_template_dirs("templates"))
