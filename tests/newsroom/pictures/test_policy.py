"""Only pictures are handed out, and nothing that is handed out can run."""

import pytest

from broadsheet.newsroom.pictures.policy import PRIVATE_HEADERS, content_type


@pytest.mark.parametrize("suffix", ["avif", "gif", "jpg", "jpeg", "png", "webp", "JPG", "Webp"])
def test_a_picture_is_handed_out_as_one(suffix):
    assert content_type(f"{'0' * 32}.{suffix}").startswith("image/")


@pytest.mark.parametrize(
    "name",
    ["x.html", "x.svg", "x.svgz", "x.xml", "x.xhtml", "x.js", "x.pdf", "x", "", ".jpg/x.html", "x.jpg.html", "x.jpg ", "jpg", ".jpg", "x.jpg\0"],
)  # fmt: skip
def test_nothing_else_is(name):
    assert content_type(name) is None


def test_whatever_it_is_it_runs_nothing():
    assert PRIVATE_HEADERS["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (
        PRIVATE_HEADERS["X-Content-Type-Options"] == "nosniff"
        and PRIVATE_HEADERS["X-Frame-Options"] == "DENY"
    )
