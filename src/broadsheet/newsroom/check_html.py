"""Write the report of a check as a page of HTML, with links to the pages that it names."""

from django.utils.html import format_html, format_html_join

from .check_report import CheckReport

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Check of the rails</title></head>
<body>
<h1>Check of the rails</h1>
<p>{}</p>
<table>
<tr><th>Page</th><th>Severity</th><th>Law</th><th>Kind</th><th>Rail</th><th>Article</th><th>What is wrong</th></tr>
{}
</table>
</body>
</html>
"""
_ROW = (
    '<tr><td><a href="{}">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
)


def as_html(found: CheckReport, *, site: str) -> str:
    """Return the report as a page; `site` is the address that stands before the paths of pages."""
    rows = (
        (
            f"{site}{url}",
            url,
            str(each.severity),
            each.law,
            each.kind,
            each.rail or "",
            each.article or "",
            each.message,
        )
        for url, each in found.found
    )
    return format_html(_PAGE, found.summary, format_html_join("\n", _ROW, rows))
