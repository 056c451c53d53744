"""`broadsheet audience rank` counts a log of reads as the site would; `follow` keeps record and lists."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from broadsheet.audience import counts, imported
from broadsheet.audience.counting import Counter
from broadsheet.cli.main import app
from broadsheet.newsroom.models import PopularList
from factories import make_article, make_articles

DAY = 20_000 * 86_400
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_the_ranking_of_a_log_is_by_readers_of_now(tmp_path):
    events = [event("old", 3600 * hour, number) for hour in range(10) for number in range(4)]
    events += [event("new", 36_000 + number, 1000 + number) for number in range(30)]

    ranked = rank(tmp_path, events, at=DAY + 36_300)

    assert [each["article"] for each in ranked] == ["new", "old"]
    assert ranked[0]["score"] > ranked[1]["score"] > 0


def test_a_million_hits_of_one_address_are_one_reader(tmp_path):
    honest = [event("read", number * 10, number) for number in range(5)]
    attack = [
        event("pushed", second / 10, 7, agent=FIREFOX.replace("140", str(second))) for second in range(3000)
    ]

    ranked = rank(tmp_path, [*honest, *attack], at=DAY + 400)

    assert [each["article"] for each in ranked] == ["read", "pushed"]


def test_what_was_read_after_the_moment_is_not_known_yet(tmp_path):
    ranked = rank(tmp_path, [event(1, 0, 1), event(2, 100, 2)], at=DAY + 50)

    assert [each["article"] for each in ranked] == [1]


def test_an_old_story_stands_below_the_stories_of_now_unless_it_is_suddenly_read(tmp_path):
    articles = tmp_path / "articles.jsonl"
    published = {"young": DAY - 3600, "old": DAY - 40 * 86_400, "again": DAY - 400 * 86_400}
    articles.write_text(
        "".join(json.dumps({"article": name, "published": at}) + "\n" for name, at in published.items())
    )
    events = [event("young", 72_000, 1)]
    events += [event("old", number * 600, 100 + number) for number in range(120)]
    events += [event("again", 72_000 + number, 300 + number) for number in range(40)]

    ranked = rank(tmp_path, events, "--articles", str(articles), at=DAY + 72_100)

    assert [(each["article"], each["is_of_now"]) for each in ranked] == [
        ("again", True),
        ("young", True),
        ("old", False),
    ]


def test_a_line_that_is_no_read_is_named_and_the_rest_is_ranked(tmp_path):
    log = tmp_path / "events.jsonl"
    log.write_text(f'{json.dumps(event(1, 0, 1))}\nnot json\n{{"t": 1}}\n[1]\n')

    result = CliRunner().invoke(app, ["audience", "rank", str(log), "--at", str(DAY + 10), "--json"])

    assert result.exit_code == 1
    assert [each["article"] for each in json.loads(result.stdout)] == [1]
    for line in (2, 3, 4):
        assert f"{log}:{line}" in result.stderr


@pytest.mark.parametrize("at", ["yesterday", "2026-13-01"])
def test_a_moment_that_is_none_is_refused(tmp_path, at):
    result = CliRunner().invoke(app, ["audience", "rank", str(tmp_path / "none.jsonl"), "--at", at])

    assert result.exit_code == 2
    assert "seconds since 1970" in result.stderr


@pytest.mark.django_db
def test_the_follower_counts_what_is_live_writes_it_down_and_ranks_it(tmp_path, settings):
    settings.DATA = tmp_path
    from broadsheet.worker.following import Follower  # noqa: PLC0415  # it prepares Django

    first, second = make_articles(2)
    follower, now = Follower(), timezone.now()
    follower.turn(now)
    counter = Counter(tmp_path / "audience")
    for article, times in ((first, 2), (second, 5)):
        for number in range(times):
            counter.read(article.pk, address=f"10.{number}.0.1", agent=FIREFOX, now=now.timestamp())
    follower.turn(now + timedelta(seconds=3))

    assert counts.total(second.pk) == 5
    assert [place.article for place in PopularList.objects.get(section=None).standings] == [
        second.pk,
        first.pk,
    ]

    second.live = False
    second.save()
    follower.turn(now + timedelta(seconds=6))
    assert [place.article for place in PopularList.objects.get(section=None).standings] == [first.pk]
    assert not counter.live.has(second.pk)


@pytest.mark.django_db
def test_counts_from_elsewhere_are_taken_once_and_bad_lines_are_named(tmp_path):
    by_address, by_source = make_article("By its address"), make_article("By its source", source_id="old-17")
    file = tmp_path / "counts.jsonl"
    lines = [
        {"article": by_address.get_absolute_url(), "reads": 1200, "day": "2026-11-01"},
        {"article": f"https://old.example{by_address.get_absolute_url()}", "reads": 34, "day": "2026-11-02"},
        {"article": "old-17", "reads": 7},
        {"article": "/2026/11/22/nowhere/", "reads": 5},
        {"article": "old-17", "reads": -1},
        {"article": "old-17"},
        {"article": "old-17", "reads": 5, "day": "soon"},
    ]
    file.write_text("".join(json.dumps(each) + "\n" for each in lines) + "no json\n")

    results = [CliRunner().invoke(app, ["audience", "import", str(file)]) for _ in range(2)]

    for result in results:
        assert (result.exit_code, result.stdout) == (1, "1,241 reads of 2 articles\n")
        assert [line.split(":")[1] for line in result.stderr.splitlines()] == ["4", "5", "6", "7", "8"]
    assert (counts.total(by_address.pk), counts.total(by_source.pk)) == (1234, 7)


@pytest.mark.django_db
def test_counts_with_a_label_count_beside_those_without_and_are_known_by_it(tmp_path):
    article = make_article("By its source", source_id="old-17")
    file = tmp_path / "counts.jsonl"
    file.write_text(json.dumps({"article": "old-17", "reads": 7}) + "\n")

    for label in ([], ["--label", "the old site"], ["--label", "the old site"]):
        done = CliRunner().invoke(app, ["audience", "import", str(file), *label])
        assert done.exit_code == 0, done.output

    since = timezone.now() - timedelta(days=9)
    assert counts.total(article.pk) == 14
    assert counts.most_read(since=since, limit=3) == [(article.pk, 14)]
    assert imported.labels(since=since) == [("the old site", 7)]


def event(article, second, reader, *, agent=FIREFOX):
    return {"t": DAY + second, "article": article, "ip": f"10.{reader // 250}.{reader % 250}.1", "ua": agent}


def rank(folder, events, *more, at):
    log = folder / "events.jsonl"
    log.write_text("".join(json.dumps(each) + "\n" for each in sorted(events, key=lambda each: each["t"])))
    result = CliRunner().invoke(app, ["audience", "rank", str(log), "--at", str(at), "--json", *more])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
