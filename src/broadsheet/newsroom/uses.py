"""Say what an edition, a section, a topic or an author is used for: what is in use cannot be deleted."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ProtectedError, Q
from django.db.models.signals import post_delete, pre_delete
from wagtail.models import ReferenceIndex

from .menus import editions_that_show, take_out_of_menus
from .models import Article, Author, Byline, Edition, Page, Section, Topic
from .waiting_drafts import drafts_that_name

# A person can look at this many, and sees by the number how many more there are.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Uses:
    """The articles that need a thing: how many there are, and the newest twenty."""

    count: int
    named: tuple[Article, ...]
    # Other editions whose addresses would have no main edition beside them.
    other_editions: tuple[str, ...] = ()
    subsections: tuple[str, ...] = ()
    # Editions in whose menus it stands.
    menus: tuple[str, ...] = ()
    # Pages of an edition, published or not.
    pages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keeps_it or self.other_editions)

    @property
    def keeps_it(self) -> bool:
        """Whether nobody may delete the thing, at the desk or elsewhere."""
        return bool(self.count or self.subsections or self.menus or self.pages)


class StillInUse(ProtectedError):
    """It is in use. Give what is filed under it another place first, or delete that."""

    def __init__(self, uses: Uses) -> None:
        named = ", ".join(f"“{each}”" for each in (*uses.named, *uses.subsections, *uses.menus, *uses.pages))
        counted = (
            f"{uses.count} articles, {len(uses.subsections)} sub-sections, {len(uses.menus)} menus, "
            f"{len(uses.pages)} pages"
        )
        super().__init__(f"{StillInUse.__doc__} ({counted}: {named})", set(uses.named))


def uses_of(thing: Any) -> Uses:
    """Return what an edition, a section, a topic, an author or a page is used for.

    By articles, by drafts that wait, by sub-sections and by menus. A section or topic leaves the menus with its deletion.
    """
    if isinstance(thing, Page):
        return Uses(0, (), menus=tuple(each.name for each in editions_that_show(thing)))
    articles = Article.objects.filter(_uses(thing))
    others: tuple[str, ...] = ()
    if isinstance(thing, Edition) and thing.is_main:
        others = tuple(Edition.objects.exclude(pk=thing.pk).values_list("name", flat=True))
    named = articles.defer("body").select_related("locale").order_by("-pk")[:MOST_NAMED]
    below = Section.objects.filter(parent=thing) if isinstance(thing, Section) else ()
    pages = Page.objects.filter(locale_id=thing.locale_id) if isinstance(thing, Edition) else ()
    return Uses(
        articles.count(),
        tuple(named),
        others,
        subsections=tuple(str(each) for each in below),
        pages=tuple(str(each) for each in pages),
    )


def _uses(thing: Any) -> Q:
    """Return the condition for articles that need a thing. Indexes: those of the foreign keys."""
    if isinstance(thing, Edition):
        return Q(locale_id=thing.locale_id)
    column = {Section: "section", Topic: "topics", Author: "bylines__author"}[type(thing)]
    # As a subquery: an article may be found by both.
    filed = Article.objects.filter(**{column: thing}).values("pk")
    return Q(pk__in=filed) | Q(pk__in=drafts_that_name(thing))


def connect() -> None:
    """Refuse to delete what is in use, whoever asks."""
    for model in (Edition, Section, Topic, Author, Page):
        pre_delete.connect(_refuse, sender=model, dispatch_uid=f"newsroom-{model.__name__}-in-use")
    for model in (Section, Topic):
        post_delete.connect(_leave_menus, sender=model, dispatch_uid=f"newsroom-{model.__name__}-menus")
    post_delete.connect(_forget_reference, sender=Byline, dispatch_uid="newsroom-byline-reference")


def _leave_menus(instance: Section | Topic, **_ignored: Any) -> None:
    take_out_of_menus(instance)


def _forget_reference(instance: Byline, **_ignored: Any) -> None:
    """Take a byline that is gone out of Wagtail's index of references.

    Wagtail reads an article's references before its bylines are stored, and would keep the author from being deleted.
    """
    ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Article),
        object_id=str(instance.article_id),
        content_path=f"bylines.{instance.pk}.author",
    ).delete()


def _refuse(instance: Any, **_ignored: Any) -> None:
    uses = uses_of(instance)
    if uses.keeps_it:
        raise StillInUse(uses)
