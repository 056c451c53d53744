"""Make an edition's menu and footer from an editor's choice; without one, the menu is all sections in their order."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..prose.links import is_safe_link
from .addresses import place_path
from .models import Edition, Page, Section, Topic
from .models.pages import Purpose


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A link of the menu or the footer; `section` is the number of the section that it leads to."""

    name: str
    address: str
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """The menu and footer of an edition, its correction policy, and its pages with a purpose."""

    menu: tuple[MenuLink, ...] = ()
    footer: tuple[MenuLink, ...] = ()
    # Address of its correction policy, "" if none is published.
    correction_policy: str = ""
    # Addresses of published pages by their purposes.
    purposes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Targets:
    """The things that entries can lead to, by kind and number."""

    things: Mapping[str, Mapping[int, Any]]

    def find(self, kind: str, number: Any) -> Any:
        return self.things.get(kind, {}).get(number) if isinstance(number, int) else None


def furniture_of(
    editions: Collection[Edition], sections: Mapping[int, list[Section]]
) -> dict[int, Furniture]:
    """Return the menu and footer of each edition, by the number of its locale.

    One query for the pages, and one for topics where a menu has any. Indexes: primary keys.
    """
    pages = list(Page.objects.filter(live=True).defer("body"))
    wanted = {number for each in editions for kind, number in _targets(each) if kind == "topic"}
    known = _Targets(
        {
            "section": {each.pk: each for found in sections.values() for each in found},
            "topic": Topic.objects.in_bulk(list(wanted)) if wanted else {},
            "page": {each.pk: each for each in pages},
        }
    )
    purposes = {each.locale_id: _purposes(each, pages) for each in editions}
    return {
        each.locale_id: Furniture(
            menu=tuple(_menu(each, sections.get(each.locale_id, []), known)),
            footer=(
                *(
                    _to(each, page)
                    for page in pages
                    if page.locale_id == each.locale_id and page.is_in_footer
                ),
                *filter(None, (_link(value) for _kind, value in _values(each.footer_links))),
            ),
            correction_policy=purposes[each.locale_id].get(Purpose.CORRECTIONS, ""),
            purposes=purposes[each.locale_id],
        )
        for each in editions
    }


def editions_that_show(thing: Section | Topic | Page) -> list[Edition]:
    """Return the editions with a section, topic or page in their menus, hidden or not."""
    wanted = (str(thing._meta.model_name), thing.pk)
    found = Edition.objects.select_related("locale")
    return [each for each in found if wanted in set(_targets(each))]


def take_out_of_menus(thing: Section | Topic) -> None:
    """Remove a deleted section or topic from all menus."""
    gone = (str(thing._meta.model_name), thing.pk)
    for edition in Edition.objects.select_related("locale"):
        if gone in set(_targets(edition)):
            kept = [each for each in edition.menu.raw_data if _target(each["type"], each["value"]) != gone]
            edition.menu = kept  # type: ignore[assignment]  # the field makes a stream of it
            edition.save()


def subsections(section: Section, sections: Iterable[Section]) -> list[Section]:
    """Return those of the sections that stand under one."""
    return [each for each in sections if each.parent_id == section.pk]


def family(section: Section, sections: Iterable[Section]) -> list[Section]:
    """Return a section and its sub-sections: their stories are its own."""
    return [section, *subsections(section, sections)]


def _menu(edition: Edition, sections: list[Section], known: _Targets) -> Iterator[MenuLink]:
    chosen = list(_values(edition.menu))
    if not chosen:
        yield from (_to(edition, each) for each in sections if each.parent_id is None)
    for kind, value in chosen:
        if value.get("is_hidden"):
            continue
        if kind == "link":
            found = _link(value)
        else:
            thing = known.find(kind, value.get(kind))
            # Drafts of pages, and things of another edition, are not shown.
            is_ours = thing is not None and thing.locale_id == edition.locale_id
            found = _to(edition, thing, str(value.get("name") or "")) if is_ours else None
        if found is not None:
            yield found


def _purposes(edition: Edition, pages: Iterable[Page]) -> dict[str, str]:
    own = (each for each in pages if each.locale_id == edition.locale_id and each.purpose)
    return {each.purpose: _to(edition, each).address for each in own}


def _to(edition: Edition, thing: Section | Topic | Page, name: str = "") -> MenuLink:
    kind = str(thing._meta.model_name)
    address = place_path(edition.root, kind, thing.slug)
    return MenuLink(name or thing.name, address, thing.pk if kind == "section" else None)


def _link(value: Mapping[str, Any]) -> MenuLink | None:
    """Return a link that was typed; None for an unsafe one, as an import or a backup may bring it."""
    name, address = str(value.get("name") or "").strip(), str(value.get("address") or "").strip()
    return MenuLink(name, address) if name and is_safe_link(address) else None


def _targets(edition: Edition) -> Iterator[tuple[str, Any]]:
    return (_target(kind, value) for kind, value in _values(edition.menu))


def _target(kind: str, value: Mapping[str, Any]) -> tuple[str, Any]:
    return kind, value.get(kind)


def _values(stream: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the kind and the value of each entry as it is stored, without a query for its target.

    Another release may have stored entries in another shape. They are left out.
    """
    for each in stream.raw_data:
        kind, value = each.get("type"), each.get("value")
        if isinstance(kind, str) and isinstance(value, Mapping):
            yield kind, value
