"""Say by which way a reader came, and forget everything else about it."""

from enum import IntEnum


class Source(IntEnum):
    """Ways to an article; the numbers are those of the files."""

    DIRECT = 0
    SEARCH = 1
    SOCIAL = 2
    OTHER_SITE = 3
    OWN_PAGE = 4
    RELATED = 5
    EDITORS_CHOICE = 6
    POPULAR = 7


RAILS = (Source.RELATED, Source.EDITORS_CHOICE, Source.POPULAR)
LONGEST_HOST = 100

_OF_RAILS = {"related": Source.RELATED, "editors-choice": Source.EDITORS_CHOICE, "popular": Source.POPULAR}
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


def source_of(said: str, *, own_host: str = "") -> Source:
    """Return the source for what a page says of itself: a rail's name, or the host that the reader came from."""
    if not said:
        return Source.DIRECT
    if said in _OF_RAILS:
        return _OF_RAILS[said]
    host = said[:LONGEST_HOST].lower().partition(":")[0]
    if host == own_host.lower().partition(":")[0]:
        return Source.OWN_PAGE
    labels = host.split(".")
    # "www.google.co.uk", "t.co", "news.yahoo.com": the name before the public suffix.
    names = [each for each in labels[:-1] if each not in ("co", "com", "net", "org")] or labels[:1]
    if names[-1] in _SEARCH:
        return Source.SEARCH
    return Source.SOCIAL if names[-1] in _SOCIAL else Source.OTHER_SITE
