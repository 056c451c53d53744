"""Start Chromium so that it asks no host by itself, and sign in to the desk of a paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from running_paper import Paper

# Debian's; elsewhere the one that Playwright has installed.
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Start a browser, with arguments of one's own, and close it with the block."""
    with sync_playwright() as driver:
        installed = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
        browser = driver.chromium.launch(args=[*QUIET, *arguments], **installed)
        yield browser
        browser.close()


def sign_in(page: Page, paper: Paper) -> None:
    """Sign in to the desk of a paper, as the account that was made with it."""
    page.goto("/desk/login/")
    page.fill("[name=username]", paper.user)
    page.fill("[name=password]", paper.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
