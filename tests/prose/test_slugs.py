"""A slug can be typed, whatever the headline was written in."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.prose.slugs import slugify


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
