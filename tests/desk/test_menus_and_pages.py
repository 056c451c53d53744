"""Publishers make the menu, the footer and the pages of an edition at the desk, without code."""

import re
from pathlib import Path

import pytest
from newsdesk import address, faults
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from broadsheet.desk.example_pages import example_page
from broadsheet.newsroom.models import Edition, Page, Section
from broadsheet.newsroom.models.pages import TO_FILL_IN, Purpose
from factories import make_edition, make_page, make_section, make_topic

pytestmark = pytest.mark.django_db

PRIVACY = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


def edition_form(edition, *, menu=(), links=(), **fields):
    return nested_form_data(
        {
            "name": edition.name,
            "tagline": "",
            "locale": edition.locale_id,
            "menu": streamfield(menu),
            "footer_links": streamfield(links),
            "has_pledge": "on",
            "calendar": edition.calendar,
            "address_letters": edition.address_letters,
            "feed_text": edition.feed_text,
            "feed_length": edition.feed_length,
            **fields,
        }
    )


def page_form(**fields):
    body = fields.pop("body", [("paragraph", rich_text("<p>We have printed since 1872.</p>"))])
    return nested_form_data(
        {
            "name": "About us", "slug": "", "purpose": "", "position": "0", "is_in_footer": "on",
            "body": streamfield(body), **fields,
        }
    )  # fmt: skip


def test_an_editor_chooses_the_menu_and_the_links_of_the_footer(editor, edition, section):
    menu = [
        ("section", {"section": section.pk, "name": "Our town", "is_hidden": ""}),
        ("link", {"name": "Archive", "address": "/archive/", "is_hidden": "on"}),
    ]
    links = [("link", {"name": "Shop", "address": "https://shop.example/"})]

    answer = editor.client.post(
        address("edition:edit", edition.pk), edition_form(edition, menu=menu, links=links)
    )

    assert answer.status_code == 302, faults(answer)
    stored = Edition.objects.get()
    assert [each["value"].get("name") for each in stored.menu.raw_data] == ["Our town", "Archive"]
    assert stored.footer_links[0].value["address"] == "https://shop.example/"
    assert ModelLogEntry.objects.filter(action="wagtail.edit", user=editor.user).exists()


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "//evil.example/", "data:text/html,x", "evil.example"]
)
def test_a_link_that_leads_nowhere_good_is_refused(editor, edition, typed):
    links = [("link", {"name": "Trap", "address": typed})]

    answer = editor.client.post(address("edition:edit", edition.pk), edition_form(edition, links=links))

    assert answer.status_code == 200 and not Edition.objects.get().footer_links


def test_a_section_of_another_edition_does_not_stand_in_the_menu(editor, edition):
    russian = make_section("Город", edition=make_edition("ru"), slug="gorod")
    menu = [("section", {"section": russian.pk, "name": "", "is_hidden": ""})]

    answer = editor.client.post(address("edition:edit", edition.pk), edition_form(edition, menu=menu))

    assert "stands in another edition" in answer.content.decode()


def test_the_screen_of_an_edition_names_its_pages_and_proposes_those_that_lack(editor, edition):
    imprint = make_page("Our imprint", purpose=Purpose.IMPRINT)

    screen = editor.see("edition:edit", edition.pk)

    assert address("page:edit", imprint.pk) in screen
    assert "?propose=privacy&amp;locale=en" in screen and "?propose=imprint" not in screen


def test_reporters_have_no_part_in_menus_and_pages(reporter, edition):
    page = make_page()
    for name, number in (("edition:edit", edition.pk), ("page:edit", page.pk)):
        assert reporter.status(name, number) == 302
    reporter.client.post(address("page:add"), page_form(name="By a reporter"))

    assert Page.objects.count() == 1


def test_an_editor_writes_a_draft_and_publishes_it(editor):
    editor.client.post(address("page:add"), page_form())
    draft = Page.objects.get()
    assert (draft.live, draft.slug) == (False, "about-us")

    answer = editor.client.post(
        address("page:edit", draft.pk), page_form(name="About the paper") | {"action-publish": "1"}
    )

    assert answer.status_code == 302, faults(answer)
    published = Page.objects.get()
    assert (published.live, published.name, published.slug) == (True, "About the paper", "about-the-paper")
    assert ModelLogEntry.objects.filter(action="wagtail.publish", user=editor.user).exists()


