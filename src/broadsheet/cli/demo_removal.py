"""`broadsheet demo remove`: take the demo edition away, and say what is kept and why."""

import typer

from ..demo.remover import remove as remove_demo

# One and many of each kind.
_WORDS = {
    "article": ("article", "articles"),
    "pick": ("pick", "picks"),
    "read": ("demo read", "demo reads"),
    "image": ("picture", "pictures"),
    "storyline": ("story-line", "story-lines"),
    "topic": ("topic", "topics"),
    "author": ("author", "authors"),
    "section": ("section", "sections"),
    "edition": ("edition", "editions"),
}


def remove(*, everything: bool) -> None:
    """Remove what came with the demo edition; print how much of each kind, and name what is kept."""
    done = remove_demo(with_changed=everything)
    if not done.removed and not done.kept:
        typer.echo("There is nothing of a demo edition here.")
        return
    counted = ", ".join(f"{count} {_WORDS[kind][count != 1]}" for kind, count in done.removed.items())
    typer.echo(f"Removed: {counted or 'nothing'}.")
    for each in done.kept:
        typer.echo(f"kept: {_WORDS[each.kind][0]} “{each.name}”, {each.reason}")
    if any(each.is_changed for each in done.kept) and not everything:
        typer.echo("`broadsheet demo remove --all` removes the articles too that an editor has changed.")
