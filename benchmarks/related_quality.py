"""Judge Related on the sets of ../shared/data/related by the commands that everybody can run on files of their own.

Prints for each set how the ranking of the site does beside TF-IDF and BM25, the paired difference with its 95 % interval,
for Lee's fifty documents the correlation with what people said, and the two halves of the sets on which it was tuned:
    python benchmarks/related_quality.py
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
SETS = Path(os.environ.get("BROADSHEET_REAL_DATA", REPOSITORY.parent / "shared" / "data")) / "related"
BROADSHEET = [sys.executable, "-m", "broadsheet.cli", "related"]
LINKS = "digitalgov_dev"
JUDGED = (LINKS, "ecbplus", "itn_mono")
LANGUAGES = ("eng", "aze-Latn", "tur", "rus", "deu", "spa")
# People judged each pair of the first fifty; the others are background.
LEE = 50


def main() -> None:
    """Judge every set that is here."""
    if not SETS.exists():
        print(f"{SETS} is not here: Related is not judged")
        return
    print(
        f"{'set':22}{'measure':10}{'Broadsheet':>26}{'TF-IDF':>10}{'BM25':>10}{'over TF-IDF':>28}{'over BM25':>28}"
    )
    for name in JUDGED:
        _judge(name, "nDCG@10", SETS / f"{name}.qrels.json")
    _halves(LINKS, "nDCG@10")
    means = [_judge(f"ntrex_{each}", "MRR", SETS / f"ntrex_{each}.qrels.json") for each in LANGUAGES]
    print(f"{'ntrex, mean of six':22}{'MRR':10}{np.mean(means):>10.4f}")
    print(f"{'lee':22}{'Pearson r':10}{_lee():>10.4f}")


def _judge(name: str, measure: str, judged: Path, *, label: str = "") -> float:
    arguments = ["evaluate", str(SETS / f"{name}.docs.jsonl"), str(judged), "--json"]
    # The links lead to older posts: nobody links to what is not written yet.
    found = _run([*arguments, *(["--as-of-publication"] if name == LINKS else [])])
    means, better = found["means"], found["better_than"]
    ours, low, high = means["Broadsheet"][measure]
    columns = [f"{means[each][measure][0]:>10.4f}" for each in ("TF-IDF", "BM25")]
    columns += ["{:>+12.4f} [{:+.4f}, {:+.4f}]".format(*better[each][measure]) for each in ("TF-IDF", "BM25")]
    interval = f"{ours:.4f} [{low:.3f}, {high:.3f}]"
    print(f"{label or name:22}{measure:10}{interval:>26}" + "".join(columns), flush=True)
    return float(ours)


def _halves(name: str, measure: str) -> None:
    """Judge the half of the questions on which weights were chosen, and the other one."""
    judged = json.loads((SETS / f"{name}.qrels.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for first, label in ((0, "tuned on"), (1, "held out")):
            half = Path(folder) / f"{first}.json"
            half.write_text(json.dumps(dict(list(judged.items())[first::2])), "utf-8")
            _judge(name, measure, half, label=f"  half {label}")


def _lee() -> float:
    found = _run(["neighbours", str(SETS / "lee.docs.jsonl"), "-k", "10000", "--json"])
    ours = np.zeros((LEE, LEE))
    for one in range(LEE):
        for other, score in found[f"L{one}"]:
            if (number := int(other[1:])) < LEE and other.startswith("L"):
                ours[one, number] = score
    said = np.array([
        [float(each) for each in line.split()]
        for line in (SETS / "lee.similarities.txt").read_text("utf-8").splitlines() if line.strip()
    ])  # fmt: skip
    pairs = np.triu_indices(LEE, 1)
    return float(np.corrcoef(((ours + ours.T) / 2)[pairs], said[pairs])[0, 1])


def _run(arguments: list[str]) -> dict:
    done = subprocess.run([*BROADSHEET, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
