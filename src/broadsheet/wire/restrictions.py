"""Decide from the fields of an item who may see it: what restricts and is not understood withholds."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from ..newsroom.stories import Status, Story
from .clock import now
from .text.moments import moment


class Meaning(IntEnum):
    """What a field says of an item, the strictest last."""

    PUBLIC = 0
    # Public from a moment on, which another field must state.
    AWAITED = 1
    SUBMITTED = 2
    DRAFT = 3
    WITHHELD = 4
    NO_STORY = 5
    CANCELLED = 6


STATUS_OF: dict[Meaning, Status] = {
    Meaning.SUBMITTED: "submitted",
    Meaning.DRAFT: "draft",
    Meaning.WITHHELD: "withheld",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one field says, and of what moment, where it states one."""

    meaning: Meaning
    because: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None


NOTHING = Statement(Meaning.PUBLIC)


@dataclass(frozen=True, slots=True)
class Restriction:
    """What all fields of an item say together."""

    meaning: Meaning
    because: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None

    def applied(self, story: Story) -> Story:
        """Return the story as these fields allow it to be seen."""
        status = STATUS_OF.get(self.meaning, "usable")
        return replace(
            story,
            status=status,
            withheld_because=self.because if status == "withheld" else "",
            embargoed_until=self.not_before,
            expires_at=self.not_after,
        )


def restriction_of(fields: Iterable[tuple[str, object]]) -> Restriction:
    """Return what fields, each a name as its format writes it and a value as it was read, say of who may see an item."""
    told = (inner for field in fields for inner in _opened(*field))
    findings = [_KINDS[kind](name, value) for name, value in told if (kind := kind_of(name))]
    not_before = max((each.not_before for each in findings if each.not_before), default=None)
    not_after = min((each.not_after for each in findings if each.not_after), default=None)
    findings = [_without_date(each) for each in findings] if not_before is None else findings
    strictest = max((each.meaning for each in findings), default=Meaning.PUBLIC)
    meaning = Meaning.PUBLIC if strictest is Meaning.AWAITED else strictest
    reasons = dict.fromkeys(each.because for each in findings if each.meaning is strictest and each.because)
    return Restriction(meaning, "; ".join(reasons), not_before, not_after)


def kind_of(name: str) -> str:
    """Return the kind of restriction that a field of this name states, empty where it restricts nothing."""
    return KIND_OF.get(_key(name), "")


def _opened(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield a field, and those inside it where it is only a drawer for fields of a system's own."""
    yield name, value
    if isinstance(value, dict) and _key(name) in DRAWERS:
        yield from ((str(each), inside) for each, inside in value.items())


def _key(name: str) -> str:
    """Return a field's name in small letters, without its prefix and what separates its words."""
    return re.sub(r"[^a-z]", "", re.split(r"[:.]", name.casefold())[-1])


def _without_date(finding: Statement) -> Statement:
    if finding.meaning is not Meaning.AWAITED:
        return finding
    return Statement(Meaning.WITHHELD, f"{finding.because}, and no date says until when")


def _status(name: str, value: object) -> Statement:
    if value is None:
        return NOTHING
    if isinstance(value, list):
        # The strictest of several holds; one that is public is no status as it should be.
        strictest = max(
            (VALUES.get(_word(each) or "", Meaning.PUBLIC) for each in value), default=Meaning.PUBLIC
        )
        return Statement(
            strictest or Meaning.WITHHELD, f"its {name} is {_shown(value)}, which is not a known one"
        )
    word = _word(value)
    meaning = VALUES.get(word) if word is not None else None
    if meaning is None:
        return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}, which is not a known one")
    return Statement(meaning, f"its {name} is {_shown(value)}")


def _hint(name: str, value: object) -> Statement:
    """Take only what restricts: a `state` may be Ohio."""
    words = [_word(each) for each in (value if isinstance(value, list) else [value])]
    meaning = max((VALUES.get(each or "", Meaning.PUBLIC) for each in words), default=Meaning.PUBLIC)
    return Statement(meaning, f"its {name} is {_shown(value)}") if meaning else NOTHING


