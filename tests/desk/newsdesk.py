"""Do at the desk what an editor does, through the same forms."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.newsroom.models import Article


@dataclass
class Newsdesk:
    """A browser that is signed in to the desk."""

    client: Client
    user: Any

    def see(self, name: str, *args: Any, **query: Any) -> str:
        response = self.client.get(address(name, *args), query)
        assert response.status_code == 200, (response.status_code, response.headers.get("Location"))
        return response.content.decode()

    def status(self, name: str, *args: Any, **query: Any) -> int:
        return self.client.get(address(name, *args), query).status_code

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(address(name, *args), data)

    def write(self, *, action: str = "", **fields: Any) -> Article:
        """Fill in the empty form; `action` is the button: none, "publish" or "submit"."""
        return self._submit(address("article:add"), action, story(**fields))

    def rewrite(self, article: Article, *, action: str = "", **fields: Any) -> Article:
        return self._submit(address("article:edit", article.pk), action, story(**fields))

    def _submit(self, url: str, action: str, data: dict[str, Any]) -> Article:
        buttons = {"publish": "action-publish", "submit": "action-submit"}
        response = self.client.post(url, data | ({buttons[action]: "1"} if action else {}))
        assert response.status_code == 302, faults(response)
        return _written(data["headline"])


def _written(headline: str) -> Article:
    """Find the article by the headline of its latest draft."""
    return next(
        each for each in Article.objects.all() if str(each.get_latest_revision_as_object()) == headline
    )


def address(name: str, *args: Any) -> str:
    """Return the address of "article:edit" or "desk_picks"."""
    model, _colon, view = name.partition(":")
    return reverse(f"wagtailsnippets_newsroom_{model}:{view}" if view else name, args=args)


def faults(response: Any) -> Any:
    form = (response.context or {}).get("form")
    if form is None:
        return response.status_code
    return form.errors, [formset.errors for formset in form.formsets.values()]


def story(**fields: Any) -> dict[str, Any]:
    """Return the data of the article form, filled in with a small story."""
    text = fields.pop("text", "<p>The ferry sails again. It had been away for a week.</p>")
    corrections = fields.pop("corrections", [])
    return nested_form_data(
        {
            "headline": "The ferry sails again",
            "slug": "",
            "standfirst": "",
            "section": "",
            "topics": "",
            "picture": "",
            "picture_alt": "",
            "picture_caption": "",
            "picture_credit": "",
            "source": "",
            "published_at": "",
            "date_precision": "second",
            "date_basis": "",
            "embargoed_until": "",
            "go_live_at": "",
            "expire_at": "",
            "body": streamfield([("paragraph", rich_text(text))]),
            "bylines": inline_formset([]),
            "corrections": inline_formset(corrections),
            **fields,
        }
    )
