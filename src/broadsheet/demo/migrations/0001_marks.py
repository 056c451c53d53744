"""Remember what came with the demo edition, also on sites that have it from before."""

from django.db import migrations, models
from django.utils import timezone

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def mark_what_is_here(apps, schema_editor):
    """Mark the demo articles of an older version, and what they alone need."""
    article = apps.get_model("newsroom", "Article")
    demo = article.objects.filter(source_id__startswith="demo:").exclude(filed={})
    if not demo.exists():
        return
    # When that was, nobody knows any more.
    apps.get_model("demo", "DemoLoading").objects.create(loaded_at=timezone.now())
    locales = set(demo.values_list("locale", flat=True))
    numbers = {
        "article": set(demo.values_list("pk", flat=True)),
        "pick": _numbers(apps, "Pick", article__in=demo, note="Demo edition"),
        "storyline": _numbers(apps, "StoryLine", articles__in=demo),
        "section": _numbers(apps, "Section", articles__in=demo),
        "topic": _numbers(apps, "Topic", articles__in=demo),
        "author": _numbers(apps, "Author", bylines__article__in=demo),
        "edition": _numbers(apps, "Edition", locale__in=locales),
        "image": set(demo.exclude(picture=None).values_list("picture", flat=True)),
    }
    mark = apps.get_model("demo", "DemoMark")
    mark.objects.bulk_create(
        mark(kind=kind, number=number) for kind, found in numbers.items() for number in sorted(found)
    )


def _numbers(apps, model, **condition):
    found = apps.get_model("newsroom", model).objects.filter(**condition)
    return set(found.values_list("pk", flat=True))


class Migration(migrations.Migration):
    initial = True
    dependencies = [("newsroom", "0014_rails_check")]

    operations = [
        migrations.CreateModel(
            name="DemoLoading",
            fields=[
                ID,
                ("loaded_at", models.DateTimeField()),
                ("moved_days", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DemoMark",
            fields=[
                ID,
                ("kind", models.CharField(max_length=20)),
                ("number", models.BigIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "number"), name="demo_mark_once")]
            },
        ),
        migrations.RunPython(mark_what_is_here, migrations.RunPython.noop),
    ]
