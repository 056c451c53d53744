"""Count in how many first tens each article stands, and keep the floor of each edition."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0012_changed_articles")]

    operations = [
        migrations.CreateModel(
            name="TimesShown",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="newsroom.article",
                    ),
                ),
                ("times", models.PositiveIntegerField(default=0)),
                ("first_ten", models.BinaryField(default=bytes)),
            ],
        ),
        migrations.CreateModel(
            name="RelatedFloor",
            fields=[
                (
                    "locale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="wagtailcore.locale",
                    ),
                ),
                ("likeness", models.FloatField()),
                ("documents", models.BigIntegerField()),
            ],
        ),
    ]
