"""An edition may keep the letters of its own script in its addresses: each of them is one address, wherever it is written."""

import json
import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from wagtail.contrib.redirects.models import Redirect

from broadsheet.newsroom.actions.filing import file_stories
from broadsheet.newsroom.actions.places import Places
from broadsheet.newsroom.address_forms import forms
from broadsheet.newsroom.models import Article, Author, Edition, Topic
from broadsheet.newsroom.spelling import AddressLetters
from broadsheet.newsroom.stories import Paragraph, Story
from broadsheet.press.pressed_files import is_plain
from broadsheet.site.addresses import author_path, section_path, topic_path
from broadsheet.site.urls_showing import addresses
from broadsheet.site.warming import first_asked
from factories import make_edition
from newsstand import publish, read
from wire.wordpress_exports import export, post, stories_of

pytestmark = pytest.mark.django_db

# Language, headline, slug; then the names of a section, a topic and an author with theirs.
PAPERS = [
    ("az", "İLHAM Əliyevin görüşü", "ilham-əliyevin-görüşü", "Cəmiyyət", "cəmiyyət", "İqtisadiyyat", "iqtisadiyyat", "Leyla Işıq", "leyla-ışıq"),
    ("fa", "می‌شود: اخبار ایران", "می-شود-اخبار-ایران", "جامعه", "جامعه", "آب‌وهوا", "آب-وهوا", "سارا احمدی", "سارا-احمدی"),
    ("ar", "مُحادثات العربيّة", "محادثات-العربية", "سياسة", "سياسة", "طقس", "طقس", "ليلى نور", "ليلى-نور"),
    ("ru", "Погода: ёлки", "погода-ёлки", "Город", "город", "Погода", "погода", "Йон Ёж", "йон-ёж"),
    ("hi", "हिन्दी समाचार", "हिन्दी-समाचार", "शहर", "शहर", "मौसम", "मौसम", "अनीता", "अनीता"),
]  # fmt: skip
BASE = settings.BASE_URL


@pytest.fixture(params=PAPERS, ids=lambda each: each[0])
def paper(request):
    """Return an article of an edition in its own script, which is filed as an import files it, and its names' slugs."""
    language, headline, slug, section, in_section, topic, on_topic, author, by = request.param
    edition = own_script(language)
    places = Places()
    story = publish(
        headline, edition=edition, section=places.section(edition, section),
    )  # fmt: skip
    story.topics = [places.topic(edition, topic)]
    story.bylines.create(author=places.author(author))
    story.save()
    return edition, story, (slug, in_section, on_topic, by)


def test_names_and_headlines_keep_their_letters_and_pages_stand_at_them_in_every_way_to_write_them(paper):
    edition, story, (slug, *names) = paper
    paths = [
        story.get_absolute_url(),
        *(make(edition, each) for make, each in zip((section_path, topic_path, author_path), names, strict=True)),
    ]  # fmt: skip

    assert [story.slug, story.section.slug, story.topics.get().slug, story.bylines.get().author.slug] == [
        slug, *names,
    ]  # fmt: skip
    assert all(each.isascii() for each in paths)
    for path in paths:
        pages = {read(each) for each in (path, in_small(path), unquote(path))}
        assert len(pages) == 1
        assert f'<link rel="canonical" href="{BASE}{path}">' in pages.pop()


def test_what_machines_read_has_addresses_of_ascii_alone_that_lead_there(paper):
    edition, story, _slugs = paper
    own = story.get_absolute_url()
    root = edition.root
    texts = {
        each: read(each)
        for each in (
            "/news-sitemap.xml", f"/sitemap-{story.pk // 1000 + 1}.xml", "/sitemap-0.xml", f"{root}feed/", f"{root}feed/atom/", f"{root}feed/json/",
            own, f"{own.rstrip('/')}.json", f"/oembed?url={quote(BASE + own)}&format=json", f"{root}section/{quote(story.section.slug)}/feed/",
        )
    }  # fmt: skip

    said = {name: addresses_in(text) for name, text in texts.items()}

    assert all(BASE + own in found for name, found in said.items() if "sitemap-0" not in name and "oembed" not in name)  # fmt: skip
    assert [each for found in said.values() for each in found if not each.isascii()] == []
    for address in {
        each
        for found in said.values()
        for each in found
        if each.startswith(f"{BASE}{root}") and not each.endswith("/oembed")
    }:
        assert Client().get(address.removeprefix(BASE)).status_code == 200, address
    for name, text in texts.items():
        if name.endswith((".xml", "/feed/", "/atom/")):
            etree.fromstring(text.encode())
    assert json.loads(texts[f"/oembed?url={quote(BASE + own)}&format=json"])["title"] == story.headline


