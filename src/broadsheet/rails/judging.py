"""Judge lists of related stories by what people said: nDCG, recall, precision and reciprocal rank."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..prose.terms import words
from .archive import ArchiveStory

# Gains by story for each story that was judged.
Judgements = Mapping[int, Mapping[int, float]]
RESAMPLES = 2000
CUT = 10
FIRST = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean over the judged stories and the bounds between which 95 of 100 resamples of them fall."""

    mean: float
    low: float
    high: float


def ndcg(gains: Mapping[int, float], ranked: Sequence[int]) -> float:
    """Return the discounted gain of the first ten, as part of the best possible (Järvelin, Kekäläinen 2002)."""
    ideal = sorted(gains.values(), reverse=True)[:CUT]
    return _discounted([gains.get(each, 0.0) for each in ranked[:CUT]]) / _discounted(ideal)


def recall(gains: Mapping[int, float], ranked: Sequence[int]) -> float:
    """Return the part of the related stories that the first ten hold."""
    return len(gains.keys() & set(ranked[:CUT])) / len(gains)


def precision(gains: Mapping[int, float], ranked: Sequence[int]) -> float:
    """Return the part of the first five that is related."""
    return len(gains.keys() & set(ranked[:FIRST])) / FIRST


def reciprocal_rank(gains: Mapping[int, float], ranked: Sequence[int]) -> float:
    """Return one divided by the place of the first related story among the first ten, or zero."""
    return next((1 / place for place, each in enumerate(ranked[:CUT], 1) if each in gains), 0.0)


MEASURES: dict[str, Callable[[Mapping[int, float], Sequence[int]], float]] = {
    "nDCG@10": ndcg,
    "recall@10": recall,
    "P@5": precision,
    "MRR": reciprocal_rank,
}


def measured(values: Sequence[float]) -> Measured:
    """Return the mean of one value a story, with its bootstrapped interval (Efron 1979; percentiles)."""
    means = _resampled(np.asarray(values, np.float64))
    low, high = np.percentile(means, [2.5, 97.5])
    return Measured(float(np.mean(values)), float(low), float(high))


def difference(values: Sequence[float], others: Sequence[float]) -> Measured:
    """Return by how much one way of ranking is better than another on the same stories, by paired bootstrap."""
    return measured([one - other for one, other in zip(values, others, strict=True)])


def _resampled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    draws = np.random.default_rng(0).integers(0, len(values), (RESAMPLES, len(values)))
    means: list[float] = values[draws].mean(axis=1).tolist()
    return np.array(means)


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(place + 1) for place, gain in enumerate(gains, 1)))


class Reference:
    """The two textbook rankings that Related is held against: whole words, every story compared with every other."""

    def __init__(self, stories: Sequence[ArchiveStory]) -> None:
        self._stories = stories
        self._counts = [
            Counter(words(f"{each.headline}\n{each.text}", language=each.language)) for each in stories
        ]
        self._frequencies: dict[str, Counter[str]] = {}
        self._sizes = Counter(each.language for each in stories)
        for story, counts in zip(stories, self._counts, strict=True):
            self._frequencies.setdefault(story.language, Counter()).update(counts.keys())
        listed: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for number, (story, counts) in enumerate(zip(stories, self._counts, strict=True)):
            for word, count in counts.items():
                listed.setdefault((story.language, word), []).append((number, count))
        self._postings = {key: np.array(each, np.int64).T for key, each in listed.items()}
        self._sums = np.array([sum(each.values()) for each in self._counts], np.float64)
        self._norms = np.array([self._norm(number) for number in range(len(stories))])

    def tfidf(self, number: int) -> NDArray[np.float64]:
        """Return each story's cosine with one: log(1 + times) by smoothed rarity."""
        scores = np.zeros(len(self._stories))
        for word, count in self._counts[number].items():
            others, counts = self._postings[self._stories[number].language, word]
            scores[others] += np.log1p(count) * np.log1p(counts) * self._smoothed(number, word) ** 2
        cosines: NDArray[np.float64] = scores / np.maximum(self._norms * self._norms[number], 1e-12)
        return cosines

    def bm25(self, number: int, *, k1: float = 1.2, b: float = 0.75) -> NDArray[np.float64]:
        """Return each story's BM25 for one as the question, its words weighed by log(1 + times)."""
        scores = np.zeros(len(self._stories))
        stretch = k1 * (1 - b + b * self._sums / self._sums.mean())
        language = self._stories[number].language
        for word, count in self._counts[number].items():
            frequency = self._frequencies[language][word]
            rarity = np.log1p((self._sizes[language] - frequency + 0.5) / (frequency + 0.5))
            others, counts = self._postings[language, word]
            scores[others] += np.log1p(count) * rarity * counts * (k1 + 1) / (counts + stretch[others])
        return scores

    def _smoothed(self, number: int, word: str) -> float:
        language = self._stories[number].language
        return float(np.log((1 + self._sizes[language]) / (1 + self._frequencies[language][word])) + 1)

    def _norm(self, number: int) -> float:
        weights = (
            np.log1p(count) * self._smoothed(number, word) for word, count in self._counts[number].items()
        )
        return float(np.sqrt(sum(weight * weight for weight in weights)))
