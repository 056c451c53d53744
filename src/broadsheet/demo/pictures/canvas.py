"""A sheet to print on: a few inks, flat shapes in layers, and the grain of a press."""

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

# Shapes are drawn this much larger and scaled down, which makes their edges smooth.
FINER = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of one print, from the lightest to the darkest, and an accent."""

    paper: Colour
    pale: Colour
    middle: Colour
    dark: Colour
    ink: Colour
    accent: Colour


HOURS = (
    Inks((240, 230, 210), (214, 208, 190), (139, 160, 160), (63, 91, 102), (26, 38, 46), (203, 81, 52)),
    Inks((245, 222, 190), (236, 186, 140), (201, 122, 94), (104, 66, 84), (38, 28, 48), (250, 240, 200)),
    Inks((226, 233, 228), (186, 206, 200), (110, 146, 140), (48, 84, 84), (18, 36, 40), (224, 165, 60)),
    Inks((214, 220, 232), (170, 184, 208), (98, 118, 154), (46, 60, 96), (18, 24, 44), (236, 190, 92)),
    Inks((242, 236, 224), (222, 208, 188), (168, 150, 128), (96, 84, 76), (34, 30, 30), (160, 44, 40)),
)


class Canvas:
    """A picture in the making. Coordinates run from 0 to 1600 and from 0 to 900, whatever the size."""

    WIDTH, HEIGHT = 1600, 900

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a picture, not a secret
        self.size = size
        self.inks = HOURS[self.random.randrange(len(HOURS))]
        self.scale = size[0] * FINER / self.WIDTH
        self.image = Image.new("RGB", (size[0] * FINER, size[1] * FINER), self.inks.paper)
        self.pen = ImageDraw.Draw(self.image)

    def area(self, points: list[Point], colour: Colour) -> None:
        self.pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour, *, flat: float = 1.0) -> None:
        edges = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self.pen.ellipse([each * self.scale for each in edges], fill=colour)

    def line(self, points: list[Point], width: float, colour: Colour) -> None:
        self.pen.line(
            [(x * self.scale, y * self.scale) for x, y in points],
            fill=colour,
            width=max(1, round(width * self.scale)),
            joint="curve",
        )

    def arc(
        self, x: float, y: float, radius: float, begin: float, end: float, width: float, colour: Colour
    ) -> None:
        edges = [
            (x - radius) * self.scale,
            (y - radius) * self.scale,
            (x + radius) * self.scale,
            (y + radius) * self.scale,
        ]
        self.pen.arc(edges, begin, end, fill=colour, width=max(1, round(width * self.scale)))

    def sky(self, *, horizon: float = 560, bands: int = 7) -> None:
        """Lay bands from pale to paper, a sun or moon among them."""
        for band in range(bands):
            share = band / max(1, bands - 1)
            self.box(
                0,
                horizon * band / bands,
                self.WIDTH,
                horizon / bands + 2,
                blend(self.inks.pale, self.inks.paper, share),
            )
        x, y = self.random.uniform(200, 1400), self.random.uniform(120, horizon * 0.6)
        self.disc(x, y, self.random.uniform(52, 96), blend(self.inks.accent, self.inks.paper, 0.25))

    def water(self, top: float, *, colour: Colour | None = None, bottom: float = 900) -> None:
        """Lay water with broken lines of light, closer together towards the horizon."""
        base = colour or self.inks.middle
        self.box(0, top, self.WIDTH, bottom - top, base)
        y = top + 6.0
        while y < bottom:
            for _stroke in range(7):
                x, length = self.random.uniform(-60, 1600), self.random.uniform(40, 260)
                light = self.random.random() < 0.5
                tone = blend(base, self.inks.paper if light else self.inks.dark, 0.35)
                self.line([(x, y), (x + length, y)], 1.5 + (y - top) / 110, tone)
            y += 9 + (y - top) * 0.11

    def ridge(self, base: float, height: float, colour: Colour, *, rough: float = 1.0) -> None:
        """Lay a line of hills."""
        phases = [self.random.uniform(0, math.tau) for _wave in range(3)]
        points: list[Point] = [(0.0, 900.0)]
        for x in range(0, 1601, 20):
            swell = sum(
                math.sin(x / (260 / (wave + 1)) * rough + phase) / (wave + 1)
                for wave, phase in enumerate(phases)
            )
            points.append((float(x), base - height * (0.5 + 0.28 * swell)))
        self.area([*points, (1600.0, 900.0)], colour)

    def houses(
        self, base: float, colour: Colour, lit: Colour, *, tall: float = 130, wide: float = 92
    ) -> None:
        """Lay a row of gabled houses, some windows lit."""
        x = -self.random.uniform(0, 60)
        while x < 1600:
            width, height = wide * self.random.uniform(0.7, 1.25), tall * self.random.uniform(0.65, 1.3)
            roof = self.random.uniform(0.2, 0.55) * width
            self.area(
                [
                    (x, base),
                    (x, base - height),
                    (x + width / 2, base - height - roof),
                    (x + width, base - height),
                    (x + width, base),
                ],
                colour,
            )
            for row in range(int(height // 46)):
                for column in range(int(width // 34)):
                    if self.random.random() < 0.42:
                        self.box(x + 12 + column * 32, base - height + 14 + row * 44, 13, 20, lit)
            x += width + self.random.choice((0, 0, 4, 26))

    def rain(self, count: int = 260) -> None:
        for _drop in range(count):
            x, y, length = (
                self.random.uniform(-50, 1650),
                self.random.uniform(-20, 880),
                self.random.uniform(18, 46),
            )
            self.line(
                [(x, y), (x - length * 0.28, y + length)], 1.4, blend(self.inks.paper, self.inks.middle, 0.35)
            )

    def person(self, x: float, y: float, height: float, colour: Colour, *, lean: float = 0.0) -> None:
        """Stand a figure with its feet at (x, y)."""
        head, shoulder = height * 0.085, height * 0.13
        top = x + lean
        self.disc(top, y - height + head, head, colour, flat=1.15)
        self.area(
            [
                (top - shoulder * 0.6, y - height * 0.83), (top + shoulder * 0.6, y - height * 0.83), (top + shoulder, y - height * 0.76),
                (x + shoulder * 0.9, y - height * 0.38), (x + shoulder * 0.75, y), (x + shoulder * 0.15, y), (x, y - height * 0.34),
                (x - shoulder * 0.15, y), (x - shoulder * 0.75, y), (x - shoulder * 0.9, y - height * 0.38), (top - shoulder, y - height * 0.76),
            ],
            colour,
        )  # fmt: skip

    def printed(self) -> Image.Image:
        """Return the print at its size, with the grain of paper and ink."""
        flat = self.image.resize(self.size, Image.Resampling.LANCZOS)
        bytes_of_noise = self.random.randbytes((self.size[0] // 2) * (self.size[1] // 2))
        noise = Image.frombytes("L", (self.size[0] // 2, self.size[1] // 2), bytes_of_noise)
        noise = noise.resize(self.size, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(0.6))
        grain = noise.point(lambda value: 128 + (value - 128) * 0.13).convert("RGB")
        return ImageChops.overlay(flat, grain)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that lies at `share` of the way from one to the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]
