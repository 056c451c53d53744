"""`broadsheet audience rank`: count and rank a log of reads by the code that serves, without a database."""

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import typer

from ..audience.counting import Counter, Verdict, tallies
from ..project.options import load
from ..rails import popular

Numbered = dict[Any, int]


def rank(path: Path, *, at: str, articles: Path | None, as_json: bool) -> None:
    """Print every article that was read by a moment, best first."""
    moment = _moment(at)
    numbers: Numbered = {}
    published = _published(articles, numbers) if articles else {}
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        verdicts = _replay(path, Path(folder), moment, numbers, faults)
        if not as_json:
            told = ", ".join(
                f"{count} {verdict.name.lower()}" for verdict, count in verdicts.items() if count
            )
            typer.echo(f"Reads until {at}: {told or 'none'}", err=True)
        ranked = _ranked(Path(folder), moment, numbers, published)
    if as_json:
        typer.echo(json.dumps(ranked, ensure_ascii=False))
    else:
        for place, each in enumerate(ranked, 1):
            typer.echo(f"{place:6}  {each['score']:12.3f}  {each['article']}")
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)


def _replay(
    path: Path, folder: Path, moment: float, numbers: Numbered, faults: list[str]
) -> dict[Verdict, int]:
    counter = Counter(folder)
    verdicts = dict.fromkeys(Verdict, 0)
    for where, event in _lines(path, faults):
        try:
            second, article = float(event["t"]), event["article"]
            address, agent = str(event["ip"]), str(event["ua"])
        except (KeyError, TypeError, ValueError) as error:
            faults.append(f"{where}: no read: {type(error).__name__} {error}")
            continue
        if second > moment:
            continue
        number = numbers.setdefault(article, len(numbers) + 1)
        # Of a log all articles were there to be read.
        if not counter.live.has(number):
            counter.live.set([number], is_live=True)
        verdicts[counter.read(number, address=address, agent=agent, now=second)] += 1
    counter.close()
    return verdicts


def _ranked(
    folder: Path, moment: float, numbers: Numbered, published: dict[int, float]
) -> list[dict[str, Any]]:
    tallies.prepare(folder, now=moment)
    sums = tallies.read_sums(folder, now=moment)
    names = {number: article for article, number in numbers.items()}
    read = np.array([each for each in sorted(names) if each < len(sums) and sums[each].any()], np.int64)
    if not len(read):
        return []
    worth = tallies.worth(sums[read], moment)
    reads = popular.credited(worth)
    # Where nobody says when a story was published, it was always there, and no rule of age is for it.
    ages = np.array([(moment - published.get(each, -1e12)) / 3600 for each in read.tolist()])
    exposed = popular.exposure(ages)
    scores = popular.rates(reads, exposed)
    is_fresh = popular.is_of_now(popular.uncapped(worth), ages, exposed, days=load().popular_days)
    is_fresh |= np.array([each not in published for each in read.tolist()])
    order = [
        *popular.best(scores, np.flatnonzero(is_fresh), len(read)),
        *popular.best(scores, np.flatnonzero(~is_fresh), len(read)),
    ]
    return [
        {
            "article": names[int(read[place])],
            "score": float(scores[place]),
            "is_of_now": bool(is_fresh[place]),
        }
        for place in order
    ]


def _published(path: Path, numbers: Numbered) -> dict[int, float]:
    faults: list[str] = []
    published = {}
    for where, each in _lines(path, faults):
        if isinstance(each.get("article"), str | int) and isinstance(each.get("published"), int | float):
            published[numbers.setdefault(each["article"], len(numbers) + 1)] = float(each["published"])
        else:
            faults.append(f"{where}: an article has an id and a time of publication in seconds")
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    return published


def _lines(path: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if not os.path.exists(path):
        typer.echo(f"{path}: there is no such file", err=True)
        raise typer.Exit(2)
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except ValueError as error:
                faults.append(f"{path}:{number}: not JSON: {error}")
                continue
            if isinstance(found, dict):
                yield f"{path}:{number}", found
            else:
                faults.append(f"{path}:{number}: not an object")


def _moment(at: str) -> float:
    """Read seconds since 1970, or a date and time of ISO 8601, in UTC where it names no zone."""
    try:
        return float(at)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        typer.echo(f"--at {at}: write seconds since 1970 or a time such as 2026-11-23T12:00:00Z", err=True)
        raise typer.Exit(2) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
