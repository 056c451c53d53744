"""What stands on the page of an article."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.models import Article, Correction, Neighbour
from factories import make_article, make_edition, make_pick, make_section
from newsstand import headlines, publish, publish_many, read
from reader import Reader

pytestmark = pytest.mark.django_db


def test_a_page_has_three_full_rails_and_no_story_twice():
    publish_many(20)

    page = read(publish("The one that is read").get_absolute_url())

    heads = re.findall(r'<h2 id="rail-[a-z-]+">([^<]+)</h2>', page)
    stories = headlines(page)
    assert heads == ["Related articles", "Editor's choice", "Latest"]
    assert (len(stories), len(set(stories))) == (15, 15)


def test_a_page_without_other_stories_has_no_rail_heading():
    page = read(publish("Alone in the world").get_absolute_url())

    assert "<h2 id=" not in page


def test_a_headline_is_printed_once():
    publish_many(3)

    page = read(publish("Cranes return to the quay").get_absolute_url())

    body = page.partition("<body")[2]
    assert body.count("Cranes return to the quay") == 1


def test_an_article_of_unknown_date_says_so_on_page_and_card():
    found = make_article("Nobody knows when", days_ago=None)

    own, other = read(found.get_absolute_url()), read(publish("Another").get_absolute_url())

    assert [each.count("Date unknown") for each in (own, other)] == [1, 1]
    assert "datePublished" not in own


def test_a_card_names_the_year_unless_it_is_this_one():
    old = publish("Long ago", published_at=datetime(2012, 11, 16, 12, tzinfo=UTC))
    now = publish("Just now", days_ago=0)

    beside_new, beside_old = read(now.get_absolute_url()), read(old.get_absolute_url())

    assert 'datetime="2012-11-16T12:00+00:00">16 November 2012</time>' in beside_new
    assert f"{timezone.localtime().day} {timezone.localtime():%B}</time>" in beside_old


def test_a_date_known_to_the_day_has_no_time():
    found = publish(published_at=datetime(2012, 11, 16, tzinfo=UTC), date_precision="day")

    assert '<time datetime="2012-11-16">16 November 2012</time>' in read(found.get_absolute_url())


def test_bylines_topics_source_and_section_are_shown_and_linked():
    found = publish(
        authors=["Hana Ostrow", "Ivo Tal"],
        topics=["North Bridge"],
        source="News.Az",
        section=make_section("Town"),
    )

    page = read(found.get_absolute_url())

    assert re.search(
        r'href="/author/hana-ostrow/">Hana Ostrow</a>, <a rel="author" href="/author/ivo-tal/"', page
    )
    assert 'href="/topic/north-bridge/">North Bridge</a>' in page
    assert 'href="/section/town/">Town</a>' in page
    assert "News.Az" in page


def test_a_correction_is_dated_and_announced_at_the_top():
    found = publish()
    Correction.objects.create(article=found, at=datetime(2026, 3, 16, tzinfo=UTC), text="It is 214 metres.")

    page = read(found.get_absolute_url())

    assert '<a class="corrected" href="#corrections">' in page
    assert re.search(r">16 March 2026</time> It is 214 metres\.", page)


def test_every_kind_of_block_is_printed():
    found = publish(
        body=[
            ("paragraph", "<p>A <b>bold</b> claim.</p>"),
            ("heading", {"text": "What happened", "level": "3"}),
            ("quotation", {"text": "We saw it.", "speaker": "Ilse Tarnow", "role": "port director"}),
            ("embed", {"url": "https://example.org/film", "caption": "The film"}),
        ]
    )

    page = read(found.get_absolute_url())

    assert "<p>A <b>bold</b> claim.</p>" in page
    assert "<h3>What happened</h3>" in page
    assert "<blockquote><p>We saw it.</p></blockquote>" in page
    assert "<cite>Ilse Tarnow</cite>, port director" in page
    assert '<a href="https://example.org/film" rel="external noopener">The film</a>' in page


# Wagtail leaves the closing of renditions' temporary files to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_comes_in_widths_with_its_measures_and_words(picture):
    found = publish(
        picture=picture, picture_alt="Two cranes", picture_caption="At dusk", picture_credit="I. Tal"
    )

    page = read(found.get_absolute_url())

    image = re.search(r"<figure class=\"story-picture\"><picture>(<img[^>]+>)", page)
    assert image and 'width="1280" height="720" alt="Two cranes" fetchpriority="high"' in image[1]
    assert re.search(r'srcset="/media/\S+ 640w, /media/\S+ 1280w"', image[1])
    assert '<figcaption><span>At dusk</span> <span class="credit">I. Tal</span></figcaption>' in page


def test_a_picture_whose_file_is_gone_leaves_a_page_without_it(picture):
    found = publish(picture=picture, picture_alt="Two cranes")
    picture.file.storage.delete(picture.file.name)

    assert "Two cranes" not in read(found.get_absolute_url()).partition("<body")[2]


def test_the_description_for_machines_cannot_end_its_element():
    found = publish("</script><script>alert(1)</script> & more", authors=["Hana Ostrow"])

    page = read(found.get_absolute_url())

    said = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert said and json.loads(said[1])["headline"] == found.headline
    # This one, that of the way to the article, and those that share, count reads, and suggest searches.
    assert page.count("<script") == 5


def test_translations_are_linked_both_ways():
    found = publish("In English", edition=make_edition("en", is_main=True))
    other = publish(
        "По-русски", edition=make_edition("ru"), translation_key=found.translation_key, slug="po-russki"
    )

    english, russian = read(found.get_absolute_url()), read(other.get_absolute_url())

    assert f'<a href="{other.get_absolute_url()}" lang="ru" hreflang="ru">Русский</a>' in english
    assert f'<a href="{found.get_absolute_url()}" lang="en" hreflang="en">English</a>' in russian


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"live": False}, 404),
        ({"embargoed_until": timezone.now() + timedelta(hours=1)}, 404),
        ({"expire_at": timezone.now() - timedelta(hours=1)}, 410),
        ({"killed_at": timezone.now()}, 410),
    ],
    ids=["draft", "embargoed", "expired", "killed"],
)
def test_what_readers_may_not_see_is_not_found(fields, status):
    found = publish("A secret of the council", **fields)

    assert "A secret of the council" not in read(f"/{found.path}/", status=status)


def test_an_old_address_leads_to_the_new_one():
    found = publish("Cranes return", slug="cranes-return")
    old = found.get_absolute_url()
    found.slug = "cranes-are-back"
    found.save()

    response = Client().get(old)

    assert (response.status_code, response.headers["Location"]) == (301, found.get_absolute_url())


def test_a_link_to_an_article_that_is_gone_leaves_its_words():
    other = publish("The other")
    text = f'<p>As <a linktype="article" id="{other.pk}">we wrote</a> then.</p>'
    found = publish("The one", body=[("paragraph", text)])

    before = read(found.get_absolute_url())
    other.live = False
    other.save()
    after = read(found.get_absolute_url())

    assert f'<a href="{other.get_absolute_url()}">we wrote</a>' in before
    assert "<a>we wrote</a>" in after


def test_a_picked_article_carries_the_label_on_its_card():
    picked, read_one = publish("Picked by an editor"), publish("Read by a reader")
    make_pick(picked, ends_at=timezone.now() + timedelta(days=1))

    assert '<span class="pick">Editor\'s choice</span>' in read(read_one.get_absolute_url())


def test_a_page_that_is_made_anew_costs_six_queries_at_most(picture, django_assert_num_queries):
    publish_many(20, picture=picture, picture_alt="Cranes")
    linked = publish("Linked to")
    found = publish(
        authors=["Hana Ostrow"],
        topics=["North Bridge"],
        picture=picture,
        picture_alt="Cranes",
        body=[
            ("paragraph", f'<p>See <a linktype="article" id="{linked.pk}">this</a>.</p>'),
            ("picture", {"image": picture, "alt": "Cranes", "caption": ""}),
        ],
    )
    others = Article.objects.exclude(pk=found.pk)[:12]
    Neighbour.objects.bulk_create(
        Neighbour(
            article=found,
            neighbour=each,
            position=place,
            score=1 / (place + 1),
            parts={"words": ["quay"], "days": 1},
        )
        for place, each in enumerate(others)
    )
    reader = Reader()
    reader.read(found.get_absolute_url())
    reader.forget()

    with django_assert_num_queries(6):
        reader.read(found.get_absolute_url())