def test_an_edition_has_one_imprint(editor):
    make_page("Imprint", purpose=Purpose.IMPRINT)

    answer = editor.client.post(address("page:add"), page_form(purpose="imprint"))

    assert "has this purpose already" in answer.content.decode()


def test_what_a_page_holds_is_cleaned(editor):
    body = [("paragraph", rich_text('<p>Hello <script>alert(1)</script><b onclick="x()">you</b></p>'))]

    editor.client.post(address("page:add"), page_form(body=body) | {"action-publish": "1"})

    stored = Page.objects.get().body[0].value.source
    assert "you" in stored and "<script" not in stored and "onclick" not in stored


@pytest.mark.parametrize("purpose", Purpose)
def test_a_text_is_proposed_with_marks_where_it_must_be_filled_in(editor, purpose):
    screen = editor.see("page:add", propose=purpose.value)

    assert example_page(purpose, "en").name in screen and TO_FILL_IN in screen


def test_each_block_of_a_proposed_text_is_folded_and_opened_by_itself(editor):
    shown = editor.client.get(address("page:add"), {"propose": "imprint"})

    blocks = shown.context["form"].instance.body

    assert len({each.id for each in blocks} - {None}) == len(blocks) > 2


@pytest.mark.parametrize("language", ["az", "ru"])
@pytest.mark.parametrize("purpose", [Purpose.IMPRINT, Purpose.PRIVACY, Purpose.CORRECTIONS])
def test_texts_are_proposed_in_the_languages_that_we_ship(purpose, language):
    english, translated = example_page(purpose, "en"), example_page(purpose, language)

    assert [kind for kind, _value in translated.body] == [kind for kind, _value in english.body]
    assert translated.name != english.name and example_page(purpose, "fa").name == english.name


def test_the_proposed_privacy_page_says_what_the_documentation_says():
    quoted = re.findall(r"^> (.+)$", PRIVACY.read_text(encoding="utf-8"), re.MULTILINE)
    documented = " ".join(" ".join(quoted).split())

    proposed = [
        value.source for kind, value in example_page(Purpose.PRIVACY, "en").body if kind == "paragraph"
    ]

    assert len(documented) > 500 and f"<p>{documented}</p>" in proposed


def test_the_dashboard_warns_of_published_pages_with_places_to_fill_in(editor):
    assert "places to fill in" not in editor.see("wagtailadmin_home")
    page = make_page("Imprint", body=[("paragraph", "<p>Publisher: [FILL IN: name]</p>")])

    screen = editor.see("wagtailadmin_home")

    assert "places to fill in" in screen and address("page:edit", page.pk) in screen


def test_a_page_that_stands_in_a_menu_is_named_as_in_use(editor, edition):
    page = make_page()
    edition.menu = [("page", {"page": page})]
    edition.save()

    assert "it stands in a menu" in editor.see("page:delete", page.pk)
    editor.post("page:delete", page.pk)
    assert Page.objects.exists()


def test_a_page_that_stands_in_no_menu_is_deleted(editor):
    page = make_page()

    editor.post("page:delete", page.pk)

    assert not Page.objects.exists()


def test_a_section_with_sub_sections_names_them_instead_of_being_deleted(editor, section):
    make_section("Harbour", parent=section)

    assert "Harbour" in editor.see("section:delete", section.pk)
    editor.post("section:delete", section.pk)
    assert Section.objects.count() == 2


def test_a_section_is_put_under_another_one_of_its_edition(editor, section):
    below = make_section("Harbour")
    russian = make_section("Город", edition=make_edition("ru"), slug="gorod")
    form = {"name": "Harbour", "slug": "harbour", "position": "0"}

    refused = editor.client.post(address("section:edit", below.pk), form | {"parent": russian.pk})
    answer = editor.client.post(address("section:edit", below.pk), form | {"parent": section.pk})

    assert refused.status_code == 200
    assert answer.status_code == 302, faults(answer)
    assert Section.objects.get(pk=below.pk).parent == section


def test_a_preview_shows_a_page_that_was_never_saved(editor):
    url = address("page:preview_on_add") + "?locale=en"
    editor.client.post(url, page_form(name="Only a preview"))

    answer = editor.client.get(url)

    assert answer.status_code == 200 and "Only a preview" in answer.content.decode()


def test_a_topic_in_a_menu_can_be_deleted_and_leaves_it(editor, edition):
    topic = make_topic("Bridge")
    edition.menu = [("topic", {"topic": topic})]
    edition.save()

    editor.post("topic:delete", topic.pk)

    assert not Edition.objects.get().menu
