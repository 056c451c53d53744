"""Index the articles whose changes wait to be published: what these changes name is in use."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0011_promised")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["latest_revision"],
                condition=models.Q(has_unpublished_changes=True),
                name="newsroom_article_changed",
            ),
        ),
    ]
