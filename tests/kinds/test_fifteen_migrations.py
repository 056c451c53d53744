"""Fifteen ways to move here: each export is read rightly or refused by its name, and nothing becomes public that was not."""

import json
from datetime import UTC, datetime

import pytest
import typer

from broadsheet.cli.importing import import_paths
from broadsheet.newsroom.models import Article
from kinds.exports import EXPORTS, SQUARESPACE, WORDPRESS, WORDPRESS_SMALL

pytestmark = pytest.mark.django_db
READ = {"WordPress, small": WORDPRESS_SMALL, "WordPress, every state": WORDPRESS, "Squarespace": SQUARESPACE}
REFUSED = (
    "Ghost", "Medium", "Substack", "Blogger", "WordPress (REST)", "NITF", "NewsML-G2", "NewsML 1", "IPTC 7901", "ANPA", "WARC", "a mail",
)  # fmt: skip
PUBLIC = ["Bridge opens to traffic", "Harbour is dredged"]


@pytest.mark.parametrize("name", READ)
def test_what_was_public_is_public_and_nothing_else_is(tmp_path, name):
    status, _report = imported(tmp_path, [READ[name]])

    assert (status, sorted(seen())) == (0, PUBLIC)


@pytest.mark.parametrize("name", READ)
def test_each_item_is_counted_once_as_what_became_of_it(tmp_path, name):
    _status, report = imported(tmp_path, [READ[name]])
    counted = {each: many for each, many in report["kinds"].items() if each != "comments"}

    assert sum(counted.values()) == READ[name].content.count(b"<item>")


@pytest.mark.parametrize("called", REFUSED)
def test_what_cannot_be_read_is_refused_by_its_name_with_nothing_stored(tmp_path, called):
    files = [each for each in EXPORTS if each.called == called]
    status, report = imported(tmp_path, files)

    assert (status, Article.objects.count()) == (1, 0)
    assert [called in line for line in report["lines"]] == [True] * len(files)


@pytest.mark.parametrize("called", REFUSED)
def test_each_export_has_two_public_stories_and_some_that_are_not(called):
    text = "".join(each.content.decode() for each in EXPORTS if each.called == called)

    assert ["new bridge over" in text, "harbour is dredged" in text, "SECRET" in text] == [True] * 3


def test_there_are_fifteen():
    assert len(READ) + len(REFUSED) == 15


def imported(folder, exports):
    """Return the exit status of an import and its report."""
    inbox, report = folder / "inbox", folder / "report.json"
    inbox.mkdir()
    for each in exports:
        (inbox / each.name).write_bytes(each.content)
    said = {"date": "", "language": "", "source": "", "section": "", "kind": ""}
    status = 0
    try:
        import_paths([inbox], said, report=report)
    except typer.Exit as ended:
        status = ended.exit_code
    return status, json.loads(report.read_text("utf-8"))


def seen():
    """Return the headlines that readers see, or will ever see if nobody does anything."""
    found = Article.objects.visible(datetime(2040, 1, 1, tzinfo=UTC))
    assert not any("SECRET" in f"{each.headline} {each.plain_body}" for each in found)
    return [each.headline for each in found]
