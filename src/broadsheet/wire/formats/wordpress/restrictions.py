"""Decide who may see an item: one table of states, one of types, one of what plugins restrict. The rest withholds."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ....newsroom.stories import Status
from .elements import ExportItem
from .times import Dated

STATES: dict[str, Status] = {
    "publish": "usable",
    "future": "usable",
    "draft": "draft",
    "pending": "submitted",
    "private": "withheld",
}
# Items in these states are named, not stored.
LEFT_OUT_STATES = {"trash": "in the trash", "auto-draft": "an empty draft that WordPress made by itself"}
# The types of items that are stories, unless the person who imports names more.
STORIES = frozenset({"post"})
# Types that no wish can make stories of.
NO_STORIES = {
    "attachment": "a file of the media library",
    "revision": "an earlier version of a post",
    "nav_menu_item": "an entry of a menu",
    "custom_css": "a style sheet",
    "customize_changeset": "a setting of the theme",
    "oembed_cache": "an answer of another site",
    "user_request": "a request for personal data",
    "wp_block": "a reusable block",
    "wp_template": "a template of the theme",
    "wp_template_part": "a template of the theme",
    "wp_global_styles": "a style of the theme",
    "wp_navigation": "a menu",
    "wp_font_family": "a font",
    "wp_font_face": "a font",
    "guest-author": "the card of a guest author, whose name stands in bylines",
    "acf-field": "a setting of a plugin",
    "acf-field-group": "a setting of a plugin",
    "wpcf7_contact_form": "a form",
    "feedback": "an answer to a form",
    "shop_order": "an order in a shop",
}
# Fields by which plugins restrict a post. Each value but these empty ones withholds.
RESTRICTING_METAS = {
    "_members_access_role", "rcp_user_level", "rcp_access_level", "rcp_subscription_level", "_rcp_subscription_level",
    "_is_paid", "_wpmem_block", "um_content_restriction", "_jetpack_newsletter_access",
    "_jetpack_memberships_contains_paid_content",
}  # fmt: skip
FOR_EVERYBODY = {"", "0", "no", "none", "false", "all", "everybody", "a:0:{}", "[]"}
# What the plugin PublishPress Future does at its date; whatever else takes a post away from readers.
_HARMLESS_ENDS = ("category", "stick", "unstick")


@dataclass(frozen=True, slots=True)
class Standing:
    """In which state an item comes in, why it is withheld, and when it appears and ends."""

    status: Status
    because: str = ""
    go_live_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why an item is no story, and the name under which such items are counted."""

    kind: str
    reason: str


def left_out(item: ExportItem, asked_types: frozenset[str]) -> LeftOut | None:
    """Return why an item is not stored, or nothing."""
    for state in stated(item, "wp:status"):
        if state in LEFT_OUT_STATES:
            return LeftOut(f"status {state}", LEFT_OUT_STATES[state])
    for kind in stated(item, "wp:post_type"):
        if kind in NO_STORIES:
            return LeftOut(kind, NO_STORIES[kind])
        if kind not in STORIES | asked_types:
            what = (
                "a page, no news article"
                if kind == "page"
                else f"of the type “{kind[:40]}”, which is not known"
            )
            return LeftOut(kind[:40], f"{what}; --post-type {kind[:40]} imports such items")
    return None


def standing(item: ExportItem, dated: Dated, *, now: datetime) -> Standing:
    """Return in which state an item comes in; whatever restricts and is not understood withholds it.

    A moment for which a post was scheduled and that has passed withholds too: the export was made before, and does not
    say that readers ever saw it.
    """
    expires_at, trouble = _end(item)
    because = "; ".join(_restrictions(item, trouble))
    states = stated(item, "wp:status")
    if because:
        return Standing("withheld", because, None, expires_at)
    status = STATES[states[0]]
    if states[0] != "future":
        return Standing(status, "", None, expires_at)
    if dated.moment is None:
        return Standing("withheld", "it was scheduled, and its moment cannot be read")
    if dated.moment <= now:
        return Standing(
            "withheld",
            f"it was scheduled for {dated.moment:%Y-%m-%d %H:%M %Z}, which has passed",
            None,
            expires_at,
        )
    return Standing("usable", "", dated.moment, expires_at)


def stated(item: ExportItem, name: str) -> list[str]:
    """Return the different values of a field, in small letters."""
    return list(dict.fromkeys(each.strip().lower() for each in item.texts.get(name, ()) if each.strip()))


def _restrictions(item: ExportItem, trouble: str) -> list[str]:
    found = []
    for name, what in (("wp:status", "status"), ("wp:post_type", "type")):
        values = stated(item, name)
        if not values:
            found.append(f"it states no {what}")
        elif len(values) > 1:
            found.append(f"it states more than one {what}: {', '.join(values)[:100]}")
    states = stated(item, "wp:status")
    if states == ["private"]:
        found.append("it is private")
    elif len(states) == 1 and states[0] not in STATES:
        found.append(f"its status “{states[0][:40]}” is not known")
    if any(each.strip() for each in item.texts.get("wp:post_password", ())):
        found.append("it has a password")
    elif item.is_damaged and "wp:post_password" not in item.texts:
        found.append("the file is damaged here, so whether it has a password cannot be told")
    found += [
        f"“{key}” says that not everybody may read it"
        for key in sorted(RESTRICTING_METAS & item.metas.keys())
        if any(each.strip().lower() not in FOR_EVERYBODY for each in item.metas[key])
    ]
    return [*found, trouble] if trouble else found


def _end(item: ExportItem) -> tuple[datetime | None, str]:
    """Return when readers may no longer see an item, as the plugin PublishPress Future writes it in seconds."""
    written = item.meta("_expiration-date")
    if not written or item.meta("_expiration-date-type").lower().startswith(_HARMLESS_ENDS):
        return None, ""
    try:
        return datetime.fromtimestamp(int(written), UTC), ""
    except (ValueError, OverflowError, OSError):
        return None, f"its end “{written[:40]}” cannot be read"
