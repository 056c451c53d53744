"""Keep the numbers of readers of a labelled import apart from those that were counted here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audience", "0003_recent_reads")]

    operations = [
        migrations.CreateModel(
            name="LabelledReads",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("article_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("reads", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["day", "article_id"], name="audience_labelled_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article_id", "day", "label"), name="audience_labelled_once"
                    )
                ],
            },
        ),
    ]
