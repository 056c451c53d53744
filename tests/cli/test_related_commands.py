"""`broadsheet related`: on files without a database, and over an archive large enough for several processes."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from broadsheet.cli.story_files import read_stories

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "broadsheet.cli"]
TALKS = "The OSCE Minsk Group met in Baku to discuss Nagorno-Karabakh."
STORIES = [
    {"id": "talks", "title": "Talks go on", "text": TALKS, "date": "2012-11-16"},
    {"id": "before", "title": "Talks begin", "text": TALKS[4:], "date": "2012-11-02"},
    {"id": "after", "title": "Talks end", "text": TALKS[9:], "date": "2012-12-01T09:00:00+04:00"},
    {"id": "other", "title": "Plums", "text": "Plums were boiled sweetly in the village.", "date": "2012-11-01"},
    {"id": "azeri", "title": "Danışıqlar", "text": "Minsk qrupu Bakıda danışıqlar apardı.", "language": "aze-Latn"},
]  # fmt: skip


def test_neighbours_are_printed_as_json_by_id(files):
    done = related(files, "neighbours", "docs.jsonl", "-k", "2", "--json")
    found = json.loads(done.stdout)

    assert list(found) == [each["id"] for each in STORIES]
    assert {other for other, _score in found["talks"]} == {"before", "after"}
    assert all(0 < score < 2 for _other, score in found["talks"])
    assert found["azeri"] == []


def test_as_of_publication_nothing_younger_is_taken(files):
    done = related(files, "neighbours", "docs.jsonl", "--json", "--as-of-publication")
    found = json.loads(done.stdout)

    assert "after" not in {other for other, _score in found["talks"]}
    assert found["before"][0][0] == "other"


def test_lines_that_are_no_story_are_named_and_the_rest_is_read(files):
    with (files / "docs.jsonl").open("a") as file:
        file.write('{"id": "x"}\n[]\nnonsense\n{"id": "talks", "title": "Again", "text": "again"}\n')
        file.write('{"id": "y", "title": "When?", "text": "When?", "date": "yesterday"}\n')
    done = related(files, "neighbours", "docs.jsonl", "--json", status=1)

    assert len(json.loads(done.stdout)) == len(STORIES)
    said = [line.partition("docs.jsonl:")[2][:9] for line in done.stderr.splitlines()]
    assert [line.split(":")[0] for line in said] == ["6", "7", "8", "9", "10"]
    assert "'yesterday' is no date" in done.stderr


def test_a_file_that_is_not_there_is_said_in_one_line(files):
    done = related(files, "neighbours", "nothing.jsonl", status=2)

    assert "nothing.jsonl: No such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_ranking_is_judged_beside_the_textbooks(files):
    (files / "qrels.json").write_text(json.dumps({"talks": {"before": 1, "after": 1}, "gone": {"talks": 1}}))
    done = related(files, "evaluate", "docs.jsonl", "qrels.json", "--json")
    found = json.loads(done.stdout)

    assert found["queries"] == 1
    assert found["means"]["Broadsheet"]["nDCG@10"] == [1.0, 1.0, 1.0]
    assert found["means"]["Broadsheet"]["P@5"] == [0.4, 0.4, 0.4]
    assert set(found["means"]) == {"Broadsheet", "TF-IDF", "BM25"}
    assert set(found["better_than"]) == {"TF-IDF", "BM25"}


def test_judgements_that_cannot_be_used_are_said_in_one_line(files):
    (files / "qrels.json").write_text("[1]")
    done = related(files, "evaluate", "docs.jsonl", "qrels.json", status=2)

    assert "qrels.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_language_is_read_in_any_spelling_or_guessed(tmp_path):
    path = tmp_path / "docs.jsonl"
    path.write_text("\n".join(json.dumps({"id": name, "title": "", "text": text, "lang": lang}) for name, text, lang in [
        ("a", "x", "eng"), ("b", "x", "pt_BR"), ("c", "x", "aze-Latn"),
        ("d", "Der Bürgermeister von Narrin hat gestern die alte Brücke über den Fluss geschlossen.", None),
    ]))  # fmt: skip

    assert [each.language for each in read_stories(path).stories] == ["en", "pt", "az", "de"]


def test_a_rebuild_over_several_processes_is_finished_when_it_was_killed_and_leaves_none_of_them(tmp_path):
    chance = Random(3)
    environment = os.environ | {"BROADSHEET_DATA": str(tmp_path / "var")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    words = ["".join(chance.choices("abdegiklmnoprstu", k=chance.randint(4, 9))) for _word in range(900)]
    items = [
        {"uri": f"s:{number}", "headline": " ".join(chance.sample(words, 5)), "versioncreated": "2020-01-02T00:00:00Z",
         "body_text": " ".join(chance.choices(words, k=60)) + "."}
        for number in range(330)
    ]  # fmt: skip
    path = tmp_path / "archive.ninjs.jsonl"
    path.write_text("\n".join(map(json.dumps, items)))
    run(environment, "manage", "migrate", "-v0")
    run(environment, "import", str(path), "--language", "en")
    counts = (
        "from broadsheet.newsroom.models import *; print(Analysis.objects.count(), Neighbour.objects.count())"
    )
    before = run(environment, "manage", "shell", "-v0", "-c", counts).stdout
    rebuilt = run(environment, "related", "rebuild").stdout
    undone = (
        "from broadsheet.newsroom.models import *; Analysis.objects.filter(article__lte=40).update(stage=1)"
    )
    run(environment, "manage", "shell", "-v0", "-c", undone)
    resumed = run(environment, "related", "rebuild", "--resume").stdout

    assert (rebuilt.split()[0], resumed.split()[0]) == ("330", "40")
    assert before == run(environment, "manage", "shell", "-v0", "-c", counts).stdout


@pytest.fixture
def files(tmp_path):
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, STORIES)) + "\n")
    return tmp_path


def related(folder, *arguments, status=0):
    done = subprocess.run([*COMMAND, "related", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
    return done


def wait_for(is_so):
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def running_over(folder):
    """The processes that were told to work over this folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"BROADSHEET_DATA={folder}".encode() in (each / "environ").read_bytes():
                found.append(each.name)
    return found


def run(environment, *arguments):
    done = subprocess.run([*COMMAND, *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done
