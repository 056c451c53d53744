"""A paper with one of everything that readers' pages can show, for the checkers of pages."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from wagtail.images.models import Image

from broadsheet.newsroom.actions.changing_paper import change_paper
from broadsheet.newsroom.models import Correction, Section
from broadsheet.newsroom.paper.colours import DARK_GROUND, LIGHT_GROUND, nearest_that_can_be_read
from broadsheet.newsroom.paper.site_settings import SiteSettings
from broadsheet.newsroom.paper.uploads import take_icon, take_logo, take_share
from factories import make_article, make_edition, make_page, make_pick, make_section
from hostile_logos import SHAPE, svg
from newsstand import publish, publish_many
from picture_files import Kind, plain
from searchable import index_articles

TABLE = {
    "columns": [{"type": "text", "heading": "Year"}, {"type": "text", "heading": "Crossings"}],
    "rows": [{"values": ["2021", "1,204"]}, {"values": ["2022", "88,310"]}],
    "caption": "Crossings by year",
}


def print_whole_paper(picture: Image) -> list[str]:
    """Publish it and return the paths of its pages, those of errors last."""
    main = make_edition("en", is_main=True, name="The Gazette & Echo")
    town, sport = make_section("Town"), make_section("Sport")
    publish_many(45, section=town, topics=["Bridge"], authors=["Hana Ostrow"])
    publish_many(6, section=sport, picture=picture, picture_alt="Two cranes")
    full = _everything(picture, section=town, edition=main)
    undated = make_article("Nobody knows when", days_ago=None, section=sport)
    make_pick(full, ends_at=timezone.now() + timedelta(days=1))
    russian = publish(
        "Мост открыт",
        edition=make_edition("ru"),
        translation_key=full.translation_key,
        slug="most",
        standfirst="Да.",
    )
    arabic = publish(
        "فتح الجسر", edition=make_edition("ar"), slug="jisr", body=[("paragraph", "<p>نص الخبر.</p>")]
    )
    below = publish("Of the quay", section=make_section("Harbour & quays", slug="quays", parent=town))
    pages = _around_the_news(main)
    index_articles()
    fronts = ["/", "/ru/", "/ar/"]
    articles = [each.get_absolute_url() for each in (full, undated, russian, arabic, below)]
    lists = ["/section/town/", "/section/town/?page=2", "/topic/bridge/", "/author/hana-ostrow/", "/archive/"]
    spans = [f"/{full.path[:4]}/", f"/{full.path[:7]}/", "/undated/"]
    return [
        *fronts,
        *articles,
        *lists,
        *spans,
        *pages,
        "/section/quays/",
        "/search/",
        "/search/?q=story",
        "/search/?q=zeppelin",
        "/how-popular-is-counted/",
        "/ar/how-popular-is-counted/",
        "/popular/week/",
        "/section/town/popular/week/",
        "/corrections/",
        "/ar/corrections/",
        "/search/?q=story&section=town&year=2026&order=newest",
        "/search/?q=ostrow",
        "/search/?q=storry",
        "/ar/search/?q=الجسر",
        "/nowhere/",
    ]


def _around_the_news(edition):
    """Give an edition a menu, links in the footer and a page in two languages; return the paths of the pages."""
    text = [
        ("paragraph", '<p>The <b>publisher</b>, at <a href="https://example.org/">home</a>.</p>'),
        ("heading", {"text": "Register", "level": "2"}),
        ("table", TABLE),
        ("quotation", {"text": "We saw it.", "speaker": "Ilse Tarnow", "role": ""}),
    ]
    page = make_page("Imprint & contact", slug="imprint", edition=edition, body=text)
    russian = make_page(
        "Выходные данные", slug="dannye", edition=make_edition("ru"), translation_key=page.translation_key
    )
    edition.menu = [
        *(
            ("section", {"section": each})
            for each in Section.objects.filter(locale=edition.locale, parent=None)
        ),
        ("page", {"page": page, "name": "Imprint"}),
        ("link", {"name": "A name & a mark", "address": "https://example.org/?a=1&b=2"}),
    ]
    edition.footer_links = [("link", {"name": "Write to us", "address": "mailto:desk@example.org"})]
    edition.save()
    return [page.get_absolute_url(), russian.get_absolute_url()]


def _everything(picture: Image, **fields):
    article = publish(
        "Everything that an article can show, “quoted” & <marked>",
        days_ago=0.5,
        standfirst="A sentence that adds to the headline.",
        topics=["Bridge", "Roads"],
        authors=["Hana Ostrow", "Ivo Tal"],
        source="Ossel Wire",
        picture=picture,
        picture_alt="Two cranes at dusk",
        picture_caption="The quay",
        picture_credit="I. Tal",
        body=[
            ("paragraph", '<p>An opening with <b>bold</b>, <i>italics</i> and <a href="https://example.org/">a link</a>.</p>'),
            ("heading", {"text": "What happened", "level": "2"}),
            ("paragraph", "<ul><li>One</li><li>Two</li></ul>"),
            ("quotation", {"text": "We saw it.", "speaker": "Ilse Tarnow", "role": "port director"}),
            ("picture", {"image": picture, "alt": "The cranes again", "caption": "Again", "credit": "I. Tal"}),
            ("embed", {"url": "https://example.org/film", "caption": ""}),
            ("heading", {"text": "In figures", "level": "3"}),
            ("table", TABLE),
        ],
        **fields,
    )  # fmt: skip
    Correction.objects.create(article=article, at=datetime(2026, 3, 16, tzinfo=UTC), text="It is 214 metres.")
    return article


def dress_the_paper() -> None:
    """Give the paper every setting that it can have."""
    now = timezone.now()
    change_paper(
        SiteSettings(
            logo=take_logo(svg(SHAPE), now=now).picture,
            logo_dark=take_logo(svg(SHAPE + SHAPE), now=now).picture,
            icon=take_icon(plain(Kind("PNG", "png"), size=(512, 512)), now=now).picture,
            share=take_share(plain(Kind("PNG", "png"), size=(1200, 630)), now=now).picture,
            typeface="sans",
            # As little contrast as the desk lets pass.
            accent=nearest_that_can_be_read("#ffcc00", LIGHT_GROUND),
            accent_dark=nearest_that_can_be_read("#333333", DARK_GROUND),
            accounts=("https://social.example/@lantern", "https://video.example/"),
        ),
        by=None,
        now=now,
    )
