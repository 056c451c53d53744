"""A template of a theme that breaks a law is found on every page that it prints."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.site.printed_cards import __file__ as package
from broadsheet.site.rendered_check import check_rendered
from newsstand import publish_many
from themes import wear

pytestmark = pytest.mark.django_db

CARD = Path("site/parts/card.html")
OURS = (Path(package).parent / "templates" / CARD).read_text(encoding="utf-8")
HEADLINE = re.compile(r"<h{{ level }}.*?</h{{ level }}>")
PAGES = 6


@pytest.mark.parametrize(
    ("pattern", "instead", "fault"),
    [
        (r"{% printed_date [^%]*%}", "", (3, "undated")),
        (HEADLINE, r"\g<0>\g<0>", (4, "headline")),
        (HEADLINE, "<p>{{ card.headline }}</p>", (6, "dead-link")),
        (r'href="{{ card\.url }}', 'href="{{ card.section_url }}', (6, "dead-link")),
        (r' data-article="{{ card\.article }}"', "", (1, "short")),
        (r"</article>", '<img alt="" src="https://pixel.example/1.gif"></article>', (7, "other-host")),
    ],
)
def test_a_card_template_that_breaks_a_law_is_a_fault_of_every_page(
    tmp_path, settings, pattern, instead, fault
):
    publish_many(PAGES)
    own = tmp_path / "templates" / CARD
    own.parent.mkdir(parents=True)
    own.write_text(re.sub(pattern, instead, OURS), encoding="utf-8")
    wear(tmp_path, settings)

    found = [{(each.law, each.kind) for each in page.faults} for page in check_rendered(now=timezone.now())]

    assert [fault in each for each in found] == [True] * PAGES
