"""A site from before finds its files in their new places, and nothing private in the public one."""

import pytest

from broadsheet.cli.settling import settle_files

pytestmark = pytest.mark.django_db


def test_former_folders_go_and_the_public_one_is_open(settings, tmp_path):
    settings.DATA, settings.PUBLIC, settings.UPLOADS = tmp_path, tmp_path / "public", tmp_path / "uploads"
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "public/static", tmp_path / "public/media"
    for name in ("static/site.css", "media/original_images/whistle.jpg", "public/static/site.css"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name)
    settle_files()
    settle_files()

    assert {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()} == {
        "uploads/original_images/whistle.jpg",
        "public/static/site.css",
    }
    assert (tmp_path / "public").stat().st_mode & 0o777 == 0o755
