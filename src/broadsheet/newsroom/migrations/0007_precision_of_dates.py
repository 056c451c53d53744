"""Let a date be known to the month or the year, and keep a day as a day: noon of the paper stands for it."""

from datetime import UTC, time

from django.db import migrations, models
from django.utils import timezone

from broadsheet.prose.dates import DatePrecision
from broadsheet.prose.local_time import noon_of

BATCH = 1000


def days_at_noon(apps, schema_editor):
    """Move the days that were stored as midnight UTC, which is the day before in America."""
    articles = apps.get_model("newsroom", "Article").objects
    moved = []
    of_day = articles.filter(date_precision="day", published_at__isnull=False).only("published_at")
    for each in of_day.order_by("pk").iterator(BATCH):
        stored = each.published_at.astimezone(UTC)
        if stored.time() == time():
            each.published_at = noon_of(stored.date(), timezone.get_default_timezone())
            moved.append(each)
    articles.bulk_update(moved, ["published_at"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_filed")]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="date_precision",
            field=models.CharField(
                choices=[
                    (DatePrecision.SECOND, "to the second"),
                    (DatePrecision.DAY, "to the day"),
                    (DatePrecision.MONTH, "to the month"),
                    (DatePrecision.YEAR, "to the year"),
                    (DatePrecision.UNKNOWN, "unknown"),
                ],
                default=DatePrecision.SECOND,
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
