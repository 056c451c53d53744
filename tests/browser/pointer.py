"""A hand on a mouse: it clicks and types as a person does, and counts its clicks."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page


@dataclass
class Pointer:
    """What a person does with mouse and keyboard; every press of the mouse counts, keys are free."""

    page: Page
    clicks: int = 0

    def click(self, target: Locator) -> None:
        """Click once."""
        target.click()
        self.clicks += 1

    def write(self, field: Locator, text: str) -> None:
        """Click into a field unless one writes there already, and type instead of what it says."""
        if not field.evaluate("field => field.contains(document.activeElement)"):
            self.click(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, field: Locator, label: str) -> None:
        """Open a list and take one of it, which are two clicks."""
        field.select_option(label=label)
        self.clicks += 2

    def upload(self, field: Locator, file: Path) -> None:
        """Open the dialogue of files, and take one by its name, which are two clicks."""
        field.set_input_files(file)
        self.clicks += 2

    def colour(self, field: Locator, colour: str) -> None:
        """Open the browser's palette, type a colour, and close it, which are two clicks."""
        field.fill(colour)
        self.clicks += 2
