"""No text makes a reader of text much slower than another text of its length.

A test of complexity: the one time that is asserted and not measured, in processor time.
"""

import html
import importlib
import inspect
import json
import pkgutil
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from lxml.html import document_fromstring

import broadsheet.prose
import broadsheet.wire.formats
import broadsheet.wire.text
from broadsheet.newsroom.stories import Paragraph, Quotation, Story
from broadsheet.prose.distance import typing_errors
from broadsheet.prose.duplicates import phrases, signature
from broadsheet.prose.language_tags import base_of as base_of_language
from broadsheet.prose.language_tags import best_match
from broadsheet.prose.markup import clean
from broadsheet.prose.names import names
from broadsheet.prose.quotations import speakers
from broadsheet.prose.reading_time import reading_minutes
from broadsheet.prose.slugs import fitting, slugify
from broadsheet.prose.stated_dates import stated_date
from broadsheet.prose.stems import stems
from broadsheet.prose.teasers import excerpt, is_headline, is_whole, repeats_headline
from broadsheet.prose.terms import terms
from broadsheet.prose.typography import capital, capitalized, normalized
from broadsheet.prose.zone_letters import zone_of
from broadsheet.wire.formats import ninjs
from broadsheet.wire.items import UnreadableFile, UnreadableItem
from broadsheet.wire.reading import recognised
from broadsheet.wire.registry import FORMATS
from broadsheet.wire.signatures import known_as
from broadsheet.wire.text import page_lines
from broadsheet.wire.text.addresses import absolute
from broadsheet.wire.text.appended import without_appended
from broadsheet.wire.text.decode import decode, is_binary, opening
from broadsheet.wire.text.deleted_entries import deleted_entries
from broadsheet.wire.text.escaped_twice import read_again
from broadsheet.wire.text.feed_bylines import bylines_of
from broadsheet.wire.text.feed_texts import base_of, line_of, markup_of, name_of, summary_of, topics_of
from broadsheet.wire.text.genres import kind_of
from broadsheet.wire.text.html_blocks import read_body, words_of
from broadsheet.wire.text.item_attributes import attributes_of_items
from broadsheet.wire.text.listings import is_list_of_teasers, lists_teasers
from broadsheet.wire.text.making import finished
from broadsheet.wire.text.plain_fields import tidied
from broadsheet.wire.text.restricting_words import restricting
from broadsheet.wire.text.signing import signed
from wire.hostile_texts import BENIGN, filled, hostile_texts
from wire.source_files import source

pytestmark = pytest.mark.slow

