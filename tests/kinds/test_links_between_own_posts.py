"""A link from one story of a moved site to another is a reference to the article, in whatever order the stories came."""

import re

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ReferenceIndex

from broadsheet.newsroom.models import Article
from broadsheet.wire import importer
from broadsheet.wire.importer import import_files
from factories import make_edition
from wire.wordpress_exports import TEXT, export, meta, post

pytestmark = [pytest.mark.django_db, pytest.mark.measured]
HARBOUR = "https://lantern.example/2017/10/harbour-dredged/"
OLD_SLUG = meta("_wp_old_slug", "harbour-works")
# All that leads to the post about the harbour.
ADDRESSES = [
    HARBOUR,
    HARBOUR.rstrip("/"),
    HARBOUR.replace("https://", "http://www."),
    HARBOUR.replace("https:", ""),
    f"{HARBOUR}?utm_source=mail&amp;utm_medium=x",
    f"{HARBOUR}#comments",
    f"{HARBOUR}amp/",
    "/2017/10/harbour-dredged/",
    "https://lantern.example/?p=2",
    "https://www.lantern.example/?p=2&amp;fbclid=abc",
    "/?p=2",
    "https://lantern.example/2017/10/harbour-works/",
]
ELSEWHERE = [
    "https://lantern.example/2017/10/never-written/",
    "https://lantern.example/?p=99",
    "https://lantern.example/",
    "https://lantern.example/category/town/",
    "https://other.example/2017/10/harbour-dredged/",
    "https://other.example/?p=2",
    "mailto:hana@lantern.example",
]


@pytest.fixture(autouse=True)
def paper():
    make_edition()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("turn", [1, -1], ids=["linked first", "linking first"])
def test_every_form_of_an_address_leads_to_the_article(tmp_path, address, turn):
    import_files([written(tmp_path, *[harbour(), bridge(address)][::turn])])

    assert links_of("Bridge closed") == [f'linktype="article" id="{number("Harbour dredged")}"']


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_leads_elsewhere_stays_an_address(tmp_path, address):
    import_files([written(tmp_path, harbour(), bridge(address))])

    assert links_of("Bridge closed") == [f'href="{address}"']


@pytest.mark.parametrize(
    "state",
    [{"status": "draft"}, {"status": "private"}, {"status": "trash"}, {"post_password": "mayor"}],  # a post's
    ids=lambda state: next(iter(state.values())),
)
def test_a_link_to_what_readers_do_not_see_stays_an_address(tmp_path, state):
    import_files([written(tmp_path, harbour(**state), bridge(HARBOUR))])

    assert links_of("Bridge closed") == [f'href="{HARBOUR}"']


@pytest.mark.parametrize("turn", [1, -1], ids=["linked first", "linking first"])
def test_exports_that_are_imported_one_after_the_other_refer_to_each_other(tmp_path, turn):
    for each in [harbour(), bridge(HARBOUR)][::turn]:
        import_files([written(tmp_path, each)])

    assert links_of("Bridge closed") == [f'linktype="article" id="{number("Harbour dredged")}"']


@settings(max_examples=15)
@given(order=st.permutations(range(1, 7)), batch=st.integers(1, 6))
def test_posts_that_all_link_to_each_other_do_so_in_any_order_and_batches(tmp_path_factory, order, batch):
    Article.objects.all().delete()
    text = "".join(link(f"https://lantern.example/?p={each}") for each in range(1, 7))
    posts = [post(each, f"Story {each}", f"{TEXT} Number {each}. {text}") for each in order]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importer, "BATCH", batch)
        import_files([written(tmp_path_factory.mktemp("export"), *posts)])
    numbers = [number(f"Story {each}") for each in range(1, 7)]

    assert {tuple(links_of(f"Story {each}")) for each in range(1, 7)} == {
        tuple(f'linktype="article" id="{each}"' for each in numbers)
    }


def test_a_post_that_is_shown_in_another_becomes_a_link_with_its_headline(tmp_path):
    import_files([written(tmp_path, harbour(), post(1, "Bridge closed", f"{TEXT}\n\n{HARBOUR}\n\n{TEXT}"))])
    target = number("Harbour dredged")

    assert f'<p><a linktype="article" id="{target}">Harbour dredged</a></p>' in [
        each["value"] for each in body("Bridge closed")
    ]


def test_the_same_export_again_changes_nothing(tmp_path):
    path = written(tmp_path, bridge(HARBOUR), harbour())
    import_files([path])
    before = body("Bridge closed")

    assert (import_files([path]).updated, body("Bridge closed")) == (0, before)


def test_a_newer_version_is_the_source_s_and_no_editor_s_change(tmp_path):
    import_files([written(tmp_path, bridge(HARBOUR), harbour())])
    newer = {"post_modified_gmt": "2018-01-01 10:00:00"}
    report = import_files([written(tmp_path, bridge(HARBOUR, text="News.", **newer), harbour())])

    assert (report.updated, any("an editor" in each for each in report.lines)) == (1, False)
    assert links_of("Bridge closed") == [f'linktype="article" id="{number("Harbour dredged")}"']


def test_what_an_editor_has_changed_is_left_alone(tmp_path):
    import_files([written(tmp_path, bridge(HARBOUR))])
    bridge_closed = Article.objects.get(headline="Bridge closed")
    bridge_closed.body = [("paragraph", f"<p>Rewritten: {link(HARBOUR)}</p>")]
    bridge_closed.save()
    import_files([written(tmp_path, harbour())])

    assert links_of("Bridge closed") == [f'href="{HARBOUR}"']


def test_a_post_that_waits_for_its_moment_refers_to_articles_when_it_comes(tmp_path):
    later = f"{timezone.now().year + 1}-01-01 10:00:00"
    import_files([written(tmp_path, bridge(HARBOUR, status="future", post_date_gmt=later), harbour())])
    [draft] = Article.objects.get(headline="Bridge closed").revisions.all()

    assert f'linktype="article" id="{number("Harbour dredged")}"' in str(draft.as_object().body.raw_data[0])


def test_wagtail_knows_what_refers_to_an_article_as_if_it_had_found_it_itself(tmp_path):
    import_files([written(tmp_path, bridge(HARBOUR), harbour())])
    target = Article.objects.get(headline="Harbour dredged")
    kept = references(target)
    ReferenceIndex.create_or_update_for_object(Article.objects.get(headline="Bridge closed"))

    assert (len(kept), references(target)) == (1, kept)


def link(address):
    return f'<a href="{address}">as we wrote</a>'


def harbour(**fields):
    more = {"link": HARBOUR, "post_name": "harbour-dredged", "more": OLD_SLUG}
    return post(2, "Harbour dredged", f"{TEXT} The ferries touched the ground.", **{**more, **fields})


def bridge(address, *, text="", **fields):
    return post(1, "Bridge closed", f"{TEXT} {text} It is {link(address)} in spring.", **fields)


def written(folder, *posts):
    path = folder / "export.xml"
    path.write_text(export(*posts), encoding="utf-8")
    return path


def number(headline):
    return Article.objects.get(headline=headline).pk


def body(headline):
    return [dict(each) for each in Article.objects.get(headline=headline).body.raw_data]


def links_of(headline):
    texts = [each["value"] for each in body(headline) if each["type"] == "paragraph"]
    return re.findall(r"<a ([^>]*)>", "".join(texts))


def references(target):
    fields = "content_type", "object_id", "model_path", "content_path", "content_path_hash"
    return list(ReferenceIndex.get_references_to(target).values_list(*fields))
