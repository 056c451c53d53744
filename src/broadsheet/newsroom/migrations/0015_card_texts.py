"""Let cards say what editors write: fields for it, and the computed text of cards under a name of its own."""

import django.db.models.deletion
from django.db import migrations, models

from broadsheet.newsroom.migrations._columns import AddColumn
from broadsheet.prose.teasers import card_text

BATCH = 1000


def say_what_editors_wrote(apps, schema_editor):
    """Write each standfirst on its cards as it stands; cards with a part of the body keep it."""
    database = schema_editor.connection.alias
    articles = apps.get_model("newsroom", "Article").objects.using(database)
    last = 0
    while True:
        batch = list(
            articles.filter(pk__gt=last)
            .exclude(standfirst="")
            .only("headline", "standfirst", "card_text")
            .order_by("pk")[:BATCH]
        )
        if not batch:
            break
        changed = []
        for each in batch:
            text = card_text(each.headline, standfirst=each.standfirst)
            if text and text != each.card_text:
                each.card_text = text
                changed.append(each)
        articles.bulk_update(changed, ["card_text"], batch_size=100)
        last = batch[-1].pk


def rename_in_revisions(apps, schema_editor):
    """Take the computed text out of revisions: published again, it would stand there as an editor's teaser."""
    database = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    article = types.filter(app_label="newsroom", model="article").first()
    if article is None:
        return
    revisions = apps.get_model("wagtailcore", "Revision").objects.using(database)
    last = 0
    while batch := list(
        revisions.filter(content_type_id=article.pk, pk__gt=last)
        .order_by("pk")
        .values_list("pk", "content")[:BATCH]
    ):
        for number, content in batch:
            if "card_text" not in content and "teaser" in content:
                content["card_text"] = content.pop("teaser")
                revisions.filter(pk=number).update(content=content)
        last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0014_rails_check"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RenameField(model_name="article", old_name="teaser", new_name="card_text"),
        AddColumn(
            model_name="article",
            name="kind",
            field=models.CharField(
                choices=[
                    ("news", "News"),
                    ("opinion", "Opinion"),
                    ("analysis", "Analysis"),
                    ("interview", "Interview"),
                    ("review", "Review"),
                    ("obituary", "Obituary"),
                ],
                default="news",
                help_text="Opinion is set apart from news, with the name and the face of its author.",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        AddColumn(
            model_name="article",
            name="kicker",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A word or two above the headline, on the page and on cards: “Flood inquiry”.",
                max_length=60,
                verbose_name="kicker",
            ),
        ),
        AddColumn(
            model_name="article",
            name="short_headline",
            field=models.CharField(
                blank=True,
                default="",
                help_text="For cards on fronts, lists and rails. Empty: the headline.",
                max_length=120,
                verbose_name="short headline",
            ),
        ),
        AddColumn(
            model_name="article",
            name="teaser",
            field=models.TextField(
                blank=True,
                default="",
                help_text="For cards alone. Up to 200 characters are shown as you write them; of a longer text, the first sentences. "
                "Empty: the standfirst, else the beginning of the text.",
                verbose_name="teaser",
            ),
        ),
        AddColumn(
            model_name="article",
            name="search_title",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What search engines and the browser's tab show in place of the headline; they cut it at about "
                "60 characters.",
                max_length=120,
                verbose_name="title for search engines",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="columnist",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newsroom.author",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("columnist__isnull", False)),
                fields=["columnist"],
                name="newsroom_article_columnist",
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                help_text="The face, for the author's page and for opinion. Mark the face as the focal point of the "
                "picture.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="standfirst",
            field=models.TextField(
                blank=True,
                help_text="One or two sentences under the headline. Cards show them too, if there is no teaser.",
                verbose_name="standfirst",
            ),
        ),
        migrations.RunPython(say_what_editors_wrote, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(rename_in_revisions, migrations.RunPython.noop, elidable=True),
    ]
