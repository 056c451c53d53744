"""Look at the words of one card: headline, text, alternative text, and the language of the text behind it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..prose.languages import language_of
from ..prose.teasers import LONGEST, ends_cleanly, is_headline, is_whole, repeats_headline
from .checked import Complaint, FaultSeverity

# Fewest words of a body from which an excerpt can be shorter than the whole.
WORDS_FOR_A_CARD = 20
# A card of whose longer words fewer stand in the text is of another story.
LEAST_OF_CARD, LONGER = 0.5, 5
# Fewer characters of a text are not enough to contradict its edition, and more change nothing.
LEAST_OF_LANGUAGE, MOST_OF_LANGUAGE = 40, 1_600
# A text that has three of these is in its edition's language, and one that has four of another's is in that.
OWN, FOREIGN = 3, 4
COMMON = {
    "az": "və bir üçün ilə da də olan kimi çox", "de": "der die und das nicht ist mit von den ein",
    "en": "the of and to in is that for was with", "es": "de la que el en y los del las una",
    "fr": "de la le et les des est dans une que", "it": "di che il la per un non sono della con",
    "nl": "de het een van en dat niet zijn voor met", "pl": "i w na nie się że jest do z to",
    "pt": "de que não uma para com os do da em", "tr": "ve bir için ile da de olan gibi çok",
}  # fmt: skip
_COMMON = {language: frozenset(words.split()) for language, words in COMMON.items()}
# Languages of the news that are not written in Latin letters.
NOT_LATIN = frozenset({
    "am", "ar", "be", "bg", "bn", "el", "fa", "he", "hi", "hy", "ja", "ka", "kk", "km", "ko", "ky", "lo", "mk", "ml",
    "mn", "mr", "my", "ne", "pa", "ps", "ru", "si", "ta", "tg", "th", "ug", "uk", "ur", "yi", "zh",
})  # fmt: skip
# Written so much alike that a guess tells them apart no better than chance.
ALIKE = (
    {"az", "tr", "tk", "uz", "kk", "ky"}, {"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"},
    {"es", "gl", "pt", "ca", "it"}, {"nl", "af"}, {"fa", "ur", "ps", "ug", "ar"},
)  # fmt: skip
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SHARE_OF_SCRIPT = 0.6
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|ol|p|q|s|script|small|span|strong"
    r"|style|sub|sup|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[\da-f]{2,4});", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*[|:–—]\s*|\s+-\s+|\s+")
_FILE_NAME = re.compile(
    r"[^\n/]*\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)"
    r"|(?:img|dsc[fn]?|dscn|dscf|pxl|dcim|mvi|image|photo|picture|screen ?shot)[-_ ]?\d[\d_ -]*",
    re.IGNORECASE,
)
# A proper name may be one word twice (Duran Duran); a longer word twice is a slip.
_LONGEST_IN_A_NAME = 5


@lru_cache(8192)
def unclean(
    headline: str, card_text: str, body: str, alternative: str | None, written: str = ""
) -> tuple[Complaint, ...]:
    """Return what is wrong with the words of a card.

    `alternative` is the text of its picture, None without one; `written` what its editor wrote for it.
    """
    of_text = _of_written(card_text, written) if written else _of_excerpt(headline, card_text, body)
    return (*_of_headline(headline), *_of_text(headline, card_text), *of_text, *_of_picture(alternative))


@lru_cache(8192)
def foreign_text(card_text: str, text: str) -> Complaint | None:
    """Return what is wrong where a card's words are not of the article: headline, teaser, standfirst and body."""
    told, folded = (word.strip(".,;:!?…") for word in card_text.casefold().split()), text.casefold()
    words = [word for word in told if len(word) >= LONGER]
    if not text or sum(word in folded for word in words) >= LEAST_OF_CARD * len(words):
        return None
    return Complaint(4, "foreign-teaser", "the card's text is not of its story")