def _restricting(meaning: Meaning) -> Callable[[str, object], Statement]:
    """Return what reads a flag that restricts where it is set."""

    def read(name: str, value: object) -> Statement:
        is_set = _flag(value)
        if is_set is False:
            return NOTHING
        stated = f"its {name} is {_shown(value)}"
        if is_set or (meaning is Meaning.CANCELLED and _date(value)):
            return Statement(meaning, stated)
        return Statement(Meaning.WITHHELD, f"{stated}, which is neither yes nor no")

    return read


def _shown_to_readers(name: str, value: object) -> Statement:
    """Read a flag that restricts where it is not set. Some systems write the date of publication in its place."""
    is_set = _flag(value)
    if value is None or is_set or re.search(r"\d{4}", str(value)):
        return NOTHING
    if is_set is False:
        return Statement(Meaning.DRAFT, f"its {name} is {_shown(value)}")
    return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}, which is neither yes nor no")


def _password(name: str, value: object) -> Statement:
    return Statement(Meaning.WITHHELD, f"it has a {name}") if value else NOTHING


def _visibility(name: str, value: object) -> Statement:
    if value is None or _word(value) in EVERYBODY:
        return NOTHING
    return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}")


def _post_type(name: str, value: object) -> Statement:
    word = _word(value)
    if value is None or word in STORIES:
        return NOTHING
    if word in NO_STORIES:
        return Statement(Meaning.NO_STORY, f"it is of type {_shown(value)}, not a story")
    return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}, which is not a known one")


def _reply(_name: str, value: object) -> Statement:
    return Statement(Meaning.NO_STORY, "it is a reply, not a story") if value else NOTHING


def _not_before(name: str, value: object) -> Statement:
    if _flag(value) is False:
        return NOTHING
    found = _date(value)
    if found:
        return Statement(Meaning.PUBLIC, not_before=found)
    return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}, which is no date that can be read")


def _not_after(name: str, value: object) -> Statement:
    # "9999-12-31" is written for never.
    if _flag(value) is False or str(value).strip().startswith("9999-") or _word(value) == "never":
        return NOTHING
    found = _date(value)
    if found:
        return Statement(Meaning.PUBLIC, not_after=found)
    return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}, which is no date that can be read")


def _period(name: str, value: object) -> Statement:
    """Read a period of validity as Dublin Core writes it: "start=2026-01-01; end=2027-01-01"."""
    parts = dict(_PART.findall(value.casefold())) if isinstance(value, str) else {}
    begins, ends = _not_before(name, parts.get("start")), _not_after(name, parts.get("end"))
    strictest = max(begins, ends, key=lambda each: each.meaning)
    return replace(strictest, not_before=begins.not_before, not_after=ends.not_after)


def _available(name: str, value: object) -> Statement:
    """Read a flag, or the moment from which on readers have the item."""
    if isinstance(value, str) and re.search(r"\d{4}", value):
        return _not_before(name, value)
    return Statement(Meaning.WITHHELD, f"its {name} is {_shown(value)}") if _flag(value) is False else NOTHING


def _published(name: str, value: object) -> Statement:
    """Read the moment of publication of a system that leaves it empty for drafts."""
    if not value:
        return Statement(Meaning.DRAFT, f"its {name} is empty")
    return replace(NOTHING, not_before=found) if (found := _date(value)) and found > now() else NOTHING


def _relationship(name: str, value: object) -> Statement:
    """Read for whom an item is, as Media RSS says it: https://www.rssboard.org/media-rss#media-restriction"""
    if isinstance(value, dict):
        shuts_nobody_out = (value.get("relationship"), value.get("content")) in (
            ("allow", ["all"]),
            ("deny", ["none"]),
        )
    else:
        shuts_nobody_out = not value or _flag(value) is False or _word(value) in EVERYBODY
    return (
        NOTHING
        if shuts_nobody_out
        else Statement(Meaning.WITHHELD, f"its {name} says that it is not for everybody")
    )


