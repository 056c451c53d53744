"""Addresses of the readers' pages; an edition other than the main one has its language in front."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, include, path

from . import addresses as addresses  # registers the converters
from .feeds.formats import FORMATS
from .views import (
    archive,
    article,
    corrections,
    counting,
    feeds,
    front,
    lists,
    names,
    news_sitemap,
    ninjs,
    oembed,
    opensearch,
    pages,
    paper,
    popular,
    robots,
    search,
    sitemaps,
)

app_name = "site"


def feed_paths(before: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """Return the addresses of a feed in every format, of which only RSS has the bare name."""
    return [
        path(
            f"{before}feed/{each.suffix}",
            view,
            {"kind": each.name},
            f"{name}-{each.name}" if each.suffix else name,
        )
        for each in FORMATS.values()
    ]


of_editions = [
    path("", front.front, name="front"),
    *feed_paths("", feeds.edition_feed, "feed"),
    *feed_paths("popular/<slug:window>/", feeds.popular_feed, "popular-feed"),
    *feed_paths("editors-choice/", feeds.choice_feed, "choice-feed"),
    path("search/", search.search, name="search"),
    path("how-popular-is-counted/", counting.how_popular_is_counted, name="how-popular-is-counted"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("search/names/", names.names, name="names"),
    path("section/<part:slug>/", lists.section, name="section"),
    *feed_paths("section/<part:slug>/", feeds.section_feed, "section-feed"),
    path("topic/<part:slug>/", lists.topic, name="topic"),
    *feed_paths("topic/<part:slug>/", feeds.topic_feed, "topic-feed"),
    path("author/<part:slug>/", lists.author, name="author"),
    *feed_paths("author/<part:slug>/", feeds.author_feed, "author-feed"),
    path("page/<part:slug>/", pages.page, name="page"),
    path("popular/<slug:window>/", popular.popular, name="most-read"),
    path(
        "section/<part:slug>/popular/<slug:window>/", popular.popular_in_section, name="most-read-in-section"
    ),
    path("corrections/", corrections.corrections, name="corrections"),
    path("archive/", archive.years, name="archive"),
    path("undated/", archive.undated, name="undated"),
    path("undated/<part:slug>.json", ninjs.article_ninjs, name="undated-ninjs"),
    path("undated/<part:slug>/", article.article, name="undated-article"),
    path("<yyyy:year>/", archive.span, name="year"),
    path("<yyyy:year>/<dd:month>/", archive.span, name="month"),
    path("<yyyy:year>/<dd:month>/<dd:day>/", archive.span, name="day"),
    path("<yyyy:year>/<dd:month>/<dd:day>/<part:slug>.json", ninjs.article_ninjs, name="ninjs"),
    path("<yyyy:year>/<dd:month>/<dd:day>/<part:slug>/", article.article, name="article"),
]

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("oembed", oembed.oembed, name="oembed"),
    path("ads.txt", paper.ads, name="ads"),
    path(".well-known/security.txt", paper.security, name="security"),
    path("favicon.ico", paper.favicon, name="favicon"),
    path("apple-touch-icon.png", paper.touch_icon, name="touch-icon"),
    path("icon.svg", paper.letter, name="letter-icon"),
    path("icon-<int:size>.png", paper.icon_png, name="icon"),
    path("site.webmanifest", paper.manifest, name="manifest"),
    path("paper/style-<slug:digest>.css", paper.style, name="paper-style"),
    path("paper/<str:name>", paper.paper_file, name="paper-file"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.chunk, name="sitemap-chunk"),
    path("sitemap-topics-<int:number>.xml", sitemaps.topics, name="sitemap-topics"),
    path("sitemap-authors-<int:number>.xml", sitemaps.authors, name="sitemap-authors"),
    path("sitemap-archive-<yyyy:year>.xml", sitemaps.archive, name="sitemap-archive"),
    path("news-sitemap.xml", news_sitemap.news, name="news-sitemap"),
    path("news-sitemap-<int:number>.xml", news_sitemap.part, name="news-sitemap-part"),
    *of_editions,
    path("<language:language>/", include(of_editions)),
]
