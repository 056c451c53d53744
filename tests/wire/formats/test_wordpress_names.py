"""Authors, sections, topics, identifiers and former addresses of a WordPress site."""

from broadsheet.wire.items import FormerAddress
from wire.wordpress_exports import category, export, filed_under, items_of, meta, post, stories_of

GUEST = post(
    50,
    "Ada Byron",
    "",
    post_type="guest-author",
    post_name="cap-ada",
    more=meta("cap-display_name", "Ada Byron") + meta("cap-user_login", "ada"),
)
TOWN = category("town", "Town &amp; Country", number="3") + category("bridges", "Bridges", "town", "4")


def test_an_author_is_called_as_readers_know_them():
    assert [
        names.authors
        for names in stories_of(export(post(), post(2, creator="guest"), post(3, creator="a@b.example")))
    ] == [
        ("Hana Ostrow",),
        ("guest",),
        (),
    ]


def test_all_who_wrote_together_are_named_guests_among_them():
    together = "".join(
        filed_under("author", *each)
        for each in [("cap-hana", "hana"), ("cap-ada", "ada"), ("ada", "ada"), ("x", "Jane Roe")]
    )
    [story] = stories_of(export(GUEST, post(more=together)))

    assert story.authors == ("Hana Ostrow", "Ada Byron", "Jane Roe")


def test_the_category_at_the_top_is_the_section_and_the_rest_are_topics():
    terms = (
        filed_under("category", "bridges", "Bridges")
        + filed_under("category", "news", "News")
        + filed_under("post_tag", "c", "C&amp;A")
    )
    [story] = stories_of(export(TOWN, post(more=terms)))

    assert (story.section, story.topics) == ("Town & Country", ("Bridges", "News", "C&A"))


def test_of_several_categories_the_primary_one_decides_and_none_is_none():
    terms = filed_under("category", "news", "News") + filed_under("category", "bridges", "Bridges")
    primary = meta("_yoast_wpseo_primary_category", "4")
    found = stories_of(
        export(
            TOWN,
            post(more=terms + primary),
            post(2, more=filed_under("category", "uncategorized", "Uncategorized")),
        )
    )

    assert [(each.section, each.topics) for each in found] == [
        ("Town & Country", ("Bridges", "News")),
        ("", ()),
    ]


def test_categories_that_contain_each_other_end():
    circle = category("a", "A", "b") + category("b", "B", "a")
    [story] = stories_of(export(circle, post(more=filed_under("category", "a", "A"))))

    assert story.section in ("A", "B")


def test_terms_of_other_taxonomies_are_named():
    [story] = stories_of(
        export(post(more=filed_under("region", "north", "North") + filed_under("post_format", "x", "Aside")))
    )

    assert (story.topics, story.repairs) == ((), ("left out: its terms of “region”",))


def test_a_story_is_known_by_its_guid_within_its_site():
    [story] = stories_of(export(post(5)))

    assert (story.scope, story.source_id) == ("lantern.example", "https://lantern.example/?p=5")


def test_a_guid_that_several_items_have_is_no_identifier_of_any():
    found = stories_of(
        export(post(5, guid="https://lantern.example/"), post(6, guid="https://lantern.example/"))
    )

    assert [each.source_id for each in found] == [
        "https://lantern.example/?p=5",
        "https://lantern.example/?p=6",
    ]


def test_the_language_of_a_post_comes_before_that_of_the_site():
    found = stories_of(export(post(), post(2, more=filed_under("language", "az", "Azərbaycan"))))

    assert [each.language for each in found] == ["en-GB", "az"]


def test_a_post_keeps_every_address_at_which_it_was_known():
    link = "https://lantern.example/2017/10/bridge/"
    [story] = stories_of(
        export(
            post(
                5,
                link=link,
                post_name="bridge",
                guid="https://www.lantern.example/?p=5",
                more=meta("_wp_old_slug", "the-bridge"),
            )
        )
    )

    assert story.former_addresses == (
        link,
        "https://lantern.example/?p=5",
        "https://www.lantern.example/?p=5",
        "https://lantern.example/2017/10/the-bridge/",
    )


def test_the_front_page_and_guids_of_other_hosts_are_no_address_of_a_post():
    [story] = stories_of(export(post(5, link="https://lantern.example/", guid="https://test.example/?p=9")))

    assert story.former_addresses == ("https://lantern.example/?p=5",)


def test_the_addresses_of_what_stories_name_are_handed_over():
    terms = filed_under("category", "bridges", "Bridges") + filed_under("post_tag", "river", "The river")
    found = [each for each in items_of(export(TOWN, post(more=terms))) if isinstance(each, FormerAddress)]
    pages = {
        (each.owner, each.name, each.address.removeprefix("https://lantern.example"))
        for each in found
        if not each.is_feed
    }

    assert pages == {
        ("topic", "Bridges", "/category/town/bridges/"),
        ("topic", "Bridges", "/?cat=4"),
        ("section", "Town & Country", "/category/town/"),
        ("section", "Town & Country", "/?cat=3"),
        ("topic", "The river", "/tag/river/"),
        ("topic", "The river", "/?tag=river"),
        ("author", "Hana Ostrow", "/author/hana/"),
        ("author", "Hana Ostrow", "/?author=7"),
    }


def test_the_feeds_of_the_site_and_of_its_pages_are_handed_over_as_feeds():
    found = [each for each in items_of(export(post())) if isinstance(each, FormerAddress) and each.is_feed]

    assert {"https://lantern.example/feed/", "https://lantern.example/?feed=rss2"} <= {
        each.address for each in found if each.owner == "edition"
    }
    assert [each.address for each in found if each.owner == "author"] == [
        "https://lantern.example/author/hana/feed/"
    ]
