"""Lay out the index: its fields, and how they are filled from a document.

Texts are analysed by `prose` and handed over as tokens with blanks between them: tantivy knows no Azerbaijani,
Persian or Hebrew, and its own folding turns ə into a.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import tantivy

from ..prose.tokens import AnalysedPiece, pieces, word_tokens
from .beside import pairs_beside
from .documents import SearchDocument

# Raise it whenever a field, or what is written into one, changes: older indexes are then rebuilt.
SCHEMA_VERSION = 8
# The `expires` of an article that does not expire.
NEVER = 1 << 62
# Stands between the parts of a text, so that no phrase goes across.
_GAP = " \N{PILCROW SIGN} "
# An article released longer ago than this, and without an expiry, is visible for good: nodes' clocks differ by less.
SETTLED = timedelta(days=1)
# Letters of a body that are kept for passages.
KEPT_LETTERS = 20_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Stands between the words of a key.
NAME_JOINT = "+"
_BLANKS = "blanks"
_WHOLE = "raw"
# Names that stand with many articles are analysed once.
_NAMES_REMEMBERED = 1 << 14


def schema() -> tantivy.Schema:
    """Return the fields of the index."""
    made = tantivy.SchemaBuilder()
    # Signed: tantivy-py 0.27 deletes nothing by a term of an unsigned field.
    made.add_integer_field("article", indexed=True, fast=True)
    # As a text: tantivy tells only of these which terms there are.
    made.add_text_field("edition", tokenizer_name=_WHOLE, index_option="basic")
    for name in ("section", "author", "year"):
        made.add_unsigned_field(name, indexed=True, fast=True)
    # Whether a reader's clock decides if the article is visible, and so the two moments after it must be asked.
    made.add_unsigned_field("timed", indexed=True)
    for name in ("released", "expires", "newest"):
        made.add_integer_field(name, fast=True)
    # Words as written, with places for phrases: of the whole article, and of its headline.
    for name in ("text", "headline"):
        made.add_text_field(name, tokenizer_name=_BLANKS, index_option="position")
    # Bags: stems of the whole article (and runs of two letters), then parts that count more.
    for name in ("stems", "headline_stems", "standfirst", "standfirst_stems", "names"):
        made.add_text_field(name, tokenizer_name=_BLANKS, index_option="freq")
    for name in ("pairs", "sounds", "author_keys", "topic_keys"):
        made.add_text_field(name, tokenizer_name=_BLANKS, index_option="basic")
    made.add_text_field("used_names", tokenizer_name=_WHOLE, index_option="basic", fast=True)
    made.add_bytes_field("kept", stored=True)
    return made.build()


def register(index: tantivy.Index) -> None:
    """Give an index the tokenizer that its fields name; each process must do so."""
    index.register_tokenizer(_BLANKS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def entry(document: SearchDocument, now: datetime) -> tantivy.Document:
    """Return a document as the index takes it at a moment."""
    language = document.language
    headlines = [pieces(each, language) for each in (document.headline, *document.other_headlines)]
    standfirsts = [pieces(each, language) for each in (document.standfirst, document.teaser) if each]
    body = pieces(document.body, language)
    by = [pieces(name, language) for name in document.authors]
    named_after = [name for name in (*document.topics, *document.people, *document.sections) if name]
    about = [pieces(name, language) for name in named_after]
    named = [*by, *about]
    parts = [*headlines, *standfirsts, body, *named]
    made = tantivy.Document()
    made.add_integer("article", document.article)
    made.add_text("edition", str(document.edition))
    for section in document.section_ids:
        made.add_unsigned("section", section)
    for author in document.author_ids:
        made.add_unsigned("author", author)
    made.add_unsigned("year", document.year)
    if document.expires or document.released > now - SETTLED:
        made.add_unsigned("timed", 1)
    made.add_integer("released", microseconds(document.released))
    made.add_integer("expires", microseconds(document.expires) if document.expires else NEVER)
    made.add_integer("newest", newest(document))
    text = _apart(parts)
    made.add_text("text", text)
    made.add_text("pairs", " ".join(set(pairs_beside(text.split()))))
    made.add_text("stems", _bags(parts))
    made.add_text("headline", _apart(headlines))
    made.add_text("headline_stems", _bags(headlines))
    made.add_text("standfirst", _apart(standfirsts))
    made.add_text("standfirst_stems", _bags(standfirsts))
    made.add_text("names", " ".join(_words(part) for part in named))
    made.add_text("sounds", " ".join({piece.sounds for part in parts for piece in part}))
    made.add_text(
        "author_keys",
        " ".join({key for author in document.authors for key in _keys_of_author(author, language)}),
    )
    made.add_text("topic_keys", " ".join(_topic_key(name, language) for name in named_after))
    # Without people of whom the database has no list: nobody could ask it whether readers may see their names.
    for name in {*document.authors, *document.topics, *document.sections} - {""}:
        made.add_text("used_names", name)
    made.add_bytes("kept", kept(document))
    return made


def kept(document: SearchDocument) -> bytes:
    """Return the stored texts of a document: headline, standfirst, body and teaser."""
    texts = (document.headline, document.standfirst, document.body[:KEPT_LETTERS], document.teaser)
    return "\0".join(" ".join(part.replace("\0", " ").split()) for part in texts).encode(errors="replace")


def author_keys(name: str) -> set[str]:
    """Return the keys of an author's name in plain words: in full without initials, first and last name, surname."""
    words = name.split()
    full = [word for word in words if len(word) > 1] or words
    if not full:
        return set()
    return {name_key(" ".join(full)), name_key(f"{full[0]} {full[-1]}"), full[-1]}


@lru_cache(_NAMES_REMEMBERED)
def _keys_of_author(author: str, language: str) -> frozenset[str]:
    found: set[str] = set()
    # Titles and degrees stand behind a comma: "Gil Alterovitz, PhD".
    for name in {author, author.partition(",")[0]}:
        part = pieces(name, language)
        found |= author_keys(_words(part)) | author_keys(
            " ".join(piece.bag.partition(" ")[0] for piece in part)
        )
    return frozenset(found)


@lru_cache(_NAMES_REMEMBERED)
def _topic_key(name: str, language: str) -> str:
    """Return the key of a name by its stems: "human centered design" is the key of "Human-centered design" too."""
    return name_key(
        " ".join(token.stems[0] if token.stems else token.plain for token in word_tokens(name, language))
    )


def name_key(words: str) -> str:
    """Return one term for a name of several words, whatever their order."""
    return NAME_JOINT.join(sorted(set(words.split())))


def newest(document: SearchDocument) -> int:
    """Return a number that orders articles by release: the second in microseconds, plus the article's number.

    The article's number decides between articles of one second. Otherwise each index would order them in its own way.
    """
    return microseconds(document.released.replace(microsecond=0)) + document.article % 1_000_000


def microseconds(moment: datetime) -> int:
    """Return a moment as a whole number, exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _words(part: Iterable[AnalysedPiece]) -> str:
    return " ".join([piece.words for piece in part])


def _apart(parts: Iterable[Sequence[AnalysedPiece]]) -> str:
    """Return the words of some texts, so that no phrase goes from one to the next."""
    return _GAP.join(_words(part) for part in parts)


def _bags(parts: Iterable[Sequence[AnalysedPiece]]) -> str:
    return " ".join(_bag(part) for part in parts)


def _bag(part: Iterable[AnalysedPiece]) -> str:
    return " ".join([piece.bag for piece in part])
