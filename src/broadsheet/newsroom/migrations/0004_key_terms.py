"""Call the terms by which candidates for Related are found what the documentation calls them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_reads")]

    operations = [
        migrations.RenameModel(old_name="TellingTerm", new_name="KeyTerm"),
        migrations.RenameField(model_name="analysis", old_name="telling", new_name="key_terms"),
    ]
