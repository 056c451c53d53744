"""The crawlers that gather texts for language models, by their names in robots.txt.

Only their makers know whether they follow robots.txt. Crawlers that fetch a page for one person's question mostly say
that they need not. Sources: the makers' own pages, named beside each group.
"""

from dataclasses import dataclass

from .site_settings import REFUSE, SOME, SiteSettings


@dataclass(frozen=True, slots=True)
class Crawler:
    """A crawler: its name in robots.txt, whose it is, and what it gathers for."""

    name: str
    maker: str
    purpose: str


TRAINING, ANSWERS = "training", "search and answers"

CRAWLERS = (
    # https://platform.openai.com/docs/bots
    Crawler("GPTBot", "OpenAI", TRAINING),
    Crawler("OAI-SearchBot", "OpenAI", ANSWERS),
    Crawler("ChatGPT-User", "OpenAI", ANSWERS),
    # https://support.claude.com/en/articles/8896518
    Crawler("ClaudeBot", "Anthropic", TRAINING),
    Crawler("Claude-SearchBot", "Anthropic", ANSWERS),
    Crawler("Claude-User", "Anthropic", ANSWERS),
    # https://developers.google.com/search/docs/crawling-indexing/google-common-crawlers: a name in
    # robots.txt only. Refusing it changes nothing in Google's search.
    Crawler("Google-Extended", "Google", TRAINING),
    # https://support.apple.com/en-us/119829: the same for Apple.
    Crawler("Applebot-Extended", "Apple", TRAINING),
    # https://developers.facebook.com/docs/sharing/webmasters/web-crawlers
    Crawler("meta-externalagent", "Meta", TRAINING),
    Crawler("meta-externalfetcher", "Meta", ANSWERS),
    # https://developer.amazon.com/amazonbot
    Crawler("Amazonbot", "Amazon", TRAINING),
    # https://docs.perplexity.ai/guides/bots
    Crawler("PerplexityBot", "Perplexity", ANSWERS),
    Crawler("Perplexity-User", "Perplexity", ANSWERS),
    # https://docs.mistral.ai/robots
    Crawler("MistralAI-User", "Mistral", ANSWERS),
    # https://duckduckgo.com/duckduckgo-help-pages/results/duckassistbot
    Crawler("DuckAssistBot", "DuckDuckGo", ANSWERS),
    # https://commoncrawl.org/ccbot: an archive for everybody, from which many models are trained.
    Crawler("CCBot", "Common Crawl", TRAINING),
    # Its maker has no page about it: https://github.com/ai-robots-txt/ai.robots.txt
    Crawler("Bytespider", "ByteDance", TRAINING),
    # https://docs.diffbot.com/docs/getting-started-with-crawl
    Crawler("Diffbot", "Diffbot", TRAINING),
    # https://allenai.org/crawler
    Crawler("AI2Bot", "Allen Institute for AI", TRAINING),
)
NAMES = frozenset(each.name for each in CRAWLERS)


def refused_crawlers(settings: SiteSettings) -> list[str]:
    """Return the names of the crawlers that the paper refuses."""
    if settings.crawlers == REFUSE:
        return [each.name for each in CRAWLERS]
    return [each.name for each in CRAWLERS if settings.crawlers == SOME and each.name in settings.refused]
