"""Addresses of the readers' pages; an edition other than the main one has its language in front."""

from django.urls import include, path

from . import addresses as addresses  # registers the converters
from .views import (
    archive,
    article,
    counting,
    feeds,
    front,
    lists,
    names,
    news_sitemap,
    opensearch,
    pages,
    paper,
    robots,
    search,
    sitemaps,
)

app_name = "site"

of_editions = [
    path("", front.front, name="front"),
    path("feed/", feeds.edition_feed, name="feed"),
    path("popular/<slug:window>/feed/", feeds.popular_feed, name="popular-feed"),
    path("search/", search.search, name="search"),
    path("how-popular-is-counted/", counting.how_popular_is_counted, name="how-popular-is-counted"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("search/names/", names.names, name="names"),
    path("section/<slug:slug>/", lists.section, name="section"),
    path("section/<slug:slug>/feed/", feeds.section_feed, name="section-feed"),
    path("topic/<slug:slug>/", lists.topic, name="topic"),
    path("topic/<slug:slug>/feed/", feeds.topic_feed, name="topic-feed"),
    path("author/<slug:slug>/", lists.author, name="author"),
    path("author/<slug:slug>/feed/", feeds.author_feed, name="author-feed"),
    path("page/<slug:slug>/", pages.page, name="page"),
    path("archive/", archive.years, name="archive"),
    path("undated/", archive.undated, name="undated"),
    path("undated/<slug:slug>/", article.article, name="undated-article"),
    path("<yyyy:year>/", archive.span, name="year"),
    path("<yyyy:year>/<dd:month>/", archive.span, name="month"),
    path("<yyyy:year>/<dd:month>/<dd:day>/", archive.span, name="day"),
    path("<yyyy:year>/<dd:month>/<dd:day>/<slug:slug>/", article.article, name="article"),
]

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
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
