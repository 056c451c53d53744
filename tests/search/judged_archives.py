"""Read the real archives as documents of an index, one edition for each archive."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from judged_others import MORE_TEXTS
from own_texts import OWN_TEXTS

from broadsheet.search.documents import SearchDocument

NTREX = ("en", "az", "ru", "tr", "de", "es", "fa", "he", "ur")
ARCHIVES = (
    "digitalgov",
    *NTREX,
    *(f"own:{language}" for language in OWN_TEXTS),
    *(f"more:{language}" for language in MORE_TEXTS),
)
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def edition(archive: str) -> int:
    """Return the id of an archive's edition."""
    return ARCHIVES.index(archive) + 1


def language(archive: str) -> str:
    """Return the language of an archive."""
    return "en" if archive == "digitalgov" else archive.rpartition(":")[2]


class Archives:
    """Documents of all archives, and how the judged queries name them."""

    def __init__(self, real_data: Path | None) -> None:
        self.names: dict[int, frozenset[str]] = {}
        self.documents: list[SearchDocument] = []
        self.ids: dict[str, int] = {}
        for archive in ARCHIVES:
            if ":" in archive:
                self._take(_own(archive))
            elif real_data:
                self._take(_digitalgov(real_data) if archive == "digitalgov" else _ntrex(real_data, archive))

    def _take(self, found: Iterable[tuple[set[str], dict[str, object]]]) -> None:
        for names, fields in found:
            number = len(self.documents) + 1
            # An article has each of them once.
            authors, topics = (tuple(dict.fromkeys(fields.pop(each, ()))) for each in ("authors", "topics"))
            self.documents.append(
                SearchDocument(
                    article=number,
                    authors=authors,
                    topics=topics,
                    author_ids=tuple(self._id(name) for name in authors),
                    topic_ids=tuple(self._id(name) for name in topics),
                    year=fields["released"].year,
                    **fields,
                )
            )
            self.names[number] = frozenset(names)

    def _id(self, name: str) -> int:
        return self.ids.setdefault(name, len(self.ids) + 1)


def _digitalgov(real_data: Path) -> Iterator[tuple[set[str], dict[str, object]]]:
    for line in (real_data / "digitalgov" / "dev.ninjs.jsonl").open():
        item = json.loads(line)
        authors = tuple(person["name"] for person in item.get("people", ()))
        topics = tuple(subject["name"] for subject in item["subjects"])
        names = {item["uri"].rstrip("/").rpartition("/")[2]}
        names |= {f"author:{name}" for name in authors} | {f"topic:{name}" for name in topics}
        yield (
            names,
            {
                "edition": edition("digitalgov"),
                "language": "en",
                "headline": html.unescape(item["headlines"][0]["value"]),
                "standfirst": " ".join(text(each["value"]) for each in item.get("descriptions", ())),
                "body": text(item["bodies"][0]["value"]),
                "authors": authors,
                "topics": topics,
                "released": datetime.fromisoformat(item["firstcreated"]),
            },
        )


def _ntrex(real_data: Path, archive: str) -> Iterator[tuple[set[str], dict[str, object]]]:
    for number, line in enumerate((real_data / "ntrex" / f"ntrex.{archive}.jsonl").open()):
        story = json.loads(line)
        yield (
            {story["id"]},
            {
                "edition": edition(archive),
                "language": archive,
                "headline": story["title"],
                "body": "\n".join(story["body"]),
                "released": NOW - timedelta(days=30 + number),
            },
        )


def _own(archive: str) -> Iterator[tuple[set[str], dict[str, object]]]:
    texts = OWN_TEXTS if archive.startswith("own:") else MORE_TEXTS
    for number, (headline, body) in enumerate(texts[language(archive)], start=1):
        yield (
            {str(number)},
            {
                "edition": edition(archive),
                "language": language(archive),
                "headline": headline,
                "body": body,
                "released": NOW - timedelta(days=number),
            },
        )


def text(markup: str) -> str:
    """Return what stands between tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))
