"""Links that editors type lead to the web, to a mailbox or to the site itself, and nowhere else."""

import pytest

from broadsheet.prose.links import is_safe_link


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://example.org",
        "HTTPS://EXAMPLE.org/a?b=c#d",
        "https://xn--e1afmkfd.example/",
        "mailto:desk@example.org",
        "mailto:desk@example.org?subject=A%20letter",
        "/",
        "/archive/",
        "/page/about/#contact",
    ],
)
def test_a_link_may_lead_there(address):
    assert is_safe_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "/\\example.org/",
        "/\t/example.org/",
        "\\\\example.org",
        "https:example.org",
        "https://",
        "https:///path",
        "http://[::1",
        "mailto:",
        "mailto:nobody",
        "mailto:a@b@c",
        "#here",
        "?page=2",
    ],
)
def test_a_link_may_not_lead_there(address):
    assert not is_safe_link(address)
