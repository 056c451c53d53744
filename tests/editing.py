"""A change that another process makes, which is ready before it is told to make it."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from live_site import shell_command

AROUND = """
import sys, time
print("ready", flush=True)
sys.stdin.readline()
{code}
print(time.time(), flush=True)
"""
RETITLE = """
from broadsheet.newsroom.models import Article
article = Article.objects.get(path={path!r}.strip('/'))
article.headline = {headline!r}
article.save()
"""


@contextmanager
def editor(environment: dict[str, str], code: str) -> Iterator[Callable[[], float]]:
    """Make a process ready, and yield what has it do its work and returns when that was done."""
    command = shell_command(AROUND.format(code=code))
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"

        def do() -> float:
            process.stdin.write("now\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        yield do
    assert process.returncode == 0


def retitle(environment: dict[str, str], path: str, headline: str) -> float:
    """Change a headline in another process; return when that was done."""
    with editor(environment, RETITLE.format(path=path, headline=headline)) as do:
        return do()
