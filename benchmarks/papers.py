"""Have papers made by processes of their own: who measures keeps none of the memory that making them took."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("BROADSHEET_REAL_DATA", HERE.parent.parent / "shared" / "data"))
SECTIONS = ("World", "Politics", "Business", "Science", "Culture", "Sport", "Town", "Opinion")


def paper(data: Path, size: int, neighbours: str = "ranked", *more: str) -> list[str]:
    """Return the paths of a paper in a data folder, the newest first; make it where there is none yet.

    Its neighbours are `ranked`, or `dealt` where that would take hours: what a page costs does not depend on which they are.
    With `edited` it has picks, a Popular list and a file of its stories.
    """
    file = data / "paths"
    if not file.exists():
        need_texts()
        begun = time.monotonic()
        django_script("paper_maker.py", data, str(size), neighbours, *more)
        print(f"{size:,} articles made in {time.monotonic() - begun:.0f} s", flush=True)
    return file.read_text("utf-8").split()


def django_script(script: str, data: Path, *arguments: str) -> None:
    """Run a script of this folder whose first lines import Django's settings, with a data folder."""
    data.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "BROADSHEET_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    subprocess.run([sys.executable, str(HERE / script), *arguments], env=environment, check=True)


def need_texts() -> None:
    """End the benchmark, not as a failure, where the real texts are not here."""
    if not DATA.exists():
        print(f"{DATA} is not here. Name a folder with texts in BROADSHEET_REAL_DATA.")
        sys.exit(0)


def sentences() -> list[str]:
    """Return the sentences of real texts, each once."""
    need_texts()
    texts = [
        json.loads(line)["text"]
        for name in ("digitalgov_dev", "ecbplus", "lee")
        for line in (DATA / "related" / f"{name}.docs.jsonl").read_text("utf-8").splitlines()
    ]
    found = {each for text in texts for each in re.split(r"(?<=[.!?])\s+", text) if 60 < len(each) < 240}
    return sorted(found)