def test_a_moved_address_leads_to_the_new_one_however_it_is_written(paper):
    _edition, story, _slugs = paper
    topic = story.topics.get()
    before = story.get_absolute_url(), topic_path(story.locale.edition, topic.slug)
    story.slug, topic.slug = f"{story.slug}-b", f"{topic.slug}-b"
    story.save()
    topic.save()

    after = story.get_absolute_url(), topic_path(story.locale.edition, topic.slug)

    for old, new in zip(before, after, strict=True):
        for each in (old, unquote(old), in_small(old), quote(old)):
            answer = Client().get(each)
            assert (answer.status_code, answer.headers["Location"]) == (301, new)


def test_an_address_that_was_encoded_twice_leads_to_the_article():
    story = publish("Погода", edition=own_script("ru"))

    answer = Client().get(quote(story.get_absolute_url()))

    assert (answer.status_code, answer.headers["Location"]) == (301, story.get_absolute_url())


def test_letters_that_are_written_with_separate_marks_lead_to_the_composed_address():
    edition = own_script("ru")
    story = publish("Йод", edition=edition)
    day, _slash, _slug = story.path.rpartition("/")

    answers = [Client().get(f"{start}{day}/и\u0306од/") for start in ("/", "//evil.example/../")]

    assert story.slug == "йод"
    assert (answers[0].status_code, answers[0].headers["Location"]) == (301, story.get_absolute_url())
    assert all(urlsplit(each.headers.get("Location", "")).netloc == "" for each in answers)


@pytest.mark.parametrize(
    "typed",
    ["/\u0439-1.html", "/\u0438\u0306-1.html", "/%D0%B8%CC%86-1.html"],
)
def test_a_redirect_of_the_desk_holds_however_its_letters_and_marks_were_typed(typed):
    make_edition("ru")
    Redirect.add_redirect(typed, "/archive/")

    for form in ("NFC", "NFD"):
        asked = unicodedata.normalize(form, unquote(typed))
        answer = Client().get(asked, follow=True)
        assert answer.redirect_chain[-1] == ("/archive/", 301)


def test_redirects_of_the_desk_that_lead_in_a_circle_lead_nowhere():
    make_edition("ru")
    for old, new in (("/й", "/ё/"), ("/ё", "/й/"), ("/away", "/й/"), ("/?p=1", "/?p=2"), ("/?p=2", "/?p=1")):
        Redirect.add_redirect(old, new)

    answers = [Client().get(each) for each in ("/й/", "/ё/", "/away/", "/?p=1")]

    assert [each.status_code for each in answers] == [404, 404, 404, 200]


@pytest.mark.parametrize("path", ["/%2500", "/topic/%2500/", "/%00"])
def test_no_database_is_asked_for_a_nul(path):
    assert not any("\0" in each for each in forms(unquote(path), "p=7"))


def test_an_edition_that_says_nothing_keeps_latin_letters():
    edition = make_edition("az")
    places = Places()

    made = [
        publish("Bakıda görüş", edition=edition), places.section(edition, "Şəhər"), places.topic(edition, "Gəmi"),
        places.author("Leyla Işıq"),
    ]  # fmt: skip

    assert [each.slug for each in made] == ["bakida-gorus", "seher", "gemi", "leyla-isiq"]


def test_authors_are_spelled_as_the_main_edition_says():
    make_edition("en")
    own_script("ru")

    assert Places().author("Йон Ёж").slug == "ion-ezh"


def test_nothing_unseen_and_nothing_that_turns_letters_round_stands_in_an_address():
    edition = own_script("fa")
    hostile = "\u202eخبر\u202c \u200f\u2066تازه\u2069\u200d\u3164 \u034f\ufe0f"

    assert publish(hostile, edition=edition).slug == "خبر-تازه"


def test_the_longest_slug_fits_the_name_of_a_file_and_so_do_those_that_are_numbered():
    edition = own_script("hi")
    headline = "हि" * 120

    slugs = [publish(headline, edition=edition).slug for _each in range(2)]
    paths = [each.get_absolute_url() for each in Article.objects.all()]

    assert [len(each.encode()) for each in slugs] == [198, 200]
    assert slugs[1] == f"{slugs[0]}-2"
    assert all(is_plain(unquote(each, "latin-1")) for each in paths)


