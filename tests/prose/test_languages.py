"""The language of a text is found, and a text that is too short keeps the one it came with."""

import json

import pytest

from broadsheet.prose.languages import language_of


@pytest.mark.parametrize("language", ["az", "de", "en", "es", "fa", "he", "ru", "tr", "ur"])
def test_real_news_of_nine_languages_is_told_apart(real_data, language):
    lines = (real_data / "ntrex" / f"ntrex.{language}.jsonl").read_text("utf-8").splitlines()[:25]

    found = [language_of("\n".join(json.loads(line)["body"])) for line in lines]

    assert found.count(language) >= 24


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "az"),
        ("12 345!", "az"),
        ("Baku", "az"),
        ("北京天气", "zh"),
        ("とうきょうの天気", "ja"),
        ("Bəli", "az"),
    ],
)
def test_a_short_text_is_believed_only_for_its_script(text, language):
    assert language_of(text, fallback="az") == language
