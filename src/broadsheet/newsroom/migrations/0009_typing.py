"""Topics that wait for publication, and changes that are no update."""

from django.db import migrations, models

from ._columns import AddColumn


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_retired_renditions")]

    operations = [
        AddColumn(
            model_name="article",
            name="new_topics",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        AddColumn(
            model_name="article",
            name="is_minor_change",
            field=models.BooleanField(
                default=False,
                help_text="A comma, a typing error: readers, feeds and search engines are not told of an update.",
                verbose_name="minor change",
            ),
        ),
    ]
