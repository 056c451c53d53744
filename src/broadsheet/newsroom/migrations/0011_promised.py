"""Tell addresses that were public from those of articles which were not public where they come from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_absent_picture")]

    operations = [
        migrations.AddField(model_name="address", name="was_public", field=models.BooleanField(default=True)),
    ]
