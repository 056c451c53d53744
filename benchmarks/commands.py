"""Run commands of Broadsheet, and code in its shell, over the data folder of the environment."""

import subprocess
import sys

BROADSHEET = [sys.executable, "-m", "broadsheet.cli"]
# What an import is compared with: articles saved one by one, a second.
ONE_BY_ONE = """
import time, uuid
from broadsheet.newsroom.models import Article
articles = list(Article.objects.all()[:150])
begun = time.perf_counter()
for article in articles:
    article.pk, article._state.adding, article.translation_key = None, True, uuid.uuid4()
    article.path = article.source_id = article.fingerprint = ''
    article.save()
print(len(articles) / (time.perf_counter() - begun))
"""


def run(*arguments: str) -> str:
    """Return what a command prints; raise CalledProcessError where it fails."""
    command = [*BROADSHEET, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def figures_of(code: str) -> list[float]:
    """Return the figures that code prints which runs in the shell of a site."""
    return [float(each) for each in run("manage", "shell", "-v0", "-c", code).split()]
