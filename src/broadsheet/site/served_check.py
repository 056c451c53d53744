"""Hold the pages that a site serves, or that stand in the folder of pressed pages, against the database.

What is served may be some seconds old. So what does not fit is asked for once more, and the database is read again.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus

from django.utils import timezone

from ..newsroom.checking import PageFindings, batches, drawn, sample_of
from ..newsroom.models import Article, Edition
from ..newsroom.queries import editions
from ..newsroom.visibility import visible
from ..rails.check import crashed
from ..rails.checked import Fault
from .page_sources import NoPage, PageSource
from .printed_page import PrintedPage, read_page
from .rendered_check import StoredFacts, of_cookies

# Pages are stale no longer than this: a page that is being made again may be served meanwhile.
SETTLING_SECONDS = 3.0
BATCH = 50


def check_served(source: PageSource, *, sample: int | None = None) -> Iterator[PageFindings]:
    """Yield the findings of each page that is served. A page that readers may not see is yielded only if it is served all the same.

    Raises NothingServed where no page can be had at all.
    """
    source.ensure()
    now = timezone.now()
    chosen = sample_of(sample, now=now)
    for edition in editions():
        facts = StoredFacts(edition, now, hosts=(source.host,))
        for batch in batches(edition, now, chosen, size=BATCH):
            yield from _checked(source, facts, batch)
        for batch in _hidden(edition, sample=sample, now=timezone.now()):
            yield from (each for each in _checked(source, facts, batch) if each.faults)


def _hidden(edition: Edition, *, sample: int | None, now: datetime) -> Iterator[list[Article]]:
    """Yield an edition's articles that readers may not see, or a sample of them."""
    articles = Article.objects.filter(locale_id=edition.locale_id).exclude(visible(now)).exclude(path="")
    numbers = drawn(list(articles.order_by("pk").values_list("pk", flat=True)), sample, now=now)
    for start in range(0, len(numbers), BATCH):
        some = articles.filter(pk__in=numbers[start : start + BATCH])
        yield list(some.select_related("locale__edition").defer("body"))


def _checked(source: PageSource, facts: StoredFacts, articles: list[Article]) -> Iterator[PageFindings]:
    """Yield the findings of the articles' pages; an article without a served page is passed over."""
    found = _faults(source, facts, articles)
    doubtful = [each for each in articles if found.get(each.pk)]
    if doubtful:
        time.sleep(SETTLING_SECONDS)
        for each in doubtful:
            del found[each.pk]
        found |= _faults(source, facts, doubtful)
    for each in articles:
        if each.pk in found:
            yield PageFindings(each.get_absolute_url(), found[each.pk], is_joined=True)


def _faults(source: PageSource, facts: StoredFacts, articles: list[Article]) -> dict[int, list[Fault]]:
    asked = {each.pk: _answer(source, each.get_absolute_url()) for each in articles}
    answers = {number: answer for number, answer in asked.items() if answer is not None}
    # After the pages: what has been withdrawn meanwhile may not stand on them any more.
    facts.again()
    facts.read(set(answers), [page for page, _faults in answers.values() if page is not None])
    found = {}
    for number, (page, faults) in answers.items():
        if page is not None:
            found[number] = faults + facts.judge(page, number)
        else:
            # What readers may not see need not answer.
            found[number] = faults if number in facts.stored.articles else []
    return found


def _answer(source: PageSource, path: str) -> tuple[PrintedPage | None, list[Fault]] | None:
    """Return the page at a path, None in its place where there is none, and what is wrong with the answer as a whole."""
    try:
        served = source.page(path)
        if served is None:
            return None
        if served.status != HTTPStatus.OK:
            return None, [Fault(1, "crashed", None, None, f"{path} answers {served.status}")]
        return read_page(served.body), of_cookies(served.cookies)
    except NoPage as error:
        source.ensure()  # a site that is gone answers for no page
        return None, [Fault(1, "crashed", None, None, str(error))]
    except Exception as error:  # whatever it is, it is a fault of this page
        return None, [crashed(error)]
