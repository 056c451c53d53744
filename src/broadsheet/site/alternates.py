"""The same page in the paper's languages, and the names of languages where links are shared."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from ..newsroom.models import Author, Edition, Section, Topic
from .addresses import absolute, author_path, section_path, topic_path
from .contexts import EditionContext

# The country that stands beside a language in og:locale (https://ogp.me/#optional) where its tag names none: what the
# language is most likely to be, as CLDR has it, and Arabic as in the lists of networks.
_COUNTRIES = {
    "af": "ZA", "ar": "AR", "az": "AZ", "be": "BY", "bg": "BG", "bn": "BD", "bs": "BA", "ca": "ES", "ckb": "IQ", "cs": "CZ",
    "cy": "GB", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES", "et": "EE", "eu": "ES", "fa": "IR", "fi": "FI",
    "fr": "FR", "ga": "IE", "gl": "ES", "he": "IL", "hi": "IN", "hr": "HR", "hu": "HU", "hy": "AM", "id": "ID", "is": "IS",
    "it": "IT", "ja": "JP", "ka": "GE", "kk": "KZ", "ko": "KR", "ky": "KG", "lt": "LT", "lv": "LV", "mk": "MK", "mn": "MN",
    "nb": "NO", "nl": "NL", "nn": "NO", "pl": "PL", "pt": "PT", "ro": "RO", "ru": "RU", "sk": "SK", "sl": "SI", "sq": "AL",
    "sr": "RS", "sv": "SE", "sw": "TZ", "ta": "IN", "tg": "TJ", "th": "TH", "tk": "TM", "tr": "TR", "uk": "UA", "ur": "PK",
    "uz": "UZ", "vi": "VN", "zh-hans": "CN", "zh-hant": "TW",
}  # fmt: skip
_REGION = 2


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one language; `locale` is the language as social networks name it."""

    language: str
    address: str
    locale: str


def alternates(paper: EditionContext, paths: Mapping[str, str]) -> tuple[Alternate, ...]:
    """Return a page in all its languages, given its path in each; the one for all other readers is the first.

    None for a page that stands in one language only.
    """
    in_order = [each.language for each in paper.editions if each.language in paths]
    if len(in_order) == 1:
        return ()
    return tuple(Alternate(each, absolute(paths[each]), open_graph_locale(each)) for each in in_order)


def fronts(paper: EditionContext, locales: Collection[int]) -> tuple[Alternate, ...]:
    """Return the fronts of the editions with these locales, and that of the edition itself."""
    found = [each for each in paper.editions if each.locale_id in {*locales, paper.edition.locale_id}]
    return alternates(paper, {each.language: each.root for each in found})


def same_section(
    section: Section, elsewhere: Iterable[Section], paper: EditionContext
) -> tuple[Alternate, ...]:
    """Return the page of a section in the editions that have something to read in it too."""
    return _read_too(section, elsewhere, paper, section_path)


def same_topic(topic: Topic, elsewhere: Iterable[Topic], paper: EditionContext) -> tuple[Alternate, ...]:
    """Return the page of a topic in the editions that have something to read of it too."""
    return _read_too(topic, elsewhere, paper, topic_path)


def _read_too(
    own: Section | Topic,
    elsewhere: Iterable[Section | Topic],
    paper: EditionContext,
    path: Callable[[Edition, str], str],
) -> tuple[Alternate, ...]:
    """Return a page in its language and in those of others like it that are marked as read: an empty list is not indexed."""
    editions = {each.locale_id: each for each in paper.editions}
    found = [
        (editions[each.locale_id], each.slug)
        for each in elsewhere
        if getattr(each, "is_read", False) and each.locale_id in editions
    ]
    return alternates(
        paper, {each.language: path(each, slug) for each, slug in [(paper.edition, own.slug), *found]}
    )


def same_author(author: Author, elsewhere: Iterable[Edition], paper: EditionContext) -> tuple[Alternate, ...]:
    """Return the page of an author in the editions that have something to read of the same."""
    found = [paper.edition, *elsewhere]
    return alternates(paper, {each.language: author_path(each, author.slug) for each in found})


def open_graph_locale(language: str) -> str:
    """Return a language as og:locale has it: pt_BR. Only the language where nothing is known of a country."""
    name, _dash, rest = language.partition("-")
    country = rest.upper() if len(rest) == _REGION else _COUNTRIES.get(language) or _COUNTRIES.get(name)
    return f"{name}_{country}" if country else name
