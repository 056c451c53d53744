"""A theme comes before our own look, its copies are held against the originals, and what it may rely on is promised."""

import gettext
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.test.signals import template_rendered

import broadsheet.site
from broadsheet.newsroom.cards import Card
from broadsheet.newsroom.models import Article
from broadsheet.project.checks.folders import check_theme
from broadsheet.project.options import Options
from broadsheet.project.theme_folder import sheet_of
from broadsheet.site import theme_copies
from broadsheet.site.promised_templates import CARD_FIELDS, INCLUDED, PROMISED, PROPERTIES
from broadsheet.site.theme_copies import CannotCopy, check_templates, copy_template
from broadsheet.site.views.article import preview
from languages import LANGUAGES
from newsstand import publish, read
from themes import TABLOID, wear
from whole_paper import print_whole_paper

SITE = Path(broadsheet.site.__file__).parent
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "make-a-theme.md"
FOOTER = "site/parts/footer.html"
# What Django gives to every template.
OF_DJANGO = {
    "True", "False", "None", "request", "csrf_token", "user", "perms", "messages", "DEFAULT_MESSAGE_LEVELS", "block",
}  # fmt: skip


@pytest.mark.parametrize("template", sorted(PROMISED))
def test_the_guide_names_each_promised_template_with_what_is_in_its_context(template):
    [row] = [line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith(f"| `{template}` |")]
    promise = PROMISED[template]

    always, sometimes = row.split("|")[2:4]

    frame = PROMISED["site/base.html"].always
    assert names_in(always) | (frame if "the frame" in always else set()) == promise.always
    assert names_in(sometimes) == promise.sometimes


def test_the_guide_names_the_fields_of_cards_and_the_properties_of_the_styles():
    guide = GUIDE.read_text("utf-8")

    assert [each for each in (*CARD_FIELDS, *PROPERTIES, *INCLUDED) if f"`{each}`" not in guide] == []


def test_what_is_promised_is_there():
    styles = "".join(each.read_text("utf-8") for each in (SITE / "static" / "site").glob("*.css"))

    assert [each for each in CARD_FIELDS if not hasattr(Card, each)] == []
    assert [each for each in PROPERTIES if f"{each}:" not in styles] == []


def test_a_copy_names_no_template_that_may_vanish_unnoticed():
    named = {
        (template, each)
        for template in PROMISED
        for each in re.findall(
            r'\{% (?:include|extends) "([^"]+)"', (theme_copies.OURS / template).read_text("utf-8")
        )
    }

    assert {each for _template, each in named} <= {*PROMISED, *INCLUDED}


@pytest.mark.slow
def test_pages_have_the_contexts_that_are_promised(picture):
    with contexts() as seen:
        for path in print_whole_paper(picture):
            Client().get(path)
        preview(RequestFactory().get("/"), Article.objects.first())
    always = {name: frozenset.intersection(*each) - OF_DJANGO for name, each in seen.items()}
    ever = {name: frozenset.union(*each) for name, each in seen.items()}

    assert {name: always[name] for name in PROMISED} == {name: each.always for name, each in PROMISED.items()}
    assert [name for name, each in PROMISED.items() if not each.sometimes <= ever[name]] == []


@pytest.mark.django_db
def test_a_theme_s_templates_words_and_style_sheet_come_before_ours(tmp_path, settings):
    write(tmp_path / "static" / "theme.css", ":root { --accent: #00f; }")
    write(tmp_path / "templates" / FOOTER, "<footer>Our own foot</footer>")
    wear(tmp_path, settings)

    page = read(publish().get_absolute_url())

    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert styles == ["/static/site/paper.css", "/static/theme.css"]
    assert "<footer>Our own foot</footer>" in page
    assert "style=" not in page


@pytest.mark.django_db
def test_a_copy_that_nobody_changed_prints_the_same_page(tmp_path, settings):
    path = publish().get_absolute_url()
    own = read(path)
    for template in PROMISED:
        copy_template(template, tmp_path / "templates")
    wear(tmp_path, settings)

    assert read(path) == own


