"""Files that formats read, made from their content."""

import io

from broadsheet.wire.sources import SourceFile


def source(name: str, content: str | bytes) -> SourceFile:
    """Return a file of this content that is on no disk."""
    data = content.encode() if isinstance(content, str) else content
    return SourceFile(name, lambda: io.BytesIO(data))
