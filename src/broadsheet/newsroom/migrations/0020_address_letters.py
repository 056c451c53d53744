"""Let each edition choose the letters of its addresses, which stay Latin on old sites; know pages about principles."""

from django.db import migrations, models

from broadsheet.newsroom.migrations._columns import AddColumn


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0019_edition_feeds")]

    operations = [
        AddColumn(
            model_name="edition",
            name="address_letters",
            field=models.CharField(
                choices=[("latin", "Latin letters"), ("own", "Letters of the edition's own script")],
                default="latin",
                help_text="Of new stories, sections and topics; of authors by the main edition. Addresses that are there stay.",
                max_length=5,
                verbose_name="letters of addresses",
            ),
        ),
        # No database knows of choices.
        migrations.AlterField(
            model_name="page",
            name="purpose",
            field=models.CharField(
                blank=True,
                choices=[
                    ("about", "About the paper"),
                    ("imprint", "Imprint"),
                    ("privacy", "Privacy"),
                    ("contact", "Contact"),
                    ("corrections", "Correction policy"),
                    ("ethics", "Principles"),
                ],
                help_text="An edition has one page for each purpose.",
                max_length=12,
                verbose_name="purpose",
            ),
        ),
    ]
