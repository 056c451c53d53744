"""Give editions a menu, links and pages of their own, and sections one level of sub-sections."""

import uuid

import django.db.models.deletion
import wagtail.models.preview
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0015_card_texts"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("name", models.CharField(max_length=120, verbose_name="title")),
                ("slug", models.SlugField(blank=True, max_length=80, verbose_name="slug")),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("about", "About the paper"),
                            ("imprint", "Imprint"),
                            ("privacy", "Privacy"),
                            ("contact", "Contact"),
                            ("corrections", "Correction policy"),
                        ],
                        help_text="An edition has one page for each purpose.",
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                ("body", models.JSONField(blank=True, default=list, verbose_name="text")),
                (
                    "is_in_footer",
                    models.BooleanField(
                        default=True,
                        help_text="The menu is on the screen of the edition.",
                        verbose_name="in the footer",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="position in the footer"),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ("position", "name"),
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.AddField(
            model_name="edition",
            name="footer_links",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Beside the pages that stand in the footer.",
                verbose_name="links in the footer",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="has_pledge",
            field=models.BooleanField(
                default=True,
                help_text="“This paper sets no cookies and follows nobody.” Leave it out where that is not true any more.",
                verbose_name="pledge in the footer",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="menu",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Empty: all sections in their order. Drag an entry to move it.",
                verbose_name="menu",
            ),
        ),
        migrations.AddField(
            model_name="section",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="Its stories stand on the page of that section too.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subsections",
                to="newsroom.section",
                verbose_name="under the section",
            ),
        ),
        migrations.RemoveIndex(model_name="article", name="newsroom_article_section"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["section", "-published_at", "-id"], name="newsroom_article_section"),
        ),
        migrations.AlterField(
            model_name="address",
            name="kind",
            field=models.CharField(
                choices=[
                    ("article", "Article"),
                    ("section", "Section"),
                    ("topic", "Topic"),
                    ("author", "Author"),
                    ("edition", "Edition"),
                    ("page", "Page"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="newsroom_section_not_under_itself",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="live_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="live revision",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="locale",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(
                fields=("translation_key", "locale"), name="newsroom_page_translation"
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(fields=("locale", "slug"), name="newsroom_page_slug"),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", ""), _negated=True),
                fields=("locale", "purpose"),
                name="newsroom_page_purpose",
            ),
        ),
    ]
