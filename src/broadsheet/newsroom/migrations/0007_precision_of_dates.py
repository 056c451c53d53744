"""Let a date be known to the month or the year, and keep a day as a day: noon of the paper stands for it."""

from collections import defaultdict
from datetime import UTC, datetime, time

from django.db import migrations, models
from django.utils import timezone

BATCH = 1000


def days_at_noon(apps, schema_editor):
    """Move the days that were stored as midnight UTC, which is the day before in America, in articles and their revisions."""
    _of_articles(apps.get_model("newsroom", "Article").objects.using(schema_editor.connection.alias))
    types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    article = types.filter(app_label="newsroom", model="article").first()
    if article is not None:
        revisions = apps.get_model("wagtailcore", "Revision").objects.using(schema_editor.connection.alias)
        _of_revisions(revisions.filter(content_type_id=article.pk))


def _of_articles(articles):
    of_day = articles.filter(date_precision="day", published_at__isnull=False)
    for batch in _batches(of_day.values_list("pk", "published_at")):
        moved = defaultdict(list)
        for pk, stored in batch:
            moved[_noon(stored)].append(pk)
        moved.pop(None, None)
        for noon, numbers in moved.items():
            articles.filter(pk__in=numbers).update(published_at=noon)


def _of_revisions(revisions):
    """Correct every revision: an editor may publish any of them again."""
    for batch in _batches(revisions.values_list("pk", "content")):
        for pk, content in batch:
            stored = content.get("published_at")
            if content.get("date_precision") != "day" or not stored:
                continue
            noon = _noon(datetime.fromisoformat(stored))
            if noon is not None:
                content["published_at"] = noon.isoformat().replace("+00:00", "Z")
                revisions.filter(pk=pk).update(content=content)


def _batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1][0]


def _noon(stored):
    """Return noon of the paper on the day that midnight UTC stood for; None for another time of day."""
    utc = stored.astimezone(UTC)
    if utc.time() != time():
        return None
    noon = datetime.combine(utc.date(), time(12), timezone.get_default_timezone())
    return noon.astimezone(UTC)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_filed")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="date_precision",
            field=models.CharField(
                choices=[
                    ("second", "to the second"),
                    ("day", "to the day"),
                    ("month", "to the month"),
                    ("year", "to the year"),
                    ("unknown", "unknown"),
                ],
                default="second",
                max_length=8,
                verbose_name="date is known",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="published_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Empty: the first moment at which readers can see it.",
                null=True,
                verbose_name="published at",
            ),
        ),
        migrations.RunPython(days_at_noon, migrations.RunPython.noop, elidable=True),
    ]
