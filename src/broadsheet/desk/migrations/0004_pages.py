"""Let editors write and publish pages; reporters have no part in them."""

from typing import Any

from django.db import migrations

DEEDS = ("view", "add", "change", "delete", "publish")


def permit(apps: Any, schema_editor: Any) -> None:
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="newsroom", model="page"
    )
    editors = apps.get_model("auth", "Group").objects.filter(name="Editors").first()
    for deed in DEEDS if editors else ():
        permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=f"{deed}_page", defaults={"name": f"Can {deed} page"}
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_sign_in"),
        ("newsroom", "0016_menus_and_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
