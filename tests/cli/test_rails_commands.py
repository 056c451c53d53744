"""`broadsheet rails check` names what it cannot check. Exit status 1 means a fault, 2 a wrong option."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from broadsheet.cli.main import app
from broadsheet.newsroom.models import Article
from newsstand import publish_many

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--composed", "--rendered"), "Choose one of --composed and --rendered"),
        (("--rendered", "--folder", "."), "Choose one of --rendered and --served"),
        (("--site", "https://paper.example", "--folder", "."), "Choose one of --site and --folder"),
        (("--served", "--site", "paper.example"), "Write its address as https://paper.example"),
        (("--folder", "nowhere"), "nowhere/pages is not there"),
        (("--site", "http://127.0.0.1:9"), "127.0.0.1:9 does not answer"),
    ],
)
def test_what_cannot_be_checked_is_said(options, said):
    answer = CliRunner().invoke(app, ["rails", "check", *options])

    assert answer.exit_code == 2
    assert said in " ".join(answer.output.split())


def test_the_exit_status_is_1_where_a_page_has_a_fault(tmp_path):
    made = publish_many(3)
    (tmp_path / "pages").mkdir()
    lawful = check()
    Article.objects.filter(pk=made[0].pk).update(headline="Bridge opens Bridge opens")
    twice = check("--composed")

    assert (lawful[0], lawful[1]["faults"]) == (0, 0)
    assert (twice[0], set(twice[1]["by_kind"])) == (1, {"unclean"})
    assert check("--folder", str(tmp_path)) == (0, lawful[1] | {"pages": 0, "not_joined": 0})


def check(*options: str | Path) -> tuple[int, dict[str, object]]:
    answer = CliRunner().invoke(app, ["rails", "check", "--json", *map(str, options)])
    return answer.exit_code, json.loads(answer.stdout)
