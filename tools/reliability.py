"""Write the table of docs/reliability.md from what `make faults` has seen: `reliability.py`."""

import json
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
SEEN = DOCS / "reliability.json"
PAGE = DOCS / "reliability.md"
BEGIN, END = "<!-- faults: written by tools/reliability.py -->\n", "<!-- end of faults -->\n"
HEAD = "| what happens | what goes on | seen | test |\n|---|---|---|---|\n"


def main() -> None:
    """Put the table in its place."""
    page = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = page.partition(BEGIN)
    _former, _end, after = rest.partition(END)
    rows = json.loads(SEEN.read_text(encoding="utf-8")) if SEEN.exists() else {}
    PAGE.write_text(f"{before}{BEGIN}{table(rows)}{END}{after}", encoding="utf-8")


def table(rows: dict[str, dict[str, str]]) -> str:
    """Return the table, a row for each fault."""
    return HEAD + "".join(_row(each) for each in rows.values())


def _row(row: dict[str, str]) -> str:
    seen = f"{row['seen']} ({row['date']})" if row["date"] else "not tried on this machine"
    if row["result"] == "failed":
        seen = f"**failed**: {seen}"
    cells = (row["fault"], row["survives"], seen, f"`{row['test']}`")
    return f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |\n"


if __name__ == "__main__":
    main()