LEAST_BOUND_IN_SECONDS = 0.5
TIMES_BENIGN = 10
# On a slow machine the bound alone would tell of the machine. What passes it by less than this factor has taken too long
# only where a quarter of the text took much less than a quarter of the time: 1/4 is linear, 1/16 is the square.
TIMES_BOUND_AT_MOST = 4
TIMES_A_QUARTER = 7
# nh3 takes the square of the number of letters that it must escape in one text: 0.3 to 0.5 s for 100,000, at each cleaning.
# So the bound of these is what so many cleanings take on the machine that runs the test.
SLOW_IN_NH3 = {"ampersands", "no-break blanks"}
CLEANINGS_AT_MOST = 60
# How to give a text to what takes more than one text, or takes it in another form.
CALLS: dict[str, Callable[[str], object]] = {
    "duplicates.phrases": lambda text: phrases(text, text),
    # Words alone are compared: of a query, which is short, with those of an archive.
    "distance.typing_errors": lambda text: [typing_errors(each[:200], each[200:0:-1], 2) for each in text.split()],
    "duplicates.signature": lambda text: signature(text, text),
    "reading_time.reading_minutes": lambda text: [reading_minutes(text, language=each) for each in ("en", "zh")],
    "quotations.speakers": lambda text: speakers(text, names(text)),
    "slugs.fitting": lambda text: fitting(text, 80),
    "slugs.slugify": lambda text: [slugify(text), *(slugify(text, language=each, in_script=True) for each in ("az", "fa"))],
    "stems.stems": lambda text: [stems(text.split() or [text], language=each) for each in ("en", "fi", "az")],
    "teasers.excerpt": lambda text: excerpt(text, headline=text),
    "teasers.is_headline": lambda text: is_headline(text, text),
    "teasers.repeats_headline": lambda text: repeats_headline(text, text),
    "teasers.is_whole": lambda text: is_whole(text, text),
    "terms.terms": lambda text: terms(text, text, text, language="en"),
    "typography.capital": lambda text: capital(text, language="tr"),
    "typography.capitalized": lambda text: capitalized(text, language="tr"),
    "typography.normalized": lambda text: normalized("NFKC", text),
    "decode.decode": lambda text: [decode(text.encode()), decode(text.encode("cp1251", "replace") + b"\xe4")],
    "decode.is_binary": lambda text: is_binary(text.encode()),
    # Cleared, for it remembers what it has answered.
    "decode.opening": lambda text: (opening.cache_clear(), opening(text.encode())),
    "feed": lambda text: [_feed(text), _feed(html.escape(text))],
    "html_blocks.words_of": lambda text: words_of((Paragraph(text), Quotation(text))),
    "escaped_twice.read_again": lambda text: read_again(_story(text)),
    "genres.kind_of": lambda text: kind_of(text.split()),
    "making.finished": lambda text: finished(_story(text), where="page.html"),
    "ninjs": lambda text: _read("ninjs", json.dumps(_item(text))),
    "ninjs.story_of": lambda text: ninjs.story_of({**_item(text), "body_text": text}, where="wire.json"),
    "plain_fields.tidied": lambda text: tidied(_story(text)),
    "language_tags.base_of": lambda text: base_of_language(text, ("en", "az")),
    "language_tags.best_match": lambda text: best_match(text, ("en", "az")),
    "stated_dates.stated_date": lambda text: stated_date(text, paper=UTC),
    "zone_letters.zone_of": lambda text: zone_of(text, clock=datetime(2026, 3, 1), paper=UTC),  # noqa: DTZ001  # the clock of an unknown zone
    "signing.signed": lambda text: signed(_story(text)),
    "feed_bylines.bylines_of": lambda text: bylines_of({"authors": [{"name": text, "email": "a@b.example"}], "author": text}),
    "appended.without_appended": lambda text: list(without_appended(iter([_story(text)] * 5))),
    "addresses.absolute": lambda text: absolute(text, text),
    "addresses.made_absolute": lambda text: [read_body(f'<a href="{text[:100_000]}">x</a>{text}', base="https://a.example/")],
    "feed_texts.line_of": lambda text: line_of({"title": text}, "title", "rss20"),
    "feed_texts.name_of": lambda text: name_of(text, "rss20"),
    "feed_texts.topics_of": lambda text: topics_of({"tags": [{"term": text}]}, "rss20"),
    "feed_texts.markup_of": lambda text: markup_of({"value": text, "type": "text/plain"}),
    "feed_texts.summary_of": lambda text: summary_of({"summary": text}),
    "feed_texts.base_of": lambda text: base_of({"base": text}, {"link": text}, {"link": text}),
    # What is asked of a line takes that line alone: more of them would show nothing new.
    "page_lines.lines_of": lambda text: [_asked(line) for line in page_lines.lines_of(text)[:10_000]],
    "page-text": lambda text: _read("page-text", text),
    "deleted_entries.deleted_entries": lambda text: list(deleted_entries(f"<deleted-entry ref='1'/>{text}".encode())),
    "item_attributes.attributes_of_items": lambda text: attributes_of_items(f"<rss><item a='{text[:1000]}'>{text}".encode()),
    "restricting_words.restricting": lambda text: restricting((text, f"Embargo {text}", f"Sperrfrist {text}")),
    "reading.recognised": lambda text: recognised(text.encode(), "page.txt"),
    "signatures.known_as": lambda text: [known_as(each.encode(), "page.txt") for each in (text, f"{{{text}", f"<rss {text}")],
    "listings.is_list_of_teasers": lambda text: is_list_of_teasers(document_fromstring(f"<p>a</p>{text}")),
    "listings.lists_teasers": lambda text: lists_teasers(page_lines.lines_of(text)[:10_000]),
    "html": lambda text: [_page(text), _page(html.escape(text))],
    "wordpress": lambda text: [_export(text), _export(f"<!-- wp:html -->{text}")],
}  # fmt: skip
# These take no text: signatures, and the name of a file whose text one of the others reads.
WITHOUT_TEXT = {
    "duplicates.bands", "duplicates.containment", "duplicates.facts_in_common", "duplicates.figures_in_common",
    "duplicates.resemblance", "duplicates.same_story", "reading.read_stories",
    # These take moments and days, and one the date of a story.
    "local_time.beginning_of", "local_time.moved_forward", "local_time.noon_of", "local_time.on_the_wall", "local_time.readings",
    "moments.in_its_time", "moments.noon",
    # This takes a block, which `read_again` and `tidied` give it.
    "plain_blocks.with_plain_words",
    # These take parsed elements, which `html_blocks.read_body` gives them.
    "left_out.left_out", "lost_words.lost_words", "media.address_of", "media.caption_of", "media.embeds", "media.pictures", "media.players_in",
}  # fmt: skip


class TooSlowError(Exception):
    """The bound is passed; the rest is not waited for."""


