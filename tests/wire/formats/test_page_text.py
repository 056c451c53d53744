"""A page flattened to text gives its stories, each once, and none of its furniture."""

import json
from collections import Counter

import pytest

from broadsheet.newsroom.stories import Story
from broadsheet.prose.dates import DatePrecision
from broadsheet.prose.terms import words
from broadsheet.wire.formats.page_text import PageText
from broadsheet.wire.items import Dropped, UnreadableFile
from broadsheet.wire.text.html_blocks import words_of
from wire.source_files import source

PARAGRAPH = "The council of Narrin closed the bridge on Monday after inspectors had found cracks in its northern pier."


def test_the_seed_gives_three_stories_each_once(seed_page):
    stories = [each for each in read(seed_page.read_text("utf-8"), name="seed") if isinstance(each, Story)]

    assert [each.headline for each in stories] == [
        "Karabakh conflict settlement ‘main direction in our foreign policy’ – President Aliyev",
        "Borrell tells the European Parliament that the situation in Afghanistan was critical, but the EU will remain engaged",
        "NATO Chief says war is on Europe's doorstep, and warns against complacency",
    ]


def test_the_seed_s_main_story_has_its_standfirst_source_and_no_furniture(seed_page):
    story = next(iter(read(seed_page.read_text("utf-8"), name="seed")))
    text = words_of(story.body)

    assert story.standfirst.startswith("“I’ve broadly expressed my thoughts")
    assert (story.source, story.language, len(story.body)) == ("News.Az", "en", 3)
    assert text.startswith("The statement came from President Ilham Aliyev")
    assert text.endswith("on the basis of these principles”.")
    assert not {"Related articles", "Editor's choice", "Popular", "News.Az", "News"} & set(text.splitlines())


def test_a_day_without_a_year_is_no_date_and_is_said(seed_page):
    story = next(iter(read(seed_page.read_text("utf-8"), name="seed")))

    assert (story.published_at, story.date_precision) == (None, DatePrecision.UNKNOWN)
    assert "16 November" in story.date_basis
    assert "without a year" in story.date_basis


def test_the_story_that_stands_in_two_rails_is_dropped_once_with_the_reason(seed_page):
    dropped = [each for each in read(seed_page.read_text("utf-8"), name="seed") if isinstance(each, Dropped)]

    assert [("NATO" in each.reason, "again" in each.reason) for each in dropped] == [(True, True)]


def test_a_russian_page_with_other_names_is_read_alike():
    paragraph = (
        "Городской совет закрыл мост в понедельник, после того как инспекторы нашли трещины в северной опоре."
    )
    card = (
        "Паром «Сабрина» вышел в первый рейс с опозданием на два года, и на борту было триста человек. " * 4
    )
    page = "\n\n".join(
        [
            "Мост закрыт",
            "16 ноября 2012 года",
            paragraph,
            paragraph[:-1] + " моста.",
            "Источник: Речная лента",
            "Читайте также",
            "Порт",
            "Паром вышел в море",
            "Паром вышел в море",
            card.strip(),
        ]
    )
    stories = [each for each in read(page, name="page") if isinstance(each, Story)]

    assert [each.headline for each in stories] == ["Мост закрыт", "Паром вышел в море"]
    assert (str(stories[0].published_at)[:10], stories[0].source) == ("2012-11-16", "Речная лента")
    assert stories[1].section == "Порт"


def test_menus_and_teasers_are_left_out():
    menu = "\n".join(["Home", "News", "Sport", "Contact us", "Search"])
    page = f"Bridge closed | The Lantern\n\n{menu}\n\nBridge closed after cracks\n\n{PARAGRAPH}\n\n{PARAGRAPH[:-1]} again.\n\nMost read\n\nGoose stops tram\n\nA goose stopped a tram.\n\n© 2012"
    [story] = read(page, name="page")

    assert story.headline == "Bridge closed after cracks"
    assert words_of(story.body) == f"{PARAGRAPH}\n{PARAGRAPH[:-1]} again."


def test_a_wrapped_text_is_joined_to_paragraphs():
    wrapped = "\n".join(
        [
            "The council of Narrin closed the old bridge on Monday after its",
            "inspectors had found new cracks in the northern pier, and sent the",
            "buses round by Millfields until the spring.",
        ]
    )
    [story] = read(f"Bridge closed after cracks\n\n{wrapped}\n\n{PARAGRAPH}", name="page")

    assert words_of(story.body).splitlines()[0].endswith("until the spring.")


@pytest.mark.parametrize("text", ["Home\nNews\nSport", "\n\n\n", "a"])
def test_a_page_without_paragraphs_is_refused(text):
    with pytest.raises(UnreadableFile, match="no story was found"):
        list(read(text, name="menu.txt"))


def test_real_pages_give_most_of_their_story_and_little_else(real_data):
    """Measured, so that it cannot get worse unseen: sentences that must be there, and others that must not."""
    found = missed = unwanted = refused = 0
    pages = (real_data / "plain/dev/trafilatura-eval-dev-fullpage.jsonl").read_text("utf-8")
    for line in filter(None, pages.split("\n")):
        page = json.loads(line)
        try:
            story = next(each for each in read(page["page_text"], name="page") if isinstance(each, Story))
        except (UnreadableFile, StopIteration):
            refused += 1
            missed += len(page["must_have"])
            continue
        text = Counter(words(f"{story.headline} {story.standfirst} {words_of(story.body)}"))
        for wanted, sentences in ((True, page["must_have"]), (False, page["must_not_have"])):
            for sentence in sentences or ():
                is_there = not Counter(words(sentence)) - text
                found += wanted and is_there
                missed += wanted and not is_there
                unwanted += not wanted and is_there

    assert found / (found + missed) > 0.75
    assert unwanted / (found + missed) < 0.3
    assert refused < 60


def read(text, *, name):
    return PageText().read([source(name, text)])
