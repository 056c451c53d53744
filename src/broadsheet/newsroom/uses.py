"""Say what an edition, a section, a topic or an author is used for: what is in use cannot be deleted."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ProtectedError, Q
from django.db.models.signals import post_delete, pre_delete
from wagtail.models import ReferenceIndex

from .models import Article, Author, Byline, Edition, Section, Topic
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

    def __bool__(self) -> bool:
        return bool(self.count or self.other_editions)


class StillInUse(ProtectedError):
    """It is in use. Give its articles another place first, or delete them."""

    def __init__(self, uses: Uses) -> None:
        headlines = ", ".join(f"“{each}”" for each in uses.named)
        super().__init__(f"{StillInUse.__doc__} ({uses.count} articles: {headlines})", set(uses.named))


def uses_of(thing: Any) -> Uses:
    """Return what an edition, a section, a topic or an author is used for, by articles and by drafts that wait."""
    articles = Article.objects.filter(_uses(thing))
    others: tuple[str, ...] = ()
    if isinstance(thing, Edition) and thing.is_main:
        others = tuple(Edition.objects.exclude(pk=thing.pk).values_list("name", flat=True))
    named = articles.defer("body").select_related("locale").order_by("-pk")[:MOST_NAMED]
    return Uses(articles.count(), tuple(named), others)


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
    for model in (Edition, Section, Topic, Author):
        pre_delete.connect(_refuse, sender=model, dispatch_uid=f"newsroom-{model.__name__}-in-use")
    post_delete.connect(_forget_reference, sender=Byline, dispatch_uid="newsroom-byline-reference")


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
    if uses.count:
        raise StillInUse(uses)
