"""Set up who may do what: Editors publish, Reporters write and submit, and the approval between them.

Wagtail comes with groups and a workflow for its tree of pages. The groups keep their names and
users; "Moderators", who would be a second kind of editor, go when nobody is one.
"""

from typing import Any

from django.db import migrations

ALL = ("view", "add", "change", "delete")
PUBLISHING = ("publish", "lock", "unlock")
WRITING = ("view", "add", "change")
EDITORS = {
    "article": (*ALL, *PUBLISHING),
    "section": ALL,
    "topic": ALL,
    "author": ALL,
    "edition": ("view", "change"),
    "pick": ALL,
}
REPORTERS = {"article": WRITING, "topic": WRITING, "author": WRITING, "section": ("view",), "pick": ("view",)}
APPROVAL = "Editor's approval"


def set_up(apps: Any, schema_editor: Any) -> None:
    group = apps.get_model("auth", "Group").objects
    editors, _created = group.get_or_create(name="Editors")
    reporters, _created = group.get_or_create(name="Reporters")
    _permit(apps, editors, EDITORS)
    _permit(apps, reporters, REPORTERS)
    _permit_elsewhere(apps, editors, reporters)
    moderators = group.filter(name="Moderators", user__isnull=True).first()
    _set_up_approval(apps, editors, moderators)
    if moderators:
        moderators.delete()


def _permit(apps: Any, group: Any, permissions: dict[str, tuple[str, ...]]) -> None:
    for model, deeds in permissions.items():
        for deed in deeds:
            group.permissions.add(_permission(apps, "newsroom", model, f"{deed}_{model}"))


def _permit_elsewhere(apps: Any, editors: Any, reporters: Any) -> None:
    """Let both in, let both handle pictures, let editors ask for translations."""
    admin = _permission(apps, "wagtailadmin", "admin", "access_admin")
    translating = _permission(apps, "simple_translation", "simpletranslation", "submit_translation")
    editors.permissions.add(admin, translating)
    reporters.permissions.add(admin)
    collected = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for each in collected.filter(group=editors):
        collected.get_or_create(group=reporters, collection=each.collection, permission=each.permission)


def _permission(apps: Any, app: str, model: str, codename: str) -> Any:
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return permission


def _set_up_approval(apps: Any, editors: Any, moderators: Any) -> None:
    """Take over Wagtail's approval by moderators where it is untouched, else make one; attach it to articles."""
    tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    links = apps.get_model("wagtailcore", "WorkflowTask").objects
    types = apps.get_model("contenttypes", "ContentType").objects
    task = tasks.filter(groups=moderators, name="Moderators approval").first() if moderators else None
    if task is None:
        kind, _created = types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
        task = tasks.create(name=APPROVAL, content_type=kind, active=True)
    task.name = APPROVAL
    task.save()
    task.groups.set([editors])
    link = links.filter(task=task).first()
    workflow = link.workflow if link else workflows.create(name=APPROVAL, active=True)
    workflow.name = APPROVAL
    workflow.save()
    if link is None:
        links.create(workflow=workflow, task=task, sort_order=0)
    article, _created = types.get_or_create(app_label="newsroom", model="article")
    attached = apps.get_model("wagtailcore", "WorkflowContentType").objects
    attached.get_or_create(content_type=article, defaults={"workflow": workflow})


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("newsroom", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("simple_translation", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
