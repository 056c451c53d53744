"""Scenes by the water: bridge, harbour, ferry, flood, rowing, cable, market, lynx."""

import math

from .canvas import Canvas, blend


def bridge(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=600)
    sheet.ridge(600, 130, blend(inks.pale, inks.middle, 0.5))
    sheet.houses(610, blend(inks.middle, inks.dark, 0.45), inks.paper, tall=80, wide=64)
    sheet.water(610)
    deck, half = 470.0, chance.uniform(270, 330)
    gap = chance.random() < 0.4
    for pier in range(-1, 5):
        x = 110 + pier * half * 1.25
        sheet.area([(x - 26, 900), (x - 17, deck), (x + 17, deck), (x + 26, 900)], inks.ink)
        for side in (-1, 1):
            points = [
                (x + side * step * half / 14, deck - 190 + 190 * (step / 14) ** 0.62) for step in range(15)
            ]
            sheet.line([(x, deck - 190), *points], 9, inks.ink)
            for step in range(2, 14, 2):
                px, py = points[step]
                sheet.line([(px, py), (px, deck)], 3, inks.dark)
        sheet.line([(x, deck), (x, deck - 205)], 16, inks.ink)
    sheet.box(0, deck, 1600, 26, inks.ink)
    if gap:
        sheet.box(880, deck - 3, 96, 32, blend(inks.pale, inks.paper, 0.6))
        sheet.line([(930, deck - 210), (930, deck - 40)], 4, inks.accent)
    else:
        for car in range(5):
            sheet.box(chance.uniform(60, 1500), deck - 19, 52, 19, inks.accent if car == 0 else inks.dark)


def harbour(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=610)
    sheet.houses(620, blend(inks.pale, inks.middle, 0.7), inks.paper, tall=90, wide=70)
    sheet.water(620)
    for number in range(3):
        x = 180 + number * 430 + chance.uniform(-60, 60)
        _crane(sheet, x, 640, chance.choice((-1, 1)), 330 + 70 * chance.random())
    sheet.box(0, 640, 1600, 40, inks.ink)
    for stack in range(14):
        for level in range(chance.randrange(1, 4)):
            colour = chance.choice((inks.dark, inks.middle, inks.accent, inks.dark))
            sheet.box(40 + stack * 112, 608 - level * 34, 104, 31, colour)
    _boat(sheet, chance.uniform(300, 1200), 790, 1.5)
    _boat(sheet, chance.uniform(100, 1500), 720, 0.7)


