"""Let editors link the words of a paragraph to another article."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from ..newsroom.models import Article
from ..newsroom.rich_text import ArticleLinkHandler

FEATURE, ENTITY = "article-link", "ARTICLE"


class ArticleLinkElementHandler(LinkElementHandler):
    """Turn a stored link into what the editor works with; a deleted article leaves its number."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        number = str(attrs.get("id", ""))
        if not number.isdecimal():
            return {}
        found = Article.objects.filter(pk=int(number)).select_related("locale__edition")
        article = found.only("headline", "path", "locale").first()
        if article is None:
            return {"id": int(number)}
        return {"id": article.pk, "title": article.headline, "url": article.get_absolute_url()}


def stored_link(props: dict[str, Any]) -> Any:
    """Turn the editor's link into `<a linktype="article" id="42">`."""
    return DOM.create_element("a", {"linktype": "article", "id": props.get("id")}, props["children"])


def register_article_links(features: Any) -> None:
    """Make the feature known to Wagtail: how it is stored, edited and shown to readers."""
    features.register_link_type(ArticleLinkHandler)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "doc-full",
                "description": _("Link to an article"),
                "attributes": ["id", "title", "url"],
                "chooserUrls": {
                    "articleChooser": reverse_lazy("wagtailsnippetchoosers_newsroom_article:choose")
                },
            },
            js=["wagtailadmin/js/chooser-modal.js", "desk/article-link.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {'a[linktype="article"]': ArticleLinkElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored_link}},
        },
    )
