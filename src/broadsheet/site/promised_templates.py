"""What a theme may rely on: names of templates, the names in their contexts, the fields of cards, and the properties of the style sheet.

All else of the templates and styles may change in any version. The guide `docs/howto/make-a-theme.md` says what each name holds.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """A template, the names that its context always has, and those that only some of its pages have."""

    template: str
    always: frozenset[str]
    sometimes: frozenset[str] = frozenset()


# What stands around every page.
FRAME = frozenset(
    {
        "paper", "edition", "sections", "section", "today", "masthead", "footer", "assets", "language", "direction",
        "page_title", "title_mark", "shared_title", "description", "canonical", "share", "feeds", "locale", "alternates", "linked_data", "robots",
    }
)  # fmt: skip
# What every part of the frame has, which is printed once for many pages.
_PART = frozenset({"paper", "edition", "language"})
_MASTHEAD = _PART | {"section", "subsections", "is_article", "today", "switch"}

PROMISES = (
    Promise("site/base.html", FRAME),
    Promise("site/front.html", FRAME | {"front"}),
    Promise(
        "site/article.html",
        FRAME
        | {
            "article",
            "around",
            "lead",
            "preview",
            "published",
            "translations",
            "structured",
            "rails",
            "rails_mark",
            "reads_need_consent",
            "reading_minutes",
            "share_links",
            "other_forms",
        },
        frozenset({"is_preview"}),
    ),
    Promise(
        "site/list.html",
        FRAME | {"kind", "heading", "printed_heading", "path", "feed", "page", "cards", "rails"},
        frozenset({"introduction", "face", "above", "narrower"}),
    ),
    Promise("site/archive.html", FRAME | {"years", "has_undated"}),
    Promise("site/page.html", FRAME | {"page", "translations"}),
    Promise(
        "site/search.html",
        FRAME | {"asked", "is_being_prepared", "path", "rails"},
        frozenset({"cards", "count", "direct", "filters", "meant", "meant_path", "orders", "page", "query"}),
    ),
    Promise("site/missing.html", FRAME | {"status", "path", "rails"}),
    Promise("site/parts/masthead.html", _MASTHEAD),
    Promise("site/parts/nameplate.html", _MASTHEAD),
    Promise("site/parts/fonts.html", _PART),
    Promise("site/parts/footer.html", _PART),
    Promise(
        "site/parts/card.html",
        frozenset({"card", "level", "style", "rail", "paper", "has_picture", "has_face"}),
    ),
    Promise("site/parts/rail.html", frozenset({"name", "title", "items", "style"})),
    Promise("site/parts/picture.html", frozenset({"offer", "alt", "loading"})),
)
PROMISED = {each.template: each for each in PROMISES}
# Parts that copies of these include. A theme may go on doing so, but their own contexts are not promised.
INCLUDED = (
    "site/parts/accounts.html", "site/parts/face.html", "site/parts/find.html", "site/parts/pages.html", "site/parts/rails.html",
)  # fmt: skip

# Of `card`, wherever one is printed.
CARD_FIELDS = (
    "article", "url", "headline", "card_text", "published_at", "date_precision", "section", "section_url", "language",
    "picture", "picture_alt", "is_pick", "kicker", "kind", "is_updated", "is_opinion", "columnist", "columnist_url", "face", "also",
)  # fmt: skip
# Custom properties of CSS that our styles are made with, and that a theme's style sheet may set.
PROPERTIES = (
    "--paper", "--ink", "--soft", "--hair", "--accent", "--wash", "--opinion", "--opinion-wash",
    "--text", "--display", "--system", "--gutter", "--wide", "--measure",
    *(f"--type-{step}" for step in range(1, 9)),
)  # fmt: skip