def test_a_copy_is_in_order_until_the_original_changes(tmp_path, settings, monkeypatch):
    originals = tmp_path / "ours"
    for template in PROMISED:
        write(originals / template, (theme_copies.OURS / template).read_text("utf-8"))
    monkeypatch.setattr(theme_copies, "OURS", originals)
    folder = tmp_path / "theme" / "templates"
    for template in PROMISED:
        copy_template(template, folder)
    wear(folder.parent, settings)
    before = list(check_templates(folder))

    write(originals / FOOTER, "<footer>Another one</footer>")
    (originals / "site/parts/rail.html").unlink()

    assert before == []
    assert [line.partition(" has ")[0] for line in check_templates(folder)] == [
        f"{FOOTER}: the original",
        "site/parts/rail.html: the original site/parts/rail.html",
    ]


@pytest.mark.parametrize(
    ("template", "source", "said"),
    [
        (FOOTER, "<footer></footer>", "no fingerprint"),
        ("site/parts/find.html", "<form></form>", "not promised"),
        ("site/parts/mine.html", "<p>Mine</p>", "nothing uses it"),
        (FOOTER, "{% if %}", "cannot be read"),
    ],
)
def test_what_is_not_in_order_is_named(template, source, said, tmp_path, settings):
    write(tmp_path / "templates" / template, source)
    wear(tmp_path, settings)

    lines = list(check_templates(tmp_path / "templates"))

    assert [line for line in lines if line.startswith(f"{template}: ") and said in line] != []


def test_a_template_that_is_not_utf_8_is_named(tmp_path, settings):
    copy = copy_template(FOOTER, tmp_path / "templates")
    copy.write_bytes(copy.read_bytes() + "<p>Café</p>".encode("latin-1"))
    copy_template("site/parts/card.html", tmp_path / "templates")
    wear(tmp_path, settings)

    [line] = check_templates(tmp_path / "templates")

    assert line.startswith(f"{FOOTER}: cannot be read: ") and line.endswith("Save it as UTF-8.")


def test_a_template_of_the_theme_s_own_is_used_where_a_copy_includes_it(tmp_path, settings):
    copy = copy_template(FOOTER, tmp_path / "templates")
    copy.write_text(copy.read_text("utf-8") + '{% include "site/parts/mine.html" %}', "utf-8")
    write(tmp_path / "templates/site/parts/mine.html", "<p>Mine</p>")
    wear(tmp_path, settings)

    assert list(check_templates(tmp_path / "templates")) == []


@pytest.mark.parametrize("template", ["site/parts/find.html", "../../x", "site/none.html", ""])
def test_only_promised_templates_are_copied(template, tmp_path):
    with pytest.raises(CannotCopy, match="not promised"):
        copy_template(template, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_not_written_over(tmp_path):
    copy = copy_template(FOOTER, tmp_path)
    copy.write_text("mine", "utf-8")

    with pytest.raises(CannotCopy, match="there already"):
        copy_template(FOOTER, tmp_path)
    assert copy.read_text("utf-8") == "mine"


def test_a_folder_that_is_no_theme_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "theme" / "locale").mkdir(parents=True)

    said = [
        [str(each) for each in check_theme(Options(theme=str(tmp_path / name)))]
        for name in ("nowhere", "empty", "theme")
    ]

    assert [len(each) for each in said] == [1, 1, 0]
    assert "which is no folder" in said[0][0]
    assert "none of the folders templates, static, locale" in said[1][0]


def test_the_example_theme_is_in_order(settings):
    wear(TABLOID, settings)

    assert sheet_of(TABLOID) is not None
    assert list(check_templates(TABLOID / "templates")) == []


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en"}))
def test_the_example_theme_s_words_are_compiled_and_whole(language):
    folder = TABLOID / "locale" / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = dict(
        re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text("utf-8"), re.M)
    )

    assert {each: compiled.gettext(each) for each in written} == written
    assert set(written) == {"Just in", "Find your way", "About us"}


@contextmanager
def contexts() -> Iterator[dict[str, list[frozenset[str]]]]:
    """Note the names in the context of each template that is rendered meanwhile, our own ones alone."""
    seen: dict[str, list[frozenset[str]]] = defaultdict(list)

    def note(template, context, **_named):
        if template.name in PROMISED:
            seen[template.name].append(frozenset(context.flatten()))

    template_rendered.connect(note)
    try:
        yield seen
    finally:
        template_rendered.disconnect(note)


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