def _note(name: str, value: object) -> Statement:
    if isinstance(value, str) and _CANCELLING_NOTE.match(value):
        return Statement(Meaning.WITHHELD, f"its {name} says {_shown(value)}")
    if isinstance(value, str) and _RESTRICTING_NOTE.search(value):
        return Statement(Meaning.AWAITED, f"its {name} says {_shown(value)}")
    return NOTHING


_KINDS: dict[str, Callable[[str, object], Statement]] = {
    "status": _status,
    "hint": _hint,
    "draft": _restricting(Meaning.DRAFT),
    "hidden": _restricting(Meaning.WITHHELD),
    "cancelled": _restricting(Meaning.CANCELLED),
    "shown": _shown_to_readers,
    "password": _password,
    "visibility": _visibility,
    "post type": _post_type,
    "reply": _reply,
    "not before": _not_before,
    "not after": _not_after,
    "relationship": _relationship,
    "note": _note,
    "period": _period,
    "available": _available,
    "published": _published,
}

# What may restrict, by what it says: names of fields, in small letters without what separates their words.
FIELDS: dict[str, str] = {
    "status": "status pubstatus publicationstatus publishstatus publishedstatus publishingstatus poststatus articlestatus "
    "contentstatus entrystatus itemstatus storystatus newsstatus documentstatus pagestatus workflowstatus workflowstate "
    "editorialstatus creativeworkstatus moderationstate moderationstatus reviewstatus approvalstatus publicationstate "
    "publishstate publishingstate poststate lifecyclestate lifecyclestatus releasestatus visibilitystatus",
    "hint": "state stage phase signal signals action security access accessrights audience",
    "draft": "draft isdraft unpublished isunpublished ispreview notpublished",
    "hidden": "hidden ishidden private isprivate internal isinternal confidential isconfidential restricted isrestricted "
    "secret issecret protected isprotected passwordprotected unlisted isunlisted withheld iswithheld onhold trashed istrashed "
    "trashedat unpublishedat notforpublication",
    "cancelled": "killed iskilled kill killedat cancelled canceled iscancelled iscanceled retracted isretracted retractedat "
    "withdrawn iswithdrawn withdrawnat recalled isrecalled deleted isdeleted deletedat removed isremoved",
    "shown": "published ispublished public ispublic visible isvisible publish approved isapproved isreleased",
    "password": "password postpassword passwordhash accesspassword pagepassword",
    "visibility": "visibility visibleto accesslevel accessstatus viewability privacystatus",
    "post type": "posttype",
    "reply": "inreplyto",
    "not before": "embargo embargoed embargodate embargoeddate embargotime embargoat embargoeduntil embargountil embargoenddate "
    "embargoend embargoends embargolift embargolifts notbefore availablefrom visiblefrom validfrom publishfrom publishat "
    "publishon publishafter publishschedule scheduledat scheduledfor scheduleddate scheduledpublishdate golive goliveat "
    "golivedate releaseat",
    "not after": "expires expiry expiryat expirydate expiration expirationdate expirationtime expirydatetime expiresat expireson "
    "expireat expired expiredate validuntil validto notafter availableuntil visibleuntil publishuntil unpublishat unpublishon "
    "unpublishdate killdate",
    "relationship": "restriction restrictions mediarestriction geographicrestriction",
    "note": "ednote editorialnote editornote specialinstructions instructions embargoedtext usageterms",
    "period": "valid validity",
    "available": "available isavailable",
    "published": "publishedat publishedon firstpublishedat",
}  # fmt: skip
# What has a system's own fields inside.
DRAWERS = frozenset({
    "extension", "extensions", "extra", "extras", "meta", "metadata", "custom", "customfields", "attributes", "fields",
    "properties", "rightsinfo",
})  # fmt: skip
KIND_OF = {name: kind for kind, names in FIELDS.items() for name in names.split()}

