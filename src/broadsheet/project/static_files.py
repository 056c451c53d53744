"""Gather the static files, and join the styles of readers' pages, so that a page waits for one file."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Imports the styles that it is made of. Where nothing was gathered, browsers follow its imports.
SHEET = "site/paper.css"
_IMPORT = re.compile(r'@import url\("([\w.-]+)"\)(?: (\w+))?;\n')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Static files with a hash in their names and compressed copies, as WhiteNoise makes them, and one style sheet."""

    def get_modified_time(self, name: str) -> datetime:
        """Have every file gathered again: the right one may be older, after a change of theme or version."""
        raise NotImplementedError("gathered files are never compared by age")

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the styles before files are hashed. `paths` has the storage of each file."""
        if SHEET in paths and not dry_run:
            Path(self.path(SHEET)).write_text(joined(SHEET, paths), encoding="utf-8")
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(name: str, paths: Mapping[str, Any]) -> str:
    """Return a style sheet without its comments, with the imports from its own folder written out."""
    storage, path = paths[name]
    with storage.open(path) as source:
        sheet = source.read().decode()

    def imported(match: re.Match[str]) -> str:
        styles = joined(str(PurePosixPath(name).with_name(match[1])), paths)
        return f"@media {match[2]} {{\n{styles}}}\n" if match[2] else styles

    return _IMPORT.sub(imported, _COMMENT.sub("", sheet))