@lru_cache(8192)
def wrong_language(body: str, language: str) -> str:
    """Return the language that a text looks like where it is clearly not that of its edition, "" otherwise."""
    sample, primary = body[:MOST_OF_LANGUAGE], language.partition("-")[0]
    told = frozenset(sample.casefold().split())
    if len(sample) < LEAST_OF_LANGUAGE or len(told & _COMMON.get(primary, frozenset())) >= OWN:
        return ""
    looks = language_of(sample, fallback=primary)
    if looks == primary or any({looks, primary} <= each for each in ALIKE):
        return ""
    is_said = len(told & _COMMON.get(looks, frozenset())) >= FOREIGN
    return looks if is_said or _is_of_another_script(sample, primary) else ""


def _is_of_another_script(sample: str, primary: str) -> bool:
    letters = sum(map(str.isalpha, sample))
    latin = len(_LATIN.findall(sample)) / max(letters, 1)
    return (latin if primary in NOT_LATIN else 1 - latin) > _SHARE_OF_SCRIPT


def alternative_faults(alternative: str) -> Iterator[Complaint]:
    """Yield what is wrong with the alternative text of a picture."""
    if not alternative.strip():
        yield Complaint(4, "unclean", "the picture has no alternative text")
    elif _FILE_NAME.fullmatch(alternative.strip()):
        message = f"the picture's alternative text is the name of a file: {alternative}"
        yield Complaint(4, "file-name", message, FaultSeverity.WARNING)


def _of_headline(headline: str) -> Iterator[Complaint]:
    if not headline.strip():
        yield Complaint(4, "unclean", "the card has no headline")
    if markup := _MARKUP.search(headline):
        yield Complaint(4, "unclean", f"the headline has markup: {markup[0]}")
    if entity := _ENTITY.search(headline):
        yield Complaint(4, "entity", f"readers see {entity[0]} in the headline", FaultSeverity.WARNING)
    if _is_said_twice(headline):
        yield Complaint(4, "unclean", f"the headline says itself twice: “{headline}”")


def _is_said_twice(headline: str) -> bool:
    told = headline.strip().casefold()
    for between in _BETWEEN.finditer(told):
        one, other = told[: between.start()], told[between.end() :]
        if one == other and (" " in one or len(one) > _LONGEST_IN_A_NAME):
            return True
    return False


def _of_text(headline: str, card_text: str) -> Iterator[Complaint]:
    if len(card_text) > LONGEST:
        yield Complaint(4, "unclean", f"the text has {len(card_text)} characters; {LONGEST} is the limit")
    if card_text and is_headline(card_text, headline):
        yield Complaint(4, "unclean", "the text says the headline again")


def _of_written(card_text: str, written: str) -> Iterator[Complaint]:
    """Yield what is wrong where the card does not say what its editor wrote."""
    if card_text == written:
        return
    if len(written) <= LONGEST:
        message = f"the card says “{card_text[-20:]}”; the editor's “{written[-20:]}” fits as it stands"
        yield Complaint(4, "cut", message)
    elif not card_text:
        yield Complaint(4, "cut", "the card says nothing of what its editor wrote")
    elif not ends_cleanly(card_text):
        yield Complaint(4, "unclean", f"the text breaks off at “{card_text[-20:]}”")


def _of_excerpt(headline: str, card_text: str, body: str) -> Iterator[Complaint]:
    """Yield what is wrong with a text that was taken from the body."""
    if card_text and not ends_cleanly(card_text):
        yield Complaint(4, "unclean", f"the text breaks off at “{card_text[-20:]}”")
    if card_text and repeats_headline(card_text, headline) and not is_headline(card_text, headline):
        yield Complaint(4, "unclean", "the text begins with the headline")
    if card_text and is_whole(card_text, body):
        yield Complaint(4, "unclean", "the text is the whole story")
    if not card_text.strip() and len(body.split()) >= WORDS_FOR_A_CARD:
        yield Complaint(
            4, "no-teaser", "the card has no text, though its story has words enough", FaultSeverity.WARNING
        )


def _of_picture(alternative: str | None) -> Iterator[Complaint]:
    return iter(()) if alternative is None else alternative_faults(alternative)
