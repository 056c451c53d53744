"""The article: a flat Wagtail snippet, because a million stories are not a tree (docs/adr/0001)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from ...prose.dates import DatePrecision
from ..addresses import article_path, first_free, is_made_from, keep_for, taken
from ..blocks import BODY_BLOCKS, WORDS
from ..moments import has_day, is_unseen_date, is_waited_for, paper_time, published
from ..spelling import spelling_of
from ..states import KilledArticle
from ..visibility import ArticleManager, has_been_seen, is_visible, was_shown
from .card_texts import CardTexts
from .editions import Section, Topic
from .lines import StoryLine
from .slug_field import UnicodeSlugField
from .topics import topics_by_name
from .versions import ReadableVersions

# What only the filing of stories sets.
FROM_THE_SOURCE = (
    "scope", "source_id", "source_version", "link", "filed", "fingerprint", "stated_language", "withheld_because",
)  # fmt: skip
# A republished text counts as updated only when readers could have seen the first one.
GRACE = timedelta(minutes=1)
LONGEST_SLUG = 120
PRECISIONS = [
    (DatePrecision.SECOND, _("to the second")),
    (DatePrecision.DAY, _("to the day")),
    (DatePrecision.MONTH, _("to the month")),
    (DatePrecision.YEAR, _("to the year")),
    (DatePrecision.UNKNOWN, _("unknown")),
]


class Article(
    ReadableVersions,
    CardTexts,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A story. Its edition is the one of its locale; its story number is shared by its near-duplicates."""

    headline = models.CharField(_("headline"), max_length=255)
    slug = UnicodeSlugField(
        _("slug"), max_length=LONGEST_SLUG, blank=True, help_text=_("Empty: made from the headline.")
    )
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("One or two sentences under the headline. Cards show them too, if there is no teaser."),
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("section")
    )  # fmt: skip
    topics = ParentalManyToManyField(Topic, blank=True, related_name="articles", verbose_name=_("topics"))
    picture = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("lead picture"),
    )  # fmt: skip
    picture_alt = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("What the picture shows.")
    )
    picture_caption = models.CharField(_("caption"), max_length=500, blank=True)
    picture_credit = models.CharField(_("credit of the picture"), max_length=255, blank=True)
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("The agency or outlet that the story comes from."),
    )

    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Empty: the first moment at which readers can see it."),
    )
    date_precision = models.CharField(
        _("date is known"), max_length=8, choices=PRECISIONS, default=DatePrecision.SECOND
    )
    date_basis = models.CharField(_("why we believe the date"), max_length=255, blank=True)
    updated_at = models.DateTimeField(_("updated at"), null=True, blank=True, editable=False)
    embargoed_until = models.DateTimeField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("Nobody outside sees it before, to the second."),
    )
    killed_at = models.DateTimeField(_("killed at"), null=True, blank=True, editable=False)
    # Names of topics that were typed and are not known yet, one a line: they become topics when readers may see them.
    new_topics = models.TextField(blank=True, default="", editable=False)
    # What is published next is no update: it holds for one publication.
    is_minor_change = models.BooleanField(
        _("minor change"),
        default=False,
        help_text=_("A comma, a typing error: readers, feeds and search engines are not told of an update."),
    )

    path = models.CharField(max_length=160, editable=False)
    # Which source's identifier it is (`stories.Story`); empty in rows that are older than scopes.
    scope = models.CharField(max_length=255, blank=True, editable=False)
    source_id = models.CharField(max_length=500, blank=True, editable=False)
    source_version = models.CharField(max_length=64, blank=True, editable=False)
    # The source's own address of the story, as addresses are compared (`identity.comparable_address`).
    link = models.CharField(max_length=500, blank=True, editable=False)
    # What each field was when its source last told it, by which an editor's changes are known (`filed_fields`).
    filed = models.JSONField(default=dict, blank=True, editable=False)
    # The language of a story that waits in the main edition for an edition of its own.
    stated_language = models.CharField(max_length=35, blank=True, editable=False)
    withheld_because = models.CharField(_("withheld because"), max_length=300, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    version_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="versions",
        db_index=False,
    )
    line = models.ForeignKey(
        StoryLine, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="articles",
        verbose_name=_("story-line"), db_index=False,
    )  # fmt: skip
    # An editor has said which line the article belongs to, or that it belongs to none; the worker leaves it there.
    is_line_fixed = models.BooleanField(default=False, editable=False)

    # Whether readers may have seen the article before it was saved last: what nobody saw is not announced.
    was_shown_before_save = True

    objects = ArticleManager()

    search_fields = [
        index.SearchField("headline", boost=4),
        index.SearchField("standfirst", boost=2),
        index.SearchField("plain_body"),
        index.AutocompleteField("headline"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
        index.FilterField("killed_at"),
        index.FilterField("published_at"),
        index.FilterField("embargoed_until"),
        index.FilterField("expire_at"),
        index.FilterField("section_id"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-published_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("translation_key", "locale"), name="newsroom_article_translation"
            ),
            models.UniqueConstraint(fields=("locale", "path"), name="newsroom_article_path"),
        ]
        indexes = [
            models.Index(fields=("locale", "live", "-published_at"), name="newsroom_article_newest"),
            # Without `live`, which SQLite does not look up as a value: with it between them it would sort a whole section.
            models.Index(fields=("section", "-published_at", "-id"), name="newsroom_article_section"),
            models.Index(fields=("-published_at", "-id"), name="newsroom_article_order"),
            models.Index(fields=("live", "-published_at"), name="newsroom_article_desk"),
            # What comes in is looked for by identifier and by link. Not unique: bare numbers may come twice.
            models.Index(fields=("source_id", "scope"), name="newsroom_article_identifier"),
            models.Index(fields=("link",), name="newsroom_article_link"),
            # The next transition of anything: the timer and the press look only at these few rows.
            models.Index(
                fields=("embargoed_until",), condition=models.Q(embargoed_until__isnull=False),
                name="newsroom_article_embargo",
            ),
            # What waits to be published (`waiting_drafts`).
            models.Index(
                fields=("latest_revision",), condition=models.Q(has_unpublished_changes=True), name="newsroom_article_changed"
            ),
            # Most articles have no version and many no line: an index that holds all these makes SQLite read the table.
            models.Index(
                fields=("version_of",), condition=models.Q(version_of__isnull=False), name="newsroom_article_version"
            ),
            models.Index(
                fields=("line", "-published_at"), condition=models.Q(line__isnull=False), name="newsroom_article_line"
            ),
            models.Index(
                fields=("expire_at",), condition=models.Q(expire_at__isnull=False), name="newsroom_article_expiry"
            ),
            models.Index(
                fields=("columnist",), condition=models.Q(columnist__isnull=False), name="newsroom_article_columnist"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.headline

    # -- what readers may see -------------------------------------------------------------------

    def is_visible(self, at: datetime) -> bool:
        """Return True if readers may see the article; the same predicate as `Article.objects.visible(at)`."""
        return is_visible(self, at)

    def is_embargoed(self, at: datetime) -> bool:
        return self.embargoed_until is not None and self.embargoed_until > at

    @property
    def published_on(self) -> date | None:
        """The day of publication in the paper's zone, whatever zone an editor has chosen."""
        return paper_time(self.published_at).date() if self.published_at else None

    @property
    def story(self) -> int:
        """The number that all versions of this story share."""
        return self.version_of_id or self.pk

    @cached_property
    def plain_body(self) -> str:
        """The words of the body, block after block, for search, cards and comparison."""
        return "\n".join(text for block in self.body if (text := WORDS[block.block_type](block.value)))

    def get_absolute_url(self) -> str:
        return article_path(self.locale.edition.root, self.path)

    @property
    def full_url(self) -> str:
        """Wagtail's preview and its letters to editors ask for this."""
        return f"{settings.WAGTAILADMIN_BASE_URL}{self.get_absolute_url() if self.path else '/'}"

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, whoever asks: a button, a workflow or the schedule. Raises KilledArticle."""
        if Article.objects.filter(pk=self.pk, killed_at__isnull=False).exists():
            raise KilledArticle(KilledArticle.__doc__)
        super().publish(*args, **kwargs)

    # -- saving ---------------------------------------------------------------------------------

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the picture shows.")})
        if self.date_precision == DatePrecision.UNKNOWN and self.published_at:
            reason = _("The date is marked as unknown. Leave it empty, or say how well it is known.")
            raise ValidationError({"published_at": reason})

    def prepare(self, now: datetime) -> None:
        """Fill what follows from the rest: slug, date of the first publication, text of its cards, path."""
        self.slug = self.slug or spelling_of(self.locale.edition).slug(self.headline)
        if self.live and self.date_precision != DatePrecision.UNKNOWN:
            self.published_at = published(self, now)
        self.card_text = self.made_card_text()
        self.path = self._path()
        if self.live:
            # A person has published it.
            self.withheld_because = self.stated_language = ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            # Wagtail's own bookkeeping (latest revision, locks): what readers see stays as it is.
            self.was_shown_before_save = "live" in kwargs["update_fields"] or was_shown(self, timezone.now())
            super().save(*args, **kwargs)
            return
        # One transaction, so that whoever hears of the change also finds bylines and topics changed.
        with transaction.atomic():
            before = Article.objects.filter(pk=self.pk).first() if self.pk else None
            now = timezone.now()
            self.was_shown_before_save = before is not None and was_shown(before, now)
            if before is not None:
                self._keep(before, now)
                self._follow_headline(before)
            self.__dict__.pop("plain_body", None)
            self.prepare(now)
            self.columnist = self.columnist_of(each.author for each in self.bylines.all())
            if before is None or before.path != self.path:
                self._step_aside()
            if self.live:
                self._publish_topics()
            super().save(*args, **kwargs)
            if before is not None and self._leaves(before, now):
                keep_for(self, [f"{self.locale.edition.root}{before.path}"])

    def _keep(self, before: "Article", now: datetime) -> None:
        """Keep what an old revision must not undo: dates once given, what the worker found, the day in the URL."""
        if self.published_at is None and self.date_precision != DatePrecision.UNKNOWN:
            self.published_at = before.published_at
        if is_unseen_date(self, before, now):
            self.published_at = None
        if not self.live and is_waited_for(before, now):
            # Nobody has seen it, so it was never published.
            self.first_published_at = None
        self.version_of_id = before.version_of_id
        self.line_id, self.is_line_fixed = before.line_id, before.is_line_fixed
        self.killed_at = before.killed_at
        for each in FROM_THE_SOURCE:
            setattr(self, each, getattr(before, each))
        # What no reader has seen may still move to the day of its first publication.
        self.path = before.path if has_been_seen(before, now) else ""
        is_update = self.live and self.was_shown_before_save and self._is_update(before, now)
        self.updated_at = now if is_update else before.updated_at
        if self.live:
            self.is_minor_change = False

    def _is_update(self, before: "Article", now: datetime) -> bool:
        """Return True if readers are told that the article was updated: a correction is more than a minor change."""
        known = set(before.corrections.values_list("text", flat=True))
        if any(each.text not in known for each in self.corrections.all()):
            return True
        is_known = before.published_at and now - before.published_at > GRACE
        words = (self.headline, self.standfirst) != (before.headline, before.standfirst)
        return bool(is_known) and not self.is_minor_change and (words or self._body_differs(before))

    def _publish_topics(self) -> None:
        """Make topics of the names that were typed for them."""
        if self.new_topics:
            known = topics_by_name(self.locale)
            made = [known.find_or_make(name, locale=self.locale)[0] for name in self.new_topics.splitlines()]
            self.topics.set(dict.fromkeys([*self.topics.all(), *made]))
            self.new_topics = ""

    def _follow_headline(self, before: "Article") -> None:
        """Have the slug follow the headline until the first publication, unless somebody wrote it by hand."""
        is_new = before.first_published_at is None and self.headline != before.headline
        language = before.locale.language_code
        if (
            is_new
            and self.slug == before.slug
            and is_made_from(before.slug, before.headline, language=language)
        ):
            self.slug = ""

    def _leaves(self, before: "Article", now: datetime) -> bool:
        """Return True if the address at which readers knew the article is to be remembered: it moves, or is hidden."""
        moves = before.path != self.path and has_been_seen(before, now)
        return moves or (before.is_visible(now) and not self.is_visible(now))

    def _body_differs(self, before: "Article") -> bool:
        mine, theirs = ([(each.block_type, each.value) for each in body] for body in (self.body, before.body))
        return mine != theirs

    def _path(self) -> str:
        """Keep the day of the first publication in the URL for good: a corrected date moves no link."""
        day, _slash, _slug = self.path.rpartition("/")
        if not day:
            local = self.published_on
            day = f"{local:%Y}/{local:%m}/{local:%d}" if local and has_day(self.date_precision) else "undated"
        return f"{day}/{self.slug}"

    def _step_aside(self) -> None:
        """Give a number to the second story of one day and slug, also where the first has left the address."""
        day, _slash, slug = self.path.rpartition("/")
        others = Article.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        root = self.locale.edition.root

        def is_taken(slug: str) -> bool:
            path = f"{day}/{slug}"
            return others.filter(path=path).exists() or bool(taken([f"{root}{path}"], but_for=self))

        self.slug = first_free(slug, is_taken, longest=LONGEST_SLUG)
        self.path = f"{day}/{self.slug}"

    def copy_for_translation(self, locale: Any, exclude_fields: Any = None) -> "Article":
        """Return a translation that is a draft with no history: Wagtail's own copy would be live at once."""
        copy = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        copy.live = False
        copy.has_unpublished_changes = True
        copy.published_at = copy.updated_at = copy.first_published_at = copy.last_published_at = None
        copy.live_revision = copy.latest_revision = copy.version_of = copy.line = None
        copy.source_id = copy.fingerprint = copy.path = copy.scope = copy.source_version = copy.link = ""
        copy.stated_language = copy.withheld_because = copy.new_topics = ""
        copy.filed = {}
        copy.section = self.section.get_translation_or_none(locale) if self.section else None
        copy.topics = [
            found for topic in self.topics.all() if (found := topic.get_translation_or_none(locale))
        ]
        return copy

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Show the page as it would be, by the view that the settings name: the newsroom knows no pages."""
        if self.published_at is None and self.date_precision != DatePrecision.UNKNOWN:
            self.published_at = published(self, timezone.now())
        return import_string(settings.ARTICLE_PREVIEW)(request, self)
