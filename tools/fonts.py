"""Make the fonts of readers' pages and fonts.css from the fonts as their authors give them.

    npm pack @fontsource-variable/source-serif-4@5.3.0 @fontsource-variable/playfair-display@5.3.1   (and unpack both)
    pip install fonttools brotli
    python tools/fonts.py FOLDER_WITH_THE_WOFF2_FILES

Run by hand; what it writes is committed. Each file keeps the letters of some languages and the weights that the styles
use, under a name of our own: the licence reserves the authors' names for what is unchanged. A stand-in is a font of the
reader's machine, stretched until its lines are as long as those of the font that it stands in for: nothing moves when that
arrives.
"""

import argparse
import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SITE = Path(__file__).resolve().parent.parent / "src" / "broadsheet"
TARGET = SITE / "site" / "static" / "site"
SYSTEM = Path("/usr/share/fonts/truetype")

MARKS = "\u00a0£§©«®°´·»½×\u00ad‐‑‒–—‘’‚“”„•…′″€−→←\u2009\u202f"
# What English, Azerbaijani and Russian pages all need, and the commonest letters with marks.
LATIN = {*range(0x20, 0x7F), *map(ord, MARKS), *map(ord, "éÉöÖüÜçÇı")}
TURKIC = {ord(each) for each in "əƏğĞİşŞ"}
RUSSIAN = {*range(0x410, 0x450), 0x401, 0x451, 0x2116}
# Entries of the name table: who made it and the licence, which stay; and what it is called.
AUTHORS, NAMES = (0, 5, 13, 14), (1, 2, 3, 4, 6)
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "lnum", "onum", "pnum", "tnum"]


@dataclass(frozen=True)
class Face:
    """One of our fonts, in the weights that the styles use."""

    family: str
    source: str
    style: str
    lightest: int
    boldest: int

    @property
    def weights(self) -> str:
        return f"{self.lightest} {self.boldest}" if self.lightest < self.boldest else f"{self.lightest}"


@dataclass(frozen=True)
class System:
    """A font that many machines have; `files` are one with the same measures, upright and bold, as Debian installs it."""

    name: str
    regular: tuple[str, ...]
    bold: tuple[str, ...]
    files: tuple[str, str]


TEXT, DISPLAY = "Broadsheet Text", "Broadsheet Display"
FACES = (
    Face(TEXT, "source-serif-4", "normal", 400, 700),
    Face(TEXT, "source-serif-4", "italic", 400, 400),
    Face(DISPLAY, "playfair-display", "normal", 700, 900),
)
# The part of the authors' font, the letters taken of it, and the name of what is made; None takes what is left.
PARTS = (
    ("latin", LATIN, "latin"),
    ("latin", None, "latin-more"),
    ("latin-ext", TURKIC, "turkic"),
    ("latin-ext", None, "latin-ext"),
    ("cyrillic", RUSSIAN, "cyrillic"),
    ("cyrillic", None, "cyrillic-more"),
)
SYSTEMS = (
    System(
        "Noto Serif",
        ("Noto Serif", "Noto Serif Regular", "NotoSerif", "NotoSerif-Regular"),
        ("Noto Serif Bold", "NotoSerif-Bold"),
        ("noto/NotoSerif-Regular.ttf", "noto/NotoSerif-Bold.ttf"),
    ),
    System(
        "DejaVu Serif",
        ("DejaVu Serif", "DejaVuSerif"),
        ("DejaVu Serif Bold", "DejaVuSerif-Bold"),
        ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    ),
    System(
        "Times New Roman",
        ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "LiberationSerif"),
        ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "LiberationSerif-Bold"),
        ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    ),
)
# Of each font the weight that is measured, the weights that this stands for, and whether the stand-in is bold.
STOOD_IN_FOR = (
    (TEXT, "source-serif-4", 400, "400 500", 0),
    (TEXT, "source-serif-4", 600, "600 700", 1),
    (DISPLAY, "playfair-display", 700, "400 700", 1),
    (DISPLAY, "playfair-display", 900, "800 900", 1),
)
# The demo's languages that show how often each letter of a script stands, and the letters of the script.
SCRIPTS = {"latin": ("en", "az"), "cyrillic": ("ru",)}
RANGES = {"latin": "U+0000-036F, U+1E00-22FF", "cyrillic": "U+0400-052F"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args().folder
    logging.disable(logging.WARNING)
    upstream = {each.name: each for each in given.rglob("*-wght-*.woff2")}
    for each in (TARGET / "fonts").glob("*.woff2"):
        each.unlink()
    faces = [line for face in FACES for line in _cut(face, upstream)]
    stand_ins = list(_stand_ins(upstream))
    lines = [
        "/* Written by tools/fonts.py: the fonts by their letters, and stand-ins of the same measures. */",
        "",
    ]
    (TARGET / "fonts.css").write_text("\n".join([*lines, *faces, "", *stand_ins, ""]), encoding="utf-8")


def _cut(face: Face, upstream: dict[str, Path]) -> Iterator[str]:
    """Write the files of a face, and yield the rule of each."""
    taken: set[int] = set()
    for part, wanted, name in PARTS:
        source = upstream[f"{face.source}-{part}-wght-{face.style}.woff2"]
        known = set(TTFont(source).getBestCmap())
        letters = known & wanted if wanted is not None else known - taken
        taken |= letters
        file = f"{face.family.lower().replace(' ', '-')}-{name}-{face.style}.woff2"
        made = _instance(_subset(source, letters), face.lightest, face.boldest)
        _rename(made, face.family)
        made.flavor = "woff2"
        made.save(TARGET / "fonts" / file)
        print(file, len(letters), "letters,", (TARGET / "fonts" / file).stat().st_size, "bytes")
        yield (
            f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weights}; '
            f'font-display: swap; src: url("fonts/{file}") format("woff2"); unicode-range: {_ranges(letters)}; }}'
        )


