"""Let each edition say how much of a story its feeds have, and how many stories; find the newest corrections."""

import django.core.validators
from django.db import migrations, models

from broadsheet.newsroom.migrations._columns import AddColumn


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0018_edition_calendar")]

    operations = [
        AddColumn(
            model_name="edition",
            name="feed_text",
            field=models.CharField(
                choices=[("teaser", "Standfirst or teaser"), ("full", "Full text")],
                default="teaser",
                help_text="The full text is for readers who never come to the site; others may copy it.",
                max_length=6,
                verbose_name="text in feeds",
            ),
        ),
        AddColumn(
            model_name="edition",
            name="feed_length",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="From 5 to 100.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="stories in feeds",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["-at", "-id"], name="newsroom_correction_newest"),
        ),
    ]
