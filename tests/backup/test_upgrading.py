"""An upgrade copies the database first, and one that fails leaves what serves as it was."""

import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.backup.sqlite import check_database
from broadsheet.newsroom import migrations as newsroom_migrations
from sites import BROADSHEET, broadsheet, copy_of, done, environment, headlines, query

pytestmark = pytest.mark.slow

MIGRATIONS = Path(newsroom_migrations.__path__[0])
NEWEST = sorted(each.stem for each in MIGRATIONS.glob("0*.py"))[-1]
WELL = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("newsroom", "{after}")]
    operations = [migrations.CreateModel("Tomorrow", [("id", models.BigAutoField(primary_key=True))])]
"""
RAISES = """
from django.db import migrations

def cannot(apps, schema_editor):
    apps.get_model("newsroom", "Article").objects.update(headline="half of it")
    raise RuntimeError("a migration that cannot be done")

class Migration(migrations.Migration):
    dependencies = [("newsroom", "{after}")]
    operations = [migrations.RunPython(cannot)]
"""
BREAKS_A_CONSTRAINT = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("newsroom", "{after}")]
    operations = [
        migrations.AddField("article", "tomorrow", models.TextField(default="the same")),
        migrations.AddConstraint("article", models.UniqueConstraint(fields=["tomorrow"], name="tomorrow_is_unique")),
    ]
"""
POINTS_TO_NONE = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("newsroom", "{after}")]
    operations = [migrations.RunSQL("UPDATE newsroom_article SET locale_id = 999999")]
"""
NO_PYTHON = "from django.db import migrations, models\nclass Migration(:\n"
SLOW = """
import time
from django.db import migrations

def slowly(apps, schema_editor):
    apps.get_model("newsroom", "Article").objects.update(headline="half of it")
    print("has begun", flush=True)
    time.sleep(60)

class Migration(migrations.Migration):
    dependencies = [("newsroom", "{after}")]
    operations = [migrations.RunPython(slowly)]
"""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (RAISES, "RuntimeError: a migration that cannot be done"),
        (BREAKS_A_CONSTRAINT, "IntegrityError: UNIQUE constraint failed"),
        (POINTS_TO_NONE, "IntegrityError: The row in table 'newsroom_article'"),
        (NO_PYTHON, "SyntaxError: "),
    ],
    ids=["raises", "breaks a constraint", "points to none", "no Python"],
)
def test_of_an_upgrade_that_fails_nothing_is_kept(site, tmp_path, kind, said):
    data = copy_of(site, tmp_path / "var")
    before = everything(data)
    ended = broadsheet("upgrade", data=data, **code_with(tmp_path, well=WELL, fails=kind))

    assert (ended.returncode, everything(data) == before) == (1, True)
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_which_migration_failed_and_where_the_copy_lies_is_said(site, tmp_path):
    data = copy_of(site, tmp_path / "var")
    ended = broadsheet("upgrade", data=data, **code_with(tmp_path, well=WELL, fails=RAISES))
    copy = next((data / "before-upgrade").iterdir())

    assert ended.stderr == (
        "The upgrade failed at newsroom.0901_fails: RuntimeError: a migration that cannot be done\n"
        "Nothing of it was kept: the database is as it was, and what serves goes on with it.\n"
        f"The database of before: {copy}. To put it back see docs/howto/back-up-and-restore.md.\n"
    )
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    check_database(copy)


def test_an_upgrade_that_is_killed_midway_leaves_the_database_as_it_was(site, tmp_path):
    data = copy_of(site, tmp_path / "var")
    before = everything(data)
    more = code_with(tmp_path, well=WELL, slow=SLOW)
    with subprocess.Popen(
        [*BROADSHEET, "upgrade"], env=environment(data, **more), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "has begun" in process.stdout.readline()
        seen_meanwhile = headlines(data)
        process.send_signal(signal.SIGKILL)

    assert (everything(data), seen_meanwhile) == (before, headlines(data))


def test_an_upgrade_that_can_be_done_is_done_and_of_copies_three_are_kept(site, tmp_path):
    data = copy_of(site, tmp_path / "var")
    (data / "before-upgrade").mkdir()
    for each in range(3):
        (data / "before-upgrade" / f"2025010{each}T000000Z.sqlite3").write_bytes(b"older")
    said = done("upgrade", data=data, **code_with(tmp_path, well=WELL))
    kept = sorted((data / "before-upgrade").iterdir())

    assert said == f"The database is up to date (1 migrations). The one of before: {kept[-1]}\n"
    assert query(data, "SELECT COUNT(*) FROM newsroom_tomorrow") == [(0,)]
    assert [each.name[:8] for each in kept[:-1]] == ["20250101", "20250102"]


def test_where_nothing_is_pending_nothing_is_copied_or_said(site, tmp_path):
    data = copy_of(site, tmp_path / "var")

    assert (done("upgrade", data=data), (data / "before-upgrade").exists()) == ("", False)


@pytest.mark.parametrize(
    ("kind", "status", "said"), [(WELL, 0, "signalled\n"), (RAISES, 1, "")], ids=["can", "cannot"]
)
def test_serve_is_told_of_new_code_only_after_an_upgrade_that_was_done(site, tmp_path, kind, status, said):
    data = copy_of(site, tmp_path / "var")
    waiting = (
        "import signal, sys; signal.signal(signal.SIGUSR2, lambda *_: (print('signalled', flush=True), sys.exit()));"
        "print(flush=True); signal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", waiting], stdout=subprocess.PIPE, text=True) as serve:
        serve.stdout.readline()
        (data / "serve.pid").write_text(str(serve.pid))
        ended = broadsheet("restart", data=data, **code_with(tmp_path, first=kind))
        if status:
            serve.terminate()

        assert (ended.returncode, serve.stdout.read()) == (status, said)


def everything(data: Path) -> list:
    tables = [
        name for (name,) in query(data, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    plain = [name for name in tables if not name.startswith(("sqlite_", "wagtailsearch_indexentry_fts"))]
    return [
        query(data, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"),
        {name: query(data, f'SELECT * FROM "{name}" ORDER BY 1') for name in plain},
    ]


def code_with(folder: Path, **migrations: str) -> dict[str, str]:
    """Make a version of the code that has further migrations of the newsroom; return how to run it."""
    package = folder / "code" / "tomorrow"
    shutil.copytree(MIGRATIONS, package, ignore=shutil.ignore_patterns("__pycache__"))
    after = NEWEST
    for number, (name, content) in enumerate(migrations.items(), start=900):
        (package / f"{number:04}_{name}.py").write_text(content.replace("{after}", after))
        after = f"{number:04}_{name}"
    (folder / "code" / "settings_of_tomorrow.py").write_text(
        "from broadsheet.project.settings import *\nMIGRATION_MODULES = {'newsroom': 'tomorrow'}\n"
    )
    return {
        "DJANGO_SETTINGS_MODULE": "settings_of_tomorrow",
        "PYTHONPATH": f"{MIGRATIONS.parents[2]}:{folder / 'code'}",
    }
