"""Begin the registry of addresses, with the redirects that articles left behind."""

from itertools import islice

from django.db import migrations, models

# Redirects that are looked at together.
BATCH = 1000
# The number of no article: its redirect led to one that was deleted since.
NOBODY = 0


def register_redirects(apps, schema_editor):
    """Move the redirects that the newsroom wrote, and nobody at the desk, into the registry."""
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    Address = apps.get_model("newsroom", "Address")
    written = Redirect.objects.filter(automatically_created=True, redirect_page=None)
    editions = {
        "" if each.is_main else each.locale.language_code: each.locale_id
        for each in apps.get_model("newsroom", "Edition").objects.select_related("locale")
    }
    found = written.order_by("pk").iterator(chunk_size=BATCH)
    while rows := list(islice(found, BATCH)):
        ends = {each.pk: end for each in rows if (end := _end(each.redirect_link, editions)) is not None}
        owners = _owners(apps.get_model("newsroom", "Article"), ends.values())
        moved = [each for each in rows if each.pk in ends]
        Address.objects.bulk_create(
            [
                Address(path=each.old_path, kind="article", owner=owners.get(ends[each.pk], NOBODY))
                for each in moved
            ],
            ignore_conflicts=True,
        )
        Redirect.objects.filter(pk__in=[each.pk for each in moved]).delete()


def _end(link, editions):
    """Return locale and path of the article that a redirect leads to, None where it leads elsewhere."""
    first, _slash, rest = link.strip("/").partition("/")
    language, path = (first, rest) if first in editions else ("", link.strip("/"))
    is_article = len(path.split("/")) == 4 or path.startswith("undated/")
    return (
        (editions[language], path) if link.startswith("/") and language in editions and is_article else None
    )


def _owners(articles, ends):
    found = articles.objects.filter(path__in={path for _locale, path in ends})
    return {(locale, path): pk for pk, locale, path in found.values_list("pk", "locale_id", "path")}


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0004_key_terms"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "Article"),
                            ("section", "Section"),
                            ("topic", "Topic"),
                            ("author", "Author"),
                            ("edition", "Edition"),
                        ],
                        max_length=8,
                    ),
                ),
                ("owner", models.BigIntegerField()),
                ("is_feed", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "indexes": [models.Index(fields=["kind", "owner"], name="newsroom_address_owner")],
            },
        ),
        migrations.AddField(
            model_name="edition", name="was_main", field=models.BooleanField(default=False, editable=False)
        ),
        migrations.RunPython(register_redirects, migrations.RunPython.noop),
    ]
