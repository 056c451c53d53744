"""Print JSON-LD, and describe what most of it names: the paper, its pictures, the way to a page. https://schema.org"""

import json
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from ..newsroom.models.pages import Purpose
from ..prose.typography import without_controls
from .addresses import absolute
from .contexts import EditionContext
from .pictures import PublicFile

# Inside a script element no "<" may stand that could end it: https://html.spec.whatwg.org/#script-data-state
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
# What the pages of a paper say of it, as our example texts for them have it; the first that the paper has.
_POLICIES: dict[str, tuple[Purpose, ...]] = {
    "correctionsPolicy": (Purpose.CORRECTIONS,),
    "actionableFeedbackPolicy": (Purpose.CORRECTIONS,),
    "ethicsPolicy": (Purpose.ETHICS,),
    "verificationFactCheckingPolicy": (Purpose.ETHICS,),
    "unnamedSourcesPolicy": (Purpose.ETHICS,),
    "noBylinesPolicy": (Purpose.ETHICS,),
    "publishingPrinciples": (Purpose.ETHICS, Purpose.ABOUT),
    "missionCoveragePrioritiesPolicy": (Purpose.ABOUT,),
    "masthead": (Purpose.ABOUT,),
    "ownershipFundingInfo": (Purpose.ABOUT,),
}


def printed(said: Mapping[str, Any]) -> SafeString:
    """Return JSON-LD that is safe inside a script element, without what is empty."""
    full = {"@context": "https://schema.org", **said}
    kept = {name: _well_formed(value) for name, value in full.items() if value}
    written = json.dumps(kept, ensure_ascii=False)
    return mark_safe(written.translate(_ESCAPES))  # every character that could end the element is escaped


def organization(paper: EditionContext) -> dict[str, Any]:
    """Return the paper as a publisher, with its accounts and policies where it has them."""
    purposes = paper.furniture.purposes
    contact = purposes.get(Purpose.CONTACT)
    said = {
        "@type": "NewsMediaOrganization",
        "name": paper.edition.name,
        "url": absolute(paper.edition.root),
        "logo": {"@type": "ImageObject", "url": absolute(reverse("site:icon", kwargs={"size": 512}))},
        "sameAs": list(paper.settings.accounts),
        **_policies(purposes),
        "contactPoint": contact and {"@type": "ContactPoint", "url": absolute(contact)},
    }
    return {name: value for name, value in said.items() if value}


def _policies(purposes: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of a paper's policies, by the names that schema.org gives them."""
    found = {
        name: next((purposes[each] for each in asked if each in purposes), "")
        for name, asked in _POLICIES.items()
    }
    return {name: absolute(path) for name, path in found.items() if path}


def pictures(files: Iterable[PublicFile], *, caption: str = "", credit: str = "") -> list[dict[str, Any]]:
    """Return files of one picture, with what stands under it."""
    about = {name: value for name, value in (("caption", caption), ("creditText", credit)) if value}
    return [
        {"@type": "ImageObject", "url": absolute(each.path), "width": each.width, "height": each.height, **about}
        for each in files
    ]  # fmt: skip


def share_picture(paper: EditionContext) -> list[dict[str, Any]]:
    """Return the picture that the paper gives to what has none of its own, if there is one."""
    share = paper.settings.share
    if share is None:
        return []
    path = reverse("site:paper-file", kwargs={"name": share.name})
    return pictures([PublicFile(path, share.width, share.height)])


def breadcrumbs(paper: EditionContext, way: Iterable[tuple[str, str]]) -> SafeString:
    """Describe the way to a page from the front, as paths and names; the last is the page itself."""
    steps = [(paper.edition.root, paper.edition.name), *way]
    return printed(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
                for place, (path, name) in enumerate(steps, 1)
            ],
        }
    )


def _well_formed(value: Any) -> Any:
    if isinstance(value, SafeString):
        # It is printed in a page with a mark of its language, which is no part of the words.
        value = unescape(strip_tags(value))
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list):
        return [_well_formed(each) for each in value]
    return {name: _well_formed(each) for name, each in value.items()} if isinstance(value, dict) else value
