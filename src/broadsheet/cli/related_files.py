"""`broadsheet related neighbours` and `evaluate`: the ranking of the site on plain files, without a database."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray

from ..rails.archive import Archive, ArchiveStory
from ..rails.judging import CUT, MEASURES, Measured, Reference, difference, measured
from .story_files import StoryFile, StoryFileError, read_judgements, read_stories

OURS = "Broadsheet"
Rank = Callable[[int], Sequence[int]]


def neighbours(path: Path, *, count: int, as_json: bool, as_of_publication: bool) -> None:
    """Print for each story of a file the stories that belong beside it."""
    read = _read(path)
    archive = Archive(read.stories)
    found = {
        name: [
            (read.ids[each.article], each.score, each.reason.text)
            for each in archive.neighbours(number, limit=count, is_as_of_publication=as_of_publication)
        ]
        for number, name in enumerate(read.ids)
    }
    if as_json:
        plain = {name: [[other, score] for other, score, _ in others] for name, others in found.items()}
        typer.echo(json.dumps(plain, ensure_ascii=False))
    else:
        for number, (name, others) in enumerate(found.items()):
            typer.echo(f"{name}  {read.stories[number].headline}")
            for other, score, reason in others:
                typer.echo(f"  {score:.3f}  {other}  {reason}")
    _end(read)


def evaluate(path: Path, judged: Path, *, as_json: bool, as_of_publication: bool) -> None:
    """Print how well the ranking finds what people judged to be related, beside TF-IDF and BM25."""
    read = _read(path)
    try:
        judgements = read_judgements(judged, read.ids)
    except StoryFileError as error:
        raise typer.BadParameter(str(error)) from error
    stories = read.stories
    days = [each.published.date() if each.published else None for each in stories]
    wanted = {
        query: kept
        for query, gains in judgements.items()
        if (kept := {each: gain for each, gain in gains.items()
                     if _may_follow(stories, days, query, each, as_of_publication)})
    }  # fmt: skip
    if not wanted:
        raise typer.BadParameter(f"{judged}: nothing in it can be judged by the stories of {path}.")
    archive, reference = Archive(stories), Reference(stories)
    ways: dict[str, Rank] = {
        OURS: lambda query: [
            each.article
            for each in archive.neighbours(query, limit=CUT, is_as_of_publication=as_of_publication)
        ],
        "TF-IDF": lambda query: _best(reference.tfidf(query), stories, days, query, as_of_publication),
        "BM25": lambda query: _best(reference.bm25(query), stories, days, query, as_of_publication),
    }
    values: dict[str, dict[str, list[float]]] = {way: {name: [] for name in MEASURES} for way in ways}
    for query, gains in wanted.items():
        for way, rank in ways.items():
            ranked = rank(query)
            for name, measure in MEASURES.items():
                values[way][name].append(measure(gains, ranked))
    _say(values, len(wanted), as_json=as_json)
    _end(read)


def _read(path: Path) -> StoryFile:
    try:
        return read_stories(path)
    except StoryFileError as error:
        raise typer.BadParameter(str(error)) from error


def _end(read: StoryFile) -> None:
    for line in read.dropped:
        typer.echo(line, err=True)
    if read.dropped:
        sys.stdout.flush()
        raise typer.Exit(1)


def _may_follow(
    stories: list[ArchiveStory], days: list[date | None], query: int, other: int, is_as_of_publication: bool
) -> bool:
    """Return True if one story may stand beside another: of its language and, if asked, no younger."""
    if other == query or stories[other].language != stories[query].language:
        return False
    own, theirs = days[query], days[other]
    return not (is_as_of_publication and own and theirs and theirs > own)


def _best(
    scores: NDArray[np.float64],
    stories: list[ArchiveStory],
    days: list[date | None],
    query: int,
    is_as_of_publication: bool,
) -> list[int]:
    order = np.argsort(-scores, kind="stable").tolist()
    best: list[int] = []
    for each in order:
        if len(best) == CUT or scores[each] <= 0:
            break
        if _may_follow(stories, days, query, each, is_as_of_publication):
            best.append(each)
    return best


def _say(values: dict[str, dict[str, list[float]]], queries: int, *, as_json: bool) -> None:
    means = {way: {name: measured(each) for name, each in of.items()} for way, of in values.items()}
    better = {
        way: {name: difference(values[OURS][name], each) for name, each in of.items()}
        for way, of in values.items()
        if way != OURS
    }
    if as_json:
        typer.echo(json.dumps({
            "queries": queries,
            "means": {way: {name: _numbers(each) for name, each in of.items()} for way, of in means.items()},
            "better_than": {way: {name: _numbers(each) for name, each in of.items()} for way, of in better.items()},
        }))  # fmt: skip
        return
    typer.echo(f"{queries} stories were judged; in brackets 95 % intervals (2,000 resamples)")
    typer.echo(f"{'':12}" + "".join(f"{name:>26}" for name in MEASURES))
    for way, of in means.items():
        typer.echo(f"{way:12}" + "".join(f"{_written(each):>26}" for each in of.values()))
    for way, of in better.items():
        typer.echo(f"{'over ' + way:12}" + "".join(f"{_written(each, '+'):>26}" for each in of.values()))


def _numbers(value: Measured) -> list[float]:
    return [round(value.mean, 4), round(value.low, 4), round(value.high, 4)]


def _written(value: Measured, sign: str = "") -> str:
    return f"{value.mean:{sign}.4f} [{value.low:{sign}.3f}, {value.high:{sign}.3f}]"
