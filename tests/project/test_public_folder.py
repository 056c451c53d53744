"""One folder is for everybody, and nothing that is private may lie in it."""

import os

import pytest

from broadsheet.project.options import OptionError
from broadsheet.project.public_folder import open_to_readers, public_folder


def test_without_a_setting_it_lies_in_the_data_folder(tmp_path):
    assert public_folder("", tmp_path) == tmp_path / "public"


@pytest.mark.parametrize("above", [0, 1, 2])
def test_the_data_folder_cannot_be_public_nor_lie_in_what_is(tmp_path, above):
    data = tmp_path / "site" / "var"
    folder = (data, *data.parents)[above]

    with pytest.raises(OptionError, match=r"lies in it\. Name a folder of its own"):
        public_folder(str(folder), data)


def test_everybody_may_read_it_whatever_the_umask_was(tmp_path):
    folder = tmp_path / "public"
    before = os.umask(0o077)
    try:
        (folder / "static/css").mkdir(parents=True)
        (folder / "static/css/site.css.gz").write_bytes(b"x")
        open_to_readers(folder)
        modes = {each.name: each.stat().st_mode & 0o777 for each in (folder, *folder.rglob("*"))}
    finally:
        os.umask(before)

    assert modes == {"public": 0o755, "static": 0o755, "css": 0o755, "site.css.gz": 0o644}
