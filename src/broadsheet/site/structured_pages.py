"""Describe to machines the pages that are no articles: fronts, lists, authors. https://schema.org"""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from ..newsroom.cards import Card
from ..newsroom.models import Author
from .addresses import absolute, author_path
from .contexts import EditionContext
from .json_ld import organization, pictures, printed
from .pictures import PublicFile, offer


def website(paper: EditionContext) -> list[SafeString]:
    """Describe the site and the paper, for the front of an edition."""
    edition = paper.edition
    site = {
        "@type": "WebSite",
        "name": edition.name,
        "url": absolute(edition.root),
        "description": edition.tagline,
        "inLanguage": edition.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": edition.name, "url": absolute(edition.root)},
    }
    return [printed(site), printed({**organization(paper), "description": edition.tagline})]


def item_list(cards: Iterable[Card], *, before: int) -> SafeString:
    """List the articles of a page of which so many stand on the pages before."""
    return printed(
        {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": absolute(each.url)}
                for place, each in enumerate(cards, before + 1)
            ],
        }
    )


def profile(author: Author, paper: EditionContext) -> SafeString:
    """Describe who writes, for the page of an author."""
    face = offer(author.picture, "face-head")
    files = [PublicFile(face.src, face.width, face.height)] if face else []
    person = {
        "@type": "Person",
        "name": author.name,
        "url": absolute(author_path(paper.edition, author.slug)),
        "jobTitle": author.role,
        "description": author.biography,
        "image": pictures(files),
        "worksFor": {
            "@type": "NewsMediaOrganization",
            "name": paper.edition.name,
            "url": absolute(paper.edition.root),
        },
    }
    return printed(
        {"@type": "ProfilePage", "mainEntity": {name: each for name, each in person.items() if each}}
    )
