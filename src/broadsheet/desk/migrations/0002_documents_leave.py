"""Take leave of documents: their permissions go; their table stays, and nothing that is deleted trips over it.

Django does not know of the table any more, so it would delete a user or a collection that a row there still names.
"""

from typing import Any

from django.db import migrations


def take_leave(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Permission").objects.filter(content_type__app_label="wagtaildocs").delete()
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if "wagtaildocs_document" not in connection.introspection.table_names(cursor):
            return
        cursor.execute("UPDATE wagtaildocs_document SET uploaded_by_user_id = NULL")
        cursor.execute(
            "UPDATE wagtaildocs_document SET collection_id = (SELECT id FROM wagtailcore_collection WHERE depth = 1)"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(take_leave, migrations.RunPython.noop)]