# What statuses of news agencies and publishing systems mean; any other withholds.
WORDS: dict[Meaning, str] = {
    Meaning.PUBLIC: "usable publish published public live active released online visible corrected updated republished",
    Meaning.AWAITED: "embargoed embargo scheduled future planned",
    Meaning.SUBMITTED: "pending submitted pending-review in-review review needs-review awaiting-review under-review "
    "awaiting-approval",
    Meaning.DRAFT: "draft drafts auto-draft autosave in-progress incomplete unfinished unpublished not-published new fetched "
    "ingested routed",
    Meaning.WITHHELD: "withheld withhold hold on-hold held private hidden internal confidential protected password restricted "
    "unusable blocked rejected expired archived obsolete sent spiked being-corrected offline queued queue members members-only "
    "paid only-paid founding subscribers friends usemask",
    Meaning.NO_STORY: "trash trashed soft-trashed bin inherit",
    Meaning.CANCELLED: "canceled cancelled cancel kill killed recalled retracted withdrawn deleted removed",
}  # fmt: skip
VALUES = {word: meaning for meaning, words in WORDS.items() for word in words.split()}
YES = frozenset({"true", "yes", "1", "on", "y", "t"})
NO = frozenset({"false", "no", "0", "off", "n", "f", "", "none", "null"})
EVERYBODY = frozenset({"public", "everyone", "everybody", "all", "anyone", "world", "open"})
STORIES = frozenset({"post", "article", "news", "story", "newsarticle"})
NO_STORIES = frozenset({
    "page", "attachment", "revision", "nav-menu-item", "custom-css", "customize-changeset", "oembed-cache", "user-request",
    "wp-block", "wp-template", "wp-template-part", "wp-global-styles", "wp-navigation", "comment", "settings", "template",
})  # fmt: skip
# Keys under which an object, written in place of a word, has the word.
_INSIDE = ("value", "name", "state", "status", "code", "qcode", "date", "until")
# A concept of a vocabulary: stat:usable, http://cv.iptc.org/newscodes/pubstatusg2/usable
_QUALIFIED = re.compile(r"(?:https?://\S*[/#]|[\w-]{1,20}:)([\w-]+)/?")
_PART = re.compile(r"\b(start|end)\s*=\s*([^;]+)")
# "EDS: MANDATORY KILL of the story on the mayor", and not "kills the last paragraph".
_CANCELLING_NOTE = re.compile(
    r"\W*(?:(?:eds|editors?|note|attention|attn|urgent|bulletin|mandatory|please|must|story|this story (?:has been|is))\W+){0,4}"
    r"(?:kill(?:ed)?|withdraw(?:n|al)?|retract(?:ed|ion)?)\b(?!\W+(?:graf|para|the (?:last|first)|last|first|\d))",
    re.IGNORECASE,
)
_RESTRICTING_NOTE = re.compile(
    r"\bembargo|\bsperrfrist|\bnot for (?:publication|release|use)\b|\bdo not (?:publish|use|run|release)\b"
    r"|\bhold for release\b",
    re.IGNORECASE,
)


def _word(value: object) -> str | None:
    """Return a value as one word of a table, None where it is none: `stat:usable` and the end of an address count."""
    value = _inside(value)
    if isinstance(value, bool | int):
        return str(value).casefold()
    if not isinstance(value, str):
        return None
    text = value.strip()
    named = _QUALIFIED.fullmatch(text)
    return re.sub(r"[\s_]+", "-", (named[1] if named else text).casefold())


def _flag(value: object) -> bool | None:
    """Return a value as yes or no, None where it is neither; what is not stated is no."""
    word = "" if value is None else _word(value)
    return True if word in YES else False if word in NO else None


def _date(value: object) -> datetime | None:
    """Return the moment that a value states, None where it had to be mended: a doubtful date cannot be relied upon."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    value = _inside(value)
    if not isinstance(value, str):
        return None
    found, doubt = moment(value)
    return None if doubt else found


def _inside(value: object) -> object:
    """Return what an object has in place of a word."""
    if isinstance(value, dict):
        return next((value[each] for each in _INSIDE if each in value), value)
    return value


def _shown(value: object) -> str:
    return f"'{' '.join(str(_inside(value)).split())[:60]}'"
