"""Keep what the whole paper shows and says, and the files that belong to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0016_menus_and_pages")]

    operations = [
        migrations.CreateModel(
            name="PaperSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("values", models.JSONField(blank=True, default=dict)),
            ],
            options={"verbose_name": "the paper", "verbose_name_plural": "the paper"},
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("until", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
    ]
