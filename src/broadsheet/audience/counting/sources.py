"""Say by which way a reader came, and forget everything else about it."""

from enum import IntEnum

from ...rails import registry


class Source(IntEnum):
    """Ways to an article that lead over no rail; the numbers are those of the files, as are the `source` of rails."""

    DIRECT = 0
    SEARCH = 1
    SOCIAL = 2
    OTHER_SITE = 3
    OWN_PAGE = 4


LONGEST_HOST = 100

# Names that stand before the last part of a host, or are the host.
_SEARCH = frozenset(
    [
        "google",
        "bing",
        "duckduckgo",
        "yahoo",
        "yandex",
        "ya",
        "baidu",
        "ecosia",
        "qwant",
        "startpage",
        "naver",
        "seznam",
        "sogou",
        "brave",
    ]
)
_SOCIAL = frozenset(
    [
        "facebook",
        "fb",
        "instagram",
        "twitter",
        "x",
        "t",
        "reddit",
        "linkedin",
        "lnkd",
        "pinterest",
        "tiktok",
        "youtube",
        "youtu",
        "telegram",
        "whatsapp",
        "vk",
        "ok",
        "threads",
        "bsky",
        "mastodon",
        "weibo",
        "wechat",
        "line",
        "snapchat",
        "discord",
    ]
)


def source_of(said: str, *, own_host: str = "") -> int:
    """Return the number of the source for what a page says of itself: a rail's name, or the host that the reader came from."""
    if not said:
        return Source.DIRECT
    for rail in registry.RAILS:
        if said == rail.name:
            return rail.source
    host = said[:LONGEST_HOST].lower().partition(":")[0]
    if host == own_host.lower().partition(":")[0]:
        return Source.OWN_PAGE
    labels = host.split(".")
    # "www.google.co.uk", "t.co", "news.yahoo.com": the name before the public suffix.
    names = [each for each in labels[:-1] if each not in ("co", "com", "net", "org")] or labels[:1]
    if names[-1] in _SEARCH:
        return Source.SEARCH
    return Source.SOCIAL if names[-1] in _SOCIAL else Source.OTHER_SITE
