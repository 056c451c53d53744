"""Let editions print their dates by another calendar than the Gregorian one."""

from django.db import migrations, models

from broadsheet.newsroom.migrations._columns import AddColumn


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0017_paper_settings")]

    operations = [
        AddColumn(
            model_name="edition",
            name="calendar",
            field=models.CharField(
                choices=[("gregorian", "Gregorian"), ("jalali", "Jalali (Iran, Afghanistan)")],
                default="gregorian",
                help_text="Of the dates that readers see. Addresses and the archive keep the Gregorian one.",
                max_length=12,
                verbose_name="calendar",
            ),
        ),
    ]