def ferry(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=580)
    sheet.ridge(585, 90, blend(inks.pale, inks.middle, 0.6))
    sheet.water(580)
    x, y = chance.uniform(260, 420), 640.0
    sheet.area([(x, y), (x + 860, y), (x + 800, y + 96), (x + 70, y + 96)], inks.ink)
    sheet.box(x + 40, y + 52, 760, 8, inks.accent)
    for deck in range(3):
        left, width = x + 80 + deck * 55, 690 - deck * 130
        sheet.box(left, y - 62 * (deck + 1), width, 60, blend(inks.paper, inks.pale, deck * 0.3))
        for window in range(int(width // 46)):
            sheet.box(left + 16 + window * 45, y - 62 * (deck + 1) + 18, 24, 20, inks.dark)
    sheet.area([(x + 520, y - 186), (x + 600, y - 186), (x + 585, y - 268), (x + 535, y - 268)], inks.accent)
    for puff in range(6):
        sheet.disc(
            x + 540 - puff * 46, y - 290 - puff * 17, 20 + puff * 8, blend(inks.pale, inks.middle, 0.25)
        )
    for wave in range(5):
        sheet.line(
            [(x - 140 + wave * 18, y + 104 + wave * 13), (x + 900 + wave * 40, y + 104 + wave * 13)],
            5,
            inks.paper,
        )
    _gulls(sheet, 7)


def flood(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, blend(inks.middle, inks.pale, 0.35))
    sheet.houses(650, inks.dark, inks.accent, tall=240, wide=150)
    sheet.water(590, colour=blend(inks.middle, inks.dark, 0.45))
    for lamp in range(4):
        x = 180 + lamp * 390 + chance.uniform(-40, 40)
        sheet.line([(x, 740), (x, 430)], 8, inks.ink)
        sheet.disc(x, 425, 19, inks.accent)
        sheet.line([(x - 3, 750), (x + 6, 860)], 14, blend(inks.accent, inks.dark, 0.5))
    x = chance.uniform(500, 900)
    sheet.area([(x, 742), (x + 290, 742), (x + 250, 800), (x + 40, 800)], inks.ink)
    sheet.person(x + 90, 748, 150, inks.ink)
    sheet.person(x + 180, 748, 130, inks.ink, lean=12)
    sheet.line([(x + 84, 640), (x - 30, 830)], 6, inks.ink)
    sheet.rain()


def rowing(sheet: Canvas) -> None:
    inks = sheet.inks
    sheet.sky(horizon=430)
    sheet.ridge(440, 110, blend(inks.pale, inks.middle, 0.6))
    sheet.ridge(455, 60, inks.dark, rough=2.2)
    sheet.water(450)
    for row, (y, scale) in enumerate(((560, 0.7), (720, 1.15))):
        x = sheet.random.uniform(120, 340) - row * 60
        length = 980 * scale
        sheet.area(
            [(x, y), (x + length, y), (x + length - 70, y + 22 * scale), (x + 70, y + 22 * scale)], inks.ink
        )
        for seat in range(8):
            sx = x + 120 * scale + seat * 96 * scale
            sheet.disc(sx + 12, y - 84 * scale, 15 * scale, inks.ink)
            sheet.area(
                [
                    (sx - 16 * scale, y),
                    (sx + 26 * scale, y),
                    (sx + 28 * scale, y - 66 * scale),
                    (sx + 2, y - 70 * scale),
                ],
                inks.accent if row else inks.dark,
            )
            sheet.line([(sx + 20, y - 40 * scale), (sx - 66 * scale, y + 62 * scale)], 6 * scale, inks.paper)


def cable(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=360)
    sheet.water(360, bottom=480)
    depth = (blend(inks.middle, inks.dark, 0.35), blend(inks.middle, inks.dark, 0.7), inks.dark, inks.ink)
    for number, colour in enumerate(depth):
        sheet.box(0, 480 + number * 90, 1600, 110, colour)
    sheet.ridge(860, 130, blend(inks.ink, inks.dark, 0.3), rough=1.6)
    points = [(x, 770 - 60 * math.cos((x - 800) / 260) + 26 * math.sin(x / 90)) for x in range(330, 1601, 10)]
    sheet.line([(330, 352), (345, 480), *points], 15, inks.accent)
    sheet.line([(330, 352), (345, 480), *points], 5, inks.ink)
    sheet.area([(150, 330), (640, 330), (590, 392), (200, 392)], inks.ink)
    sheet.box(200, 270, 120, 60, inks.ink)
    sheet.arc(470, 330, 74, 180, 360, 26, inks.ink)
    for _fish in range(9):
        x, y = chance.uniform(100, 1500), chance.uniform(520, 720)
        sheet.disc(x, y, 17, inks.middle, flat=0.45)
        sheet.area([(x + 12, y), (x + 30, y - 9), (x + 30, y + 9)], inks.middle)


def market(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, blend(inks.pale, inks.paper, 0.4))
    for bay in map(float, range(5)):
        x = bay * 330 - 20
        sheet.area(
            [
                (x, 640),
                (x, 250),
                (x + 60, 150),
                (x + 165, 96),
                (x + 270, 150),
                (x + 330, 250),
                (x + 330, 640),
            ],
            blend(inks.middle, inks.dark, 0.35),
        )
        sheet.area(
            [
                (x + 28, 640),
                (x + 28, 290),
                (x + 78, 196),
                (x + 165, 150),
                (x + 252, 196),
                (x + 302, 290),
                (x + 302, 640),
            ],
            inks.paper,
        )
        for bar in range(1, 5):
            sheet.line(
                [(x + 28 + bar * 55, 640), (x + 28 + bar * 55, 190)], 5, blend(inks.middle, inks.dark, 0.35)
            )
    sheet.box(0, 640, 1600, 260, inks.dark)
    for stall in range(4):
        x = 60 + stall * 400 + chance.uniform(-30, 30)
        for stripe in range(8):
            colour = inks.accent if stripe % 2 else inks.paper
            sheet.area(
                [
                    (x + stripe * 36, 480),
                    (x + stripe * 36 + 36, 480),
                    (x + stripe * 40 + 24, 552),
                    (x + stripe * 40 - 16, 552),
                ],
                colour,
            )
        sheet.box(x, 660, 290, 90, inks.ink)
        for crate in range(6):
            sheet.disc(
                x + 30 + crate * 46, 656, 20, chance.choice((inks.middle, inks.accent, inks.pale)), flat=0.6
            )
    for _visitor in range(9):
        sheet.person(chance.uniform(40, 1560), chance.uniform(800, 890), chance.uniform(190, 250), inks.ink)


def lynx(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=620)
    sheet.ridge(640, 200, blend(inks.pale, inks.middle, 0.5))
    for _tree in range(26):
        _pine(
            sheet,
            chance.uniform(-40, 1640),
            700,
            chance.uniform(180, 420),
            blend(inks.middle, inks.dark, chance.uniform(0.3, 0.9)),
        )
    sheet.area([(0, 700), (500, 660), (1100, 690), (1600, 650), (1600, 900), (0, 900)], inks.paper)
    x, y = chance.uniform(480, 860), 820.0
    body = inks.ink
    sheet.area(
        [
            (x, y - 150),
            (x + 60, y - 205),
            (x + 300, y - 196),
            (x + 372, y - 150),
            (x + 366, y - 80),
            (x + 30, y - 80),
        ],
        body,
    )
    for leg in (24, 92, 268, 330):
        sheet.area([(x + leg, y - 100), (x + leg + 40, y - 100), (x + leg + 34, y), (x + leg + 2, y)], body)
    sheet.line([(x + 366, y - 150), (x + 416, y - 190)], 22, body)
    sheet.disc(x - 8, y - 205, 62, body)
    for ear in (-44, 20):
        sheet.area([(x + ear - 12, y - 240), (x + ear + 26, y - 250), (x + ear + 2, y - 316)], body)
    sheet.disc(x - 34, y - 214, 8, inks.accent)
    sheet.disc(x - 2, y - 214, 8, inks.accent)
    for _spot in range(24):
        sheet.disc(x + chance.uniform(50, 340), y - chance.uniform(96, 186), 7, inks.middle)


def _crane(sheet: Canvas, x: float, base: float, facing: int, height: float) -> None:
    ink, top = sheet.inks.ink, base - height
    for leg in (-38, 38):
        sheet.line([(x + leg, base), (x + leg * 0.4, top)], 10, ink)
    for step in range(6):
        y = base - step * height / 6
        sheet.line([(x - 34, y), (x + 30, y - height / 6)], 4, ink)
    sheet.line([(x - facing * 130, top + 14), (x + facing * 300, top - 70)], 12, ink)
    sheet.line([(x, top - 110), (x + facing * 300, top - 70)], 4, ink)
    sheet.line([(x, top - 110), (x - facing * 130, top + 14)], 4, ink)
    sheet.line([(x, top), (x, top - 110)], 8, ink)
    sheet.line([(x + facing * 270, top - 62), (x + facing * 270, top + 120)], 3, ink)
    sheet.box(x + facing * 270 - 30, top + 120, 60, 34, sheet.inks.accent)
    sheet.box(x - 30, top - 6, 60, 40, ink)


def _boat(sheet: Canvas, x: float, y: float, scale: float) -> None:
    inks = sheet.inks
    sheet.area(
        [(x, y), (x + 190 * scale, y), (x + 160 * scale, y + 42 * scale), (x + 30 * scale, y + 42 * scale)],
        inks.ink,
    )
    sheet.box(x + 50 * scale, y - 44 * scale, 66 * scale, 44 * scale, inks.accent)
    sheet.line([(x + 84 * scale, y - 44 * scale), (x + 84 * scale, y - 140 * scale)], 5 * scale, inks.ink)
    sheet.line([(x + 84 * scale, y - 136 * scale), (x + 178 * scale, y)], 2.5 * scale, inks.ink)


def _pine(sheet: Canvas, x: float, base: float, height: float, colour: tuple[int, int, int]) -> None:
    for tier in range(4):
        top, width = base - height + tier * height * 0.2, height * (0.1 + tier * 0.055)
        sheet.area([(x, top), (x + width, top + height * 0.38), (x - width, top + height * 0.38)], colour)
    sheet.box(x - 5, base - height * 0.08, 10, height * 0.1, colour)


def _gulls(sheet: Canvas, count: int) -> None:
    for _gull in range(count):
        x, y, size = (
            sheet.random.uniform(100, 1500),
            sheet.random.uniform(60, 380),
            sheet.random.uniform(12, 26),
        )
        sheet.line([(x - size, y - size * 0.4), (x, y), (x + size, y - size * 0.4)], 4, sheet.inks.ink)