def public_functions() -> dict[str, Callable[..., Any]]:
    """Return what the modules of prose, of the formats and of what they share define, by module and name."""
    packages = (broadsheet.prose, broadsheet.wire.text, broadsheet.wire.formats)
    names = [
        f"{each.__name__}.{inside.name}"
        for each in packages
        for inside in pkgutil.iter_modules(each.__path__)
    ]
    found = {}
    for module in map(
        importlib.import_module, [*names, "broadsheet.wire.reading", "broadsheet.wire.signatures"]
    ):
        for name, function in inspect.getmembers(module, callable):
            is_own = function.__module__ == module.__name__ and not inspect.isclass(function)
            if is_own and not name.startswith("_"):
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = function
    return found | {each.name: each.read for each in FORMATS}


FUNCTIONS = public_functions()


def test_it_is_known_how_to_give_a_text_to_each_function():
    unknown = [
        name
        for name, function in FUNCTIONS.items()
        if name not in CALLS.keys() | WITHOUT_TEXT and not _takes_one_text(function)
    ]

    assert unknown == [], "Say in CALLS how a text is given to it, or that it takes none."


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - WITHOUT_TEXT))
def test_no_text_takes_much_longer_than_another_of_its_length(name):
    call = CALLS.get(name, FUNCTIONS[name])
    signal.signal(signal.SIGPROF, _give_up)
    _seconds(call, "Models are loaded once.", 60)
    benign = max(_seconds(call, filled(text), 60) for text in (BENIGN, "<h2>Town</h2><p>Bridge closed</p>"))
    bound = max(LEAST_BOUND_IN_SECONDS, TIMES_BENIGN * benign)

    texts = dict(hostile_texts())
    bounds = dict.fromkeys(texts, bound) | {
        each: max(bound, CLEANINGS_AT_MOST * _seconds(clean, texts[each], 60)) for each in SLOW_IN_NH3
    }
    took = {text_name: _seconds(call, text, bounds[text_name]) for text_name, text in texts.items()}

    passed = [each for each, seconds in took.items() if seconds > bounds[each]]
    assert [each for each in passed if not _is_linear(call, texts[each], bounds[each])] == []


def test_the_square_of_the_length_is_not_linear():
    def square(text: str) -> None:
        for _letter in text:
            text.count("a")

    assert _is_linear(lambda text: sum(each.isupper() for each in text), 5_000_000 * "a", 1.0)
    assert not _is_linear(square, 20_000 * "a", 1.0)


def _is_linear(call: Callable[[str], object], text: str, bound: float) -> bool:
    """Return whether a text takes about four times what its first quarter takes, and no unbearable time; the best of three."""
    for _ in range(3):
        whole, quarter = (
            _seconds(call, each, TIMES_BOUND_AT_MOST * bound) for each in (text, text[: len(text) // 4])
        )
        if whole <= TIMES_BOUND_AT_MOST * bound and whole <= TIMES_A_QUARTER * quarter:
            return True
    return False


def _seconds(call: Callable[[str], object], text: str, bound: float) -> float:
    """Return the processor time that a call takes; what takes twice the bound is broken off."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, 2 * bound)
    try:
        call(text)
    except (TooSlowError, UnreadableFile, UnreadableItem):
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def _takes_one_text(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    needed = [each for each in parameters if each.default is each.empty]
    return len(needed) == 1 and needed[0].annotation in (str, object)


def _feed(markup: str) -> list[object]:
    item = f"<item><guid>1</guid><title>Bridge closed</title><pubDate>{markup[:1000]}</pubDate><description>{markup}"
    text = f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</description></item></channel></rss>'
    return _read("feed", text)


def _page(markup: str) -> list[object]:
    metas = f'<meta name="description" content="{markup}"><meta property="og:title" content="{markup}">'
    body = f"<article><h1>Bridge closed</h1><p>{BENIGN}</p>{markup}</article>"
    text = f"<html><head><title>{markup}</title>{metas}</head><body>{body}</body></html>"
    return _read("html", text)


def _export(content: str) -> list[object]:
    states = "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
    item = f"<item><title>Bridge closed</title><content:encoded><![CDATA[{content}]]></content:encoded>{states}</item>"
    return _read("wordpress", f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>')


def _read(name: str, text: str) -> list[object]:
    [form] = [each for each in FORMATS if each.name == name]
    return list(form.read([source("file", text)]))


def _story(text: str) -> Story:
    body = (Paragraph(text), Quotation(text))
    return Story(text, body, standfirst=text, source_id=text, topics=(text,), authors=(text,))


def _item(text: str) -> dict[str, object]:
    value = [{"value": text, "name": text, "contenttype": "text/html", "rel": "author"}]
    fields = ("headlines", "descriptions", "bodies", "infosources", "subjects", "people")
    return {**dict.fromkeys(fields, value), "by": text, "firstcreated": text, "embargoed": text}


def _asked(line: page_lines.Line) -> tuple[object, ...]:
    return line.is_furniture, line.is_byline, line.is_date, line.weight, line.key
