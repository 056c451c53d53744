"""Make of one text what a newsroom makes of it: a re-run, an update, a cut, another headline, a translation back."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadsheet.prose.sentences import sentences

AGENCIES = ("Northwire", "CRP", "Harbour Press", "Ostnews", "Xəbər-M", "Вестник")
PLACES = ("TOLVE", "NARRIN", "OSK", "BAKI", "МАРН", "LINDE")
CREDITS = ("(Reporting by A. Reyd; editing by O. Pell)", "Northwire ha/tm", "© CRP. All rights reserved.", "")
# Of a language's words the hundred most frequent ones are its function words, near enough.
FUNCTION_WORDS = 100
STEM_LETTERS = 5

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_NUMBER = re.compile(r"(?<![\d.,:/-])\d{1,4}(?![\d.,:/-]*\d)")
_QUOTE = re.compile(r"[\"“”«»„]|``|''")
_FIGURE = re.compile(r"\b(\d{1,3}),(\d{3})\b")
_CONTRACTIONS = {
    "it's": "it is", "don't": "do not", "didn't": "did not", "isn't": "is not", "can't": "cannot",
    "that's": "that is", "we're": "we are", "i'm": "I am", "doesn't": "does not", "won't": "will not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One text in one telling."""

    headline: str
    body: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a language as its own texts have them: what an inflection or a synonym is drawn from."""

    function: tuple[str, ...]
    content: tuple[str, ...]
    by_stem: dict[str, list[str]]


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """Return the words of `texts`; capitals are left out, since names have no synonyms."""
    counts = Counter(word for text in texts for word in _WORD.findall(text) if word.islower())
    ranked = [word for word, _count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]
    content = [word for word in ranked[FUNCTION_WORDS:] if len(word) > 3]
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for word in content:
        by_stem[word[:STEM_LETTERS]].append(word)
    return Vocabulary(tuple(ranked[:FUNCTION_WORDS]), tuple(content), dict(by_stem))


def rerun(told: Told, dice: random.Random) -> Told:
    """Send the text again: dateline and agency in front, credit behind, one word in a hundred mended."""
    body = _quotes_changed(told.body, dice)
    body = _WORD.sub(lambda word: _misspelt(word[0], dice) if dice.random() < 0.01 else word[0], body)
    dateline = f"{dice.choice(PLACES)}, {dice.randint(1, 28)} ({dice.choice(AGENCIES)}) – "
    return Told(told.headline, f"{dateline}{body}\n{dice.choice(CREDITS)}".strip())


def update(told: Told, dice: random.Random, donors: Sequence[str]) -> Told:
    """Rewrite the lead, raise up to two numbers, add 10 to 40 % from the `donors`, drop a sentence in twenty."""
    lead, *rest = sentences(told.body)
    kept = [sentence for sentence in rest if dice.random() > 0.05]
    added: list[str] = []
    wanted = dice.uniform(0.1, 0.4) * len(told.body)
    while sum(map(len, added)) < wanted:
        added.append(dice.choice(donors))
    for sentence in added:
        kept.insert(dice.randint(0, len(kept)), sentence)
    # Two words in three of what is rewritten stay, in another order.
    shuffled = [word for word in lead.split() if dice.random() < 0.67]
    dice.shuffle(shuffled)
    lead = " ".join((*dice.choice(donors).split()[: len(lead.split()) // 3], *shuffled)) + "."
    headline = told.headline if dice.random() < 0.5 else _headline_of(kept, dice)
    return Told(headline, _raised(" ".join((lead, *kept)), dice))


def cut(told: Told, dice: random.Random) -> Told:
    """Shorten the text to 50 to 80 %, half of the times from the end, else anywhere below the lead."""
    found = sentences(told.body)
    wanted = dice.uniform(0.5, 0.8) * len(told.body)
    from_the_end = dice.random() < 0.5
    while len(found) > 2:
        at = len(found) - 1 if from_the_end else dice.randint(1, len(found) - 1)
        if sum(map(len, found)) - len(found[at]) < 0.5 * len(told.body):
            break
        found.pop(at)
        if sum(map(len, found)) <= wanted:
            break
    return Told(told.headline, " ".join(found))


def retitled(told: Told, dice: random.Random, donors: Sequence[str]) -> Told:
    """Give the text another headline, made of its own words or of another text's, and other quotation marks."""
    own = dice.random() < 0.5
    return Told(_headline_of(sentences(told.body) if own else donors, dice), _quotes_changed(told.body, dice))


def translated_back(told: Told, dice: random.Random, known: Vocabulary) -> Told:
    """Do to the text what a translation there and back does to it.

    Simulated, no translator is at hand: of the content words that are not names a share drawn from 15 to
    25 % is replaced, half by another word of the same stem and half by any other word of the language (a
    synonym is a different string); of the function words the same share is replaced and a tenth of it
    dropped or doubled; one name in twenty gets another ending; English contractions are written out;
    one sentence in five that has a comma swaps the clauses around it; "12,000" may become "12 000". No
    sentence is merged or split, and no number written as a word becomes one in digits.
    """
    share = dice.uniform(0.15, 0.25)

    def turned(text: str) -> str:
        found = [_reordered(each, dice) if dice.random() < 0.2 else each for each in sentences(text)]
        body = _WORD.sub(lambda word: _replaced(word[0], share, dice, known), " ".join(found))
        return _FIGURE.sub(r"\1 \2", body) if dice.random() < 0.3 else body

    return Told(turned(told.headline), turned(told.body))


def _replaced(word: str, share: float, dice: random.Random, known: Vocabulary) -> str:
    if word.lower() in _CONTRACTIONS:
        return _CONTRACTIONS[word.lower()]
    chance = dice.random()
    if not word.islower():
        return word[:-1] + dice.choice("aeiı") if len(word) > 3 and chance < 0.05 else word
    if word in known.function:
        if chance < share:
            return dice.choice(known.function)
        dropped_or_doubled = dice.choice(("", f"{word} {dice.choice(known.function)}"))
        return dropped_or_doubled if chance < share * 1.1 else word
    if chance >= share:
        return word
    inflected = [other for other in known.by_stem.get(word[:STEM_LETTERS], ()) if other != word]
    if inflected and chance < share / 2:
        return dice.choice(inflected)
    return dice.choice(known.content)


def _reordered(sentence: str, dice: random.Random) -> str:
    clauses = sentence.rstrip(".").split(", ")
    if len(clauses) < 2:
        return sentence
    at = dice.randint(1, len(clauses) - 1)
    swapped = ", ".join((*clauses[at:], *clauses[:at]))
    return swapped[:1].upper() + swapped[1:] + "."


def _raised(text: str, dice: random.Random) -> str:
    """Raise one or two numbers wherever they stand, as a toll is; a year stays."""
    found = sorted(set(_NUMBER.findall(text)))
    for number in dice.sample(found, min(len(found), dice.randint(1, 2))):
        if not 1900 <= int(number) <= 2100:
            text = re.sub(rf"(?<!\d){number}(?!\d)", str(int(number) + dice.randint(1, 9)), text)
    return text


def _headline_of(texts: Sequence[str], dice: random.Random) -> str:
    return " ".join(dice.choice(texts).split()[: dice.randint(5, 9)]) if texts else ""


def _quotes_changed(text: str, dice: random.Random) -> str:
    return _QUOTE.sub(dice.choice('"“«'), text) if dice.random() < 0.5 else text


def _misspelt(word: str, dice: random.Random) -> str:
    at = dice.randint(0, len(word) - 1)
    return word[:at] + dice.choice("aeiourstn") + word[at + 1 :]
