"""Remove the demo edition, except what the paper's own articles, menus and pages need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import ReferenceIndex

from ..audience import counts, imported
from ..newsroom.addresses import forget_owners
from ..newsroom.menus import editions_that_show
from ..newsroom.models import Article, Edition, KeptTombstone, Page, Section, StoryLine, Topic
from ..newsroom.models.addresses import Kind
from ..newsroom.pictures.retiring import delete_with_files_at_once
from ..newsroom.uses import uses_of
from ..newsroom.waiting_drafts import drafts_that_name
from .models import DemoMark
from .reads import LABEL
from .things import MODELS, is_changed

CHANGED = "an editor has changed it"


@dataclass(frozen=True, slots=True)
class KeptThing:
    """A thing of the demo edition that stays, and why."""

    kind: str
    name: str
    reason: str

    @property
    def is_changed(self) -> bool:
        """Whether it is an article that stays because an editor has changed it."""
        return self.kind == "article"


@dataclass(slots=True)
class Removal:
    """How many things of each kind were removed, and what is kept."""

    removed: dict[str, int] = field(default_factory=dict)
    kept: list[KeptThing] = field(default_factory=list)


def remove(*, with_changed: bool = False) -> Removal:
    """Remove what came with the demo edition, except what the paper needs and articles that an editor has changed.

    What stays keeps its mark: a later removal takes it, once nothing needs it.
    """
    done = Removal()
    with transaction.atomic():
        if reads := imported.remove_labelled(LABEL):
            done.removed["read"] = reads
        _remove_articles(done, with_changed=with_changed)
        for kind, reason_of in _REASONS.items():
            for mark, thing in _marked(kind):
                # An edition or a section with another name is the paper's own by now.
                reason = reason_of(thing) or (CHANGED if is_changed(mark, thing) else "")
                if reason:
                    done.kept.append(KeptThing(kind, str(thing), reason))
                else:
                    _delete(kind, thing)
                    done.removed[kind] = done.removed.get(kind, 0) + 1
    return done


def _remove_articles(done: Removal, *, with_changed: bool) -> None:
    going: dict[int, str] = {}
    for mark, article in _marked("article"):
        if not with_changed and is_changed(mark, article):
            done.kept.append(KeptThing("article", str(article), CHANGED))
        else:
            going[article.pk] = article.source_id
    picks = DemoMark.objects.filter(kind="pick", number__in=MODELS["pick"].objects.values("pk")).count()
    for _mark, pick in _marked("pick"):
        pick.delete()
    DemoMark.objects.filter(kind="pick").delete()
    lines = list(StoryLine.objects.filter(articles__in=going).distinct().values_list("pk", flat=True))
    # One call deletes all, and still sends the signals that announce each.
    Article.objects.filter(pk__in=going).delete()
    # The worker adds articles to story-lines; story-lines that it made have no mark.
    StoryLine.objects.filter(pk__in=lines, articles=None).delete()
    # No source sends these again, so their kills need not be remembered.
    KeptTombstone.objects.filter(identifier__in=going.values()).delete()
    counts.remove_counts_of(going)
    _forget("article", going)
    done.removed |= {kind: many for kind, many in (("article", len(going)), ("pick", picks)) if many}


def _marked(kind: str) -> Iterator[tuple[DemoMark, Any]]:
    """Yield the things of one kind that are still here, with their marks; delete marks of things that are gone."""
    marks = {each.number: each for each in DemoMark.objects.filter(kind=kind)}
    things = MODELS[kind]._default_manager.in_bulk(list(marks))
    DemoMark.objects.filter(kind=kind, number__in=marks.keys() - things.keys()).delete()
    for pk in sorted(things, key=lambda pk: (_is_needed_by_others(things[pk]), pk)):
        yield marks[pk], things[pk]


def _is_needed_by_others(thing: Any) -> bool:
    """Whether others of its kind go first: the other editions, and the sub-sections."""
    if isinstance(thing, Section):
        return thing.parent_id is None
    return isinstance(thing, Edition) and thing.is_main


def _delete(kind: str, thing: Any) -> None:
    number = thing.pk
    if kind == "image":
        delete_with_files_at_once(thing)
    else:
        thing.delete()
    _forget(kind, [number])
    if isinstance(thing, Edition):
        for _mark, locale in _marked("locale"):
            if locale.pk == thing.locale_id:
                _delete("locale", locale)


def _forget(kind: str, numbers: Any) -> None:
    """Delete marks and addresses of what was removed. No redirect is needed: it never was this paper's."""
    DemoMark.objects.filter(kind=kind, number__in=list(numbers)).delete()
    if kind in Kind.values:
        forget_owners(Kind(kind), numbers)


def _why_filed(thing: Any) -> str:
    """Return what needs a section, topic, author or edition, "" if nothing does."""
    uses = uses_of(thing)
    if uses.other_editions:
        return f"other editions stand beside it: {', '.join(uses.other_editions)}"
    if uses.count:
        return _counted(uses.count)
    if uses.subsections:
        return f"these stand under it: {', '.join(uses.subsections)}"
    # The demo edition has no menu of its own: whoever put it there wants it.
    menus = editions_that_show(thing) if isinstance(thing, Section | Topic) else []
    return f"it stands in the menu of {', '.join(each.name for each in menus)}" if menus else ""


def _why_edition(edition: Edition) -> str:
    if reason := _why_filed(edition):
        return reason
    models = (Section, Topic, Page)
    own = sorted(str(each) for model in models for each in model.objects.filter(locale=edition.locale_id))
    if own:
        return f"it has {', '.join(own)}"
    return "its menu or footer was made at the desk" if edition.menu or edition.footer_links else ""


def _why_picture(picture: Any) -> str:
    shown = Article.objects.filter(picture=picture).count()
    if articles := max(shown, len(drafts_that_name(picture))):
        return _counted(articles)
    return "it is used elsewhere" if ReferenceIndex.get_references_to(picture).exists() else ""


def _why_line(line: Any) -> str:
    return _counted(line.articles.count())


def _counted(articles: int) -> str:
    return "" if not articles else "an article uses it" if articles == 1 else f"{articles} articles use it"


# Returns, for each kind, why a thing stays. In the order of removal: what is filed goes before its section or edition.
_REASONS: dict[str, Callable[[Any], str]] = {
    "storyline": _why_line,
    "topic": _why_filed,
    "author": _why_filed,
    "image": _why_picture,
    "section": _why_filed,
    "edition": _why_edition,
}
