"""A slug can be typed, whatever the headline was written in."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.slugs import MOST_BYTES, is_slug, slugify


@pytest.mark.parametrize(
    ("headline", "language", "slug"),
    [
        ("NATO Chief says war is on Europe's doorstep", "en", "nato-chief-says-war-is-on-europes-doorstep"),
        ("Bakıda görüş", "az", "bakida-gorus"),
        ("Zəlzələ: İlham Əliyev QALIB", "az", "zelzele-ilham-eliyev-qalib"),
        ("İstanbul’da ışık", "tr", "istanbulda-isik"),
        ("Нарринский фонарь", "ru", "narrinskii-fonar"),
        ("Подъезд и щука", "ru", "podezd-i-shchuka"),
        ("Привіт, Києве", "uk", "pryvit-kyieve"),
        ("Straße der Äpfel", "de", "strasse-der-aepfel"),
        ("Café à Paris", "fr", "cafe-a-paris"),
        ("北京天气", "zh", "bei-jing-tian-qi"),
        ("مرحبا بالعالم", "ar", "mrhb-bllm"),
        ("50% of £3.5m", "en", "50-of-gbp3-5m"),
        ("!!!", "en", "story"),
        ("", "en", "story"),
    ],
)
def test_a_headline_of_any_language_has_a_slug(headline, language, slug):
    assert slugify(headline, language=language) == slug


def test_a_long_headline_is_cut_between_words():
    assert slugify("word " * 2000, max_length=17) == "word-word-word"


def test_a_headline_of_one_endless_word_is_cut_in_the_word():
    assert slugify("x" * 10_000, max_length=80) == "x" * 80


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200), st.sampled_from(["", "az", "ru", "zh-hans", "xx"]), st.integers(8, 90))
def test_any_slug_is_lower_case_words_joined_by_hyphens(headline, language, max_length):
    slug = slugify(headline, language=language, max_length=max_length)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= max_length


@pytest.mark.parametrize(
    ("headline", "language", "slug"),
    [
        ("İLHAM Əliyev, ISTI gün", "az", "ilham-əliyev-ıstı-gün"),
        ("İstanbul’da IŞIK", "tr", "istanbulda-ışık"),
        ("QIRIM IŞIĞI", "crh", "qırım-ışığı"),
        ("Straße der ÄPFEL", "de", "straße-der-äpfel"),
        ("می‌شود: اخبار ۱۲ ایران", "fa", "می-شود-اخبار-۱۲-ایران"),
        ("مُحَمَّد ـــ العربيّة", "ar", "محمد-العربية"),
        ("שָׁלוֹם עולם", "he", "שלום-עולם"),
        ("हिन्दी समाचार", "hi", "हिन्दी-समाचार"),
        ("ข่าว วันนี้", "th", "ข่าว-วันนี้"),
        ("北京天气", "zh", "北京天气"),
        ("Погода\u202eй\u00adк\u3164", "ru", "погодайк"),
        ("\u0301\u0301 ¡…!", "es", "story"),
    ],
)
def test_a_headline_may_keep_its_own_script(headline, language, slug):
    assert slugify(headline, language=language, in_script=True) == slug


@pytest.mark.parametrize(
    ("word", "language"),
    [("น้ำท่วม", "th"), ("ນ້ຳ", "lo"), ("ໜັງສື", "lo"), ("ໝາ", "lo"), ("և", "hy"), ("երևան", "hy"), ("nŉ", "af")],
)
def test_a_word_keeps_each_letter_that_its_language_types_as_one(word, language):
    assert slugify(word, language=language, in_script=True) == word.replace("ŉ", "n")


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200), st.sampled_from(["", "az", "ar", "zh-hans", "xx"]), st.integers(8, 120))
def test_any_slug_in_its_own_script_is_one_and_stays_as_it_is(headline, language, max_length):
    slug = slugify(headline, language=language, max_length=max_length, in_script=True)

    assert is_slug(slug) and "--" not in slug and slug.strip("-") == slug
    assert slugify(slug, language=language, max_length=max_length, in_script=True) == slug
    assert len(slug) <= max_length and len(slug.encode()) <= MOST_BYTES
    assert unicodedata.is_normalized("NFC", slug)


@pytest.mark.parametrize(
    "text",
    [
        "", "a b", "a/b", "a.b", "a\0", "и\u0306од", "\u0301a", "a\u200db", "a\u202eb", "a\u2066b", "a\ufe0f", "\u3164", "a\u00ad",
        "x" * 201, "ह" * 67, "a%20", "\ud800", "🎭",
    ],
)  # fmt: skip
def test_what_cannot_stand_in_an_address_is_no_slug(text):
    assert not is_slug(text)