def test_the_desk_proposes_the_letters_of_the_edition_and_takes_what_is_typed_in_them():
    own_script("az")
    desk = chief()
    asked = {"kind": "topic", "name": "Şəhər və ÇAY İ", "language": "az"}
    proposed = desk.get(reverse("desk_slug_proposal"), asked).json()["slug"]

    for name, typed in (("Şəhər və ÇAY İ", proposed), ("Gəmi", "Gəmi\u202e adı"), ("Liman", "")):
        answer = desk.post(f"{reverse('wagtailsnippets_newsroom_topic:add')}?locale=az", {"name": name, "slug": typed})  # fmt: skip
        assert answer.status_code == 302

    assert proposed == "şəhər-və-çay-i"
    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["gəmi-adı", "liman", "şəhər-və-çay-i"]


def test_an_address_stays_when_the_edition_chooses_other_letters_and_its_owner_is_saved_again():
    edition = own_script("ru")
    topic, author = Places().topic(edition, "Погода"), Places().author("Йон Ёж")
    edition.address_letters = AddressLetters.LATIN
    edition.save()
    desk = chief()

    for kind, thing in (("topic", topic), ("author", author)):
        fields = {"name": thing.name, "slug": thing.slug, "role": "Editor", "biography": ""}
        desk.post(reverse(f"wagtailsnippets_newsroom_{kind}:edit", args=[thing.pk]), fields)

    assert (Topic.objects.get().slug, Author.objects.get().slug, Author.objects.get().role) == (
        "погода", "йон-ёж", "Editor",
    )  # fmt: skip
    assert Places().topic(edition, "Ветер").slug == "veter"


def test_a_draft_follows_its_headline_into_the_letters_that_are_chosen_meanwhile():
    edition = make_edition("ru")
    draft = publish("Погода", edition=edition, live=False)
    edition.address_letters = AddressLetters.OWN
    edition.save()

    draft = Article.objects.get(pk=draft.pk)
    draft.headline = "Погода сегодня"
    draft.save()

    assert draft.slug == "погода-сегодня"


@pytest.mark.parametrize(
    ("letters", "kept"), [(AddressLetters.OWN, "новости-дня"), (AddressLetters.LATIN, "zagolovok")]
)
def test_a_slug_of_a_wordpress_archive_is_kept_where_the_edition_has_such_letters(letters, kept):
    edition = own_script("ru", letters)
    [story] = stories_of(export(post(title="Заголовок", post_name=quote("новости-дня").lower())))

    file_stories(
        [Story("Заголовок", (Paragraph("<p>Да.</p>"),), "a1", "wp", language="ru", slug=story.slug)],
        by=None,
        now=timezone.now(),
    )

    assert story.slug == "новости-дня"
    assert Article.objects.get(locale=edition.locale).slug == kept


@pytest.mark.parametrize("stated", ["%d0%bd%d", "%e2%80%ae-evil", "a%2Fb", "A-b", "a--b", "-", "%00", "a_b"])
def test_a_stated_slug_that_is_none_is_not_kept(stated):
    [story] = stories_of(export(post(post_name=stated)))

    assert story.slug == ""


def test_caches_that_know_addresses_alone_are_told_both_ways_to_write_them():
    story = publish("Погода", edition=own_script("ru"))
    own = f"{BASE}{story.get_absolute_url()}"

    told = addresses([f"article:{story.pk}"])

    assert {own, in_small(own)} < set(told)
    assert all(each.isascii() for each in told)


def test_a_new_process_asks_for_pages_in_the_letters_of_links():
    story = publish("Погода", edition=own_script("ru"))

    assert story.get_absolute_url() in list(first_asked(story.published_at))


def in_small(address: str) -> str:
    """Return an address whose escaped bytes are written with small letters."""
    return re.sub("%..", lambda each: each[0].lower(), address)


def own_script(language: str, letters: str = AddressLetters.OWN) -> Edition:
    edition = make_edition(language)
    edition.address_letters = letters
    edition.save()
    return edition


def addresses_in(text: str) -> set[str]:
    """List the addresses of this site in a text of any format."""
    return {each.rstrip("\\") for each in re.findall(rf'{re.escape(BASE)}[^\s"<>&?#]*', text)}


def chief() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create(username="chief", is_superuser=True, is_active=True))
    return client
