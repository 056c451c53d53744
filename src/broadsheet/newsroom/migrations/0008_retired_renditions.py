from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0007_precision_of_dates")]

    operations = [
        migrations.CreateModel(
            name="RetiredRendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, unique=True)),
                ("picture", models.PositiveBigIntegerField(db_index=True)),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