def _subset(source: Path, letters: Iterable[int]) -> TTFont:
    options = subset.Options(
        layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[*AUTHORS, *NAMES]
    )
    font = subset.load_font(source, options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=letters)
    worker.subset(font)
    # Read again: the instancer needs tables as a file has them.
    kept = io.BytesIO()
    font.flavor = None
    font.save(kept)
    kept.seek(0)
    return TTFont(kept, recalcTimestamp=False)


def _instance(font: TTFont, lightest: int, boldest: int) -> TTFont:
    return instantiateVariableFont(font, {"wght": lightest if lightest == boldest else (lightest, boldest)})


def _rename(font: TTFont, name: str) -> None:
    for each in NAMES:
        said = {2: "Regular", 6: name.replace(" ", "")}.get(each, name)
        font["name"].setName(said, each, 3, 1, 0x409)


def _stand_ins(upstream: dict[str, Path]) -> Iterator[str]:
    """Yield the rules of stand-ins: one for each font of ours, system font, script, and upright or bold."""
    texts = {script: _demo_text(languages) for script, languages in SCRIPTS.items()}
    for family, file, weight, weights, bold in STOOD_IN_FOR:
        for script, text in texts.items():
            source = TTFont(upstream[f"{file}-{script}-wght-normal.woff2"])
            ours = _advances(_instance(source, weight, weight))
            for system in SYSTEMS:
                yield _stand_in(family, script, system, weights, bold=bold, ours=ours, text=text)


@dataclass(frozen=True)
class Measures:
    """A font's widths by letter and its lines, in units of the em."""

    widths: dict[int, float]
    ascent: float
    descent: float
    gap: float

    def width(self, text: Counter[str], letters: set[int]) -> float:
        return sum(self.widths[ord(each)] * count for each, count in text.items() if ord(each) in letters)


def _advances(font: TTFont) -> Measures:
    em, lines = font["head"].unitsPerEm, font["hhea"]
    widths = {code: font["hmtx"][glyph][0] / em for code, glyph in font.getBestCmap().items()}
    return Measures(widths, lines.ascent / em, -lines.descent / em, lines.lineGap / em)


def _stand_in(
    family: str, script: str, system: System, weights: str, *, bold: int, ours: Measures, text: Counter[str]
) -> str:
    theirs = _advances(TTFont(SYSTEM / system.files[bold]))
    letters = {ord(each) for each in text} & set(ours.widths) & set(theirs.widths)
    stretch = ours.width(text, letters) / theirs.width(text, letters)
    sources = ", ".join(f'local("{each}")' for each in (system.bold if bold else system.regular))
    return (
        f'@font-face {{ font-family: "{family} on {system.name}"; font-weight: {weights}; '
        f"src: {sources}; size-adjust: {stretch:.2%}; ascent-override: {ours.ascent / stretch:.2%}; "
        f"descent-override: {ours.descent / stretch:.2%}; line-gap-override: {ours.gap / stretch:.2%}; "
        f"unicode-range: {RANGES[script]}; }}"
    )


def _demo_text(languages: tuple[str, ...]) -> Counter[str]:
    """Count the letters of the demo edition's articles in some languages."""
    found: Counter[str] = Counter()
    for language in languages:
        for file in sorted((SITE / "demo" / language).glob("*.md")):
            found.update(file.read_text("utf-8"))
    return Counter({each: count for each, count in found.items() if each.isalpha() or each == " "})


def _ranges(letters: set[int]) -> str:
    """Write code points as CSS does, neighbours as one range."""
    spans: list[list[int]] = []
    for code in sorted(letters):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ", ".join(f"U+{low:04X}" if low == high else f"U+{low:04X}-{high:04X}" for low, high in spans)


if __name__ == "__main__":
    main()
