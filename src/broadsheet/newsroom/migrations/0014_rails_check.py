"""Keep what the check of the rails found last night, for the dashboard."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0013_times_shown")]

    operations = [
        migrations.CreateModel(
            name="RailsCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                ("pages", models.PositiveIntegerField()),
                ("faults", models.PositiveIntegerField()),
                ("warnings", models.PositiveIntegerField()),
                ("findings", models.JSONField(default=list)),
            ],
        ),
    ]
