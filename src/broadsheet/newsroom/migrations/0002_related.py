"""Keep of each article a vector in place of its words, count terms in buckets, and gather story-lines.

All that goes is worked out anew: the worker does so when it next starts.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

# SQLite keeps a table's rows in its primary key only when told to; else every row is stored twice.
SQLITE_TABLES = {
    "newsroom_tellingterm": (
        "term bigint NOT NULL, day integer NOT NULL, article bigint NOT NULL, weight real NOT NULL, "
        "PRIMARY KEY (term, day, article)"
    ),
    "newsroom_versionband": "band bigint NOT NULL, article bigint NOT NULL, PRIMARY KEY (band, article)",
}


class CreatePostings(migrations.CreateModel):
    """Create a table that is all primary key."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"CREATE TABLE {table} ({SQLITE_TABLES[table]}) WITHOUT ROWID")
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.DeleteModel(name="TermCount"),
        migrations.DeleteModel(name="TellingTerm"),
        migrations.DeleteModel(name="VersionBand"),
        migrations.DeleteModel(name="Analysis"),
        migrations.RunSQL("DELETE FROM newsroom_neighbour", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="neighbour", name="reason"),
        CreatePostings(
            name="TellingTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term",
                        "day",
                        "article",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("term", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("article", models.BigIntegerField()),
                ("weight", models.FloatField()),
            ],
        ),
        CreatePostings(
            name="VersionBand",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "band", "article", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("band", models.BigIntegerField()),
                ("article", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="is_line_fixed",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name="StoryLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the headline of its first article.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "story-line",
                "verbose_name_plural": "story-lines",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="line",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="newsroom.storyline",
                verbose_name="story-line",
            ),
        ),
        migrations.CreateModel(
            name="TermBuckets",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "locale_id", "kind", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField()),
                ("documents", models.BigIntegerField()),
                ("through", models.BigIntegerField()),
                ("buckets", models.BinaryField()),
                (
                    "locale",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("documents", models.IntegerField()),
                ("terms", models.BinaryField()),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.locale"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Analysis",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="analysis",
                        serialize=False,
                        to="newsroom.article",
                    ),
                ),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Read"), (1, "Findable"), (2, "Ranked")], default=0
                    ),
                ),
                ("digest", models.CharField(max_length=32)),
                ("vector", models.BinaryField()),
                ("telling", models.BinaryField(default=bytes)),
                ("signature", models.JSONField(default=list)),
                ("shown", models.TextField(blank=True)),
                (
                    "locale",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__lt", 2)),
                        fields=["stage", "article"],
                        name="newsroom_analysis_unfinished",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="article",
            name="version_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="versions",
                to="newsroom.article",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("version_of__isnull", False)),
                fields=["version_of"],
                name="newsroom_article_version",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("line__isnull", False)),
                fields=["line", "-published_at"],
                name="newsroom_article_line",
            ),
        ),
    ]
