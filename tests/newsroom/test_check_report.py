"""What a check finds is reported as text, as JSON and as a page with links."""

from broadsheet.newsroom.check_html import as_html
from broadsheet.newsroom.check_report import CheckReport
from broadsheet.newsroom.checking import PageFindings
from broadsheet.rails.checked import Fault, FaultSeverity

URL = "/2026/11/20/bridge/"
TWICE = Fault(2, "same-words", "popular", 7, "“<b>Bridge</b>” stands twice")
ZERO = Fault(3, "wrong-date", "related", 8, "the date 1970-01-01", FaultSeverity.WARNING)


def test_faults_come_before_warnings_in_the_text():
    assert list(report().as_text(most=40)) == [
        f"{URL}: law 2, same-words: “<b>Bridge</b>” stands twice",
        f"{URL}: warning, law 3, wrong-date: the date 1970-01-01",
        "2 pages, 1 faults (1 same-words), 1 warnings (1 wrong-date)",
    ]


def test_a_long_list_is_cut_in_the_text():
    assert list(report().as_text(most=1))[1] == "... and 1 more; --json prints all"


def test_all_is_in_the_json():
    said = report().as_json()

    assert (said["pages"], said["faults"], said["warnings"]) == (2, 1, 1)
    assert [(each["url"], each["severity"], each["kind"], each["article"]) for each in said["list"]] == [
        (URL, "warning", "wrong-date", 8),
        (URL, "fault", "same-words", 7),
    ]


def test_the_page_links_to_what_it_names_and_escapes_what_it_quotes():
    html = as_html(report(), site="https://paper.example")

    assert f'<a href="https://paper.example{URL}">{URL}</a>' in html
    assert "“&lt;b&gt;Bridge&lt;/b&gt;” stands twice" in html


def test_an_archive_without_a_fault_is_said_to_have_none():
    assert CheckReport(pages=3).summary == "3 pages, 0 faults (no fault)"


def test_a_report_that_keeps_few_counts_all_and_keeps_faults_beside_warnings():
    found = CheckReport(most=2)
    for number in range(5):
        found.add(PageFindings(f"/{number}/", [ZERO, ZERO, TWICE], is_joined=True))

    assert (found.summary, len(found.found)) == (
        "5 pages, 5 faults (5 same-words), 10 warnings (10 wrong-date)", 4,
    )  # fmt: skip


def report() -> CheckReport:
    found = CheckReport()
    found.add(PageFindings(URL, [ZERO, TWICE], is_joined=True))
    found.add(PageFindings("/2026/11/21/ferry/", [], is_joined=False))
    return found
