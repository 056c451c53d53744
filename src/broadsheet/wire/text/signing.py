"""Sign a story: its authors are the people whom its bylines name, whatever format they came in."""

from dataclasses import replace

from ...newsroom.stories import Story
from ...prose.bylines import read_byline
from ...prose.typography import name_key, single_spaced


def signed(story: Story) -> Story:
    """Return the story with people as its authors; an agency among them is its source where none is stated."""
    read = [read_byline(each, publisher=story.source) for each in story.authors]
    people = tuple(dict.fromkeys(name for each in read for name in each.people))
    agencies = [single_spaced(name) for each in read for name in each.agencies]
    source = story.source or next(iter(agencies), "")
    if people:
        return replace(story, authors=people, source=source)
    told = [*agencies, *(single_spaced(text) for each in read for text in each.others)]
    known = {name_key(source), ""}
    nobody = tuple(
        f"the byline “{text[:80]}” names no person: it was left out"
        for text in told
        if name_key(text) not in known
    )
    return replace(story, authors=(), source=source, repairs=(*story.repairs, *nobody))
