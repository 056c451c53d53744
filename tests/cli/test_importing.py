"""The end of `broadsheet import` says what the new edition is called, and where that is changed."""

import pytest
from typer.testing import CliRunner

from broadsheet.cli.main import app
from broadsheet.newsroom.models import Edition

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="en"><head><title>Crane turns again</title></head><body><article><h1>Crane turns again</h1>
<p>The blue crane on Quay 3 turns again after two years in which nobody could say what was wrong with its bearing.</p>
<p>It lifted its first crate on Tuesday, and forty dockers, who had laid bets on it, stood by and said nothing at all.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("words", "name"), [([], "Broadsheet (en)"), (["--edition-name", "The Courier"], "The Courier")]
)
def test_the_first_edition_is_named_and_the_end_says_where_its_name_is_changed(tmp_path, words, name):
    file = tmp_path / "page.html"
    file.write_text(PAGE)

    said = " ".join(CliRunner().invoke(app, ["import", str(file), *words]).output.split())

    assert list(Edition.objects.values_list("name", flat=True)) == [name]
    assert f"The new edition is called “{name}”. Its name is changed at" in said
    assert "/desk/, under Newsroom, Editions." in said
