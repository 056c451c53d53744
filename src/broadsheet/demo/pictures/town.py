"""Scenes of the town: stadium, school, theatre, town hall, laboratory, hospital, street, forest, stage, library."""

import math

from .canvas import Canvas, blend


def stadium(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=420)
    sheet.area([(0, 470), (0, 250), (1600, 170), (1600, 470)], inks.dark)
    sheet.line([(0, 250), (1600, 170)], 16, inks.ink)
    for _fan in range(1500):
        x, y = chance.uniform(0, 1600), chance.uniform(215, 462)
        if y > 262 - x * 0.05:
            sheet.disc(x, y, 5.5, chance.choice((inks.paper, inks.accent, inks.middle, inks.pale)))
    for pylon in (190, 1380):
        sheet.line([(pylon, 470), (pylon, 40)], 12, inks.ink)
        sheet.box(pylon - 62, 26, 124, 62, inks.ink)
        for lamp in range(8):
            sheet.disc(pylon - 45 + lamp % 4 * 30, 44 + lamp // 4 * 27, 9, inks.paper)
    for stripe in range(8):
        shade = blend(inks.middle, inks.dark, 0.15 if stripe % 2 else 0.4)
        sheet.area(
            [
                (stripe * 200, 470),
                (stripe * 200 + 200, 470),
                (stripe * 320 - 270, 900),
                (stripe * 320 - 590, 900),
            ],
            shade,
        )
    sheet.line([(0, 560), (1600, 560)], 5, inks.paper)
    sheet.arc(800, 900, 210, 180, 360, 5, inks.paper)
    for number in range(6):
        x, y = chance.uniform(120, 1480), chance.uniform(640, 870)
        sheet.person(
            x, y, 130 + (y - 640) * 0.3, inks.ink if number % 2 else inks.accent, lean=chance.uniform(-24, 24)
        )
    sheet.disc(chance.uniform(500, 1100), 860, 17, inks.paper)


def school(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, blend(inks.pale, inks.paper, 0.5))
    for window in range(4):
        x = 90.0 + window * 390
        sheet.box(x, 70, 300, 330, blend(inks.middle, inks.pale, 0.4))
        sheet.area(
            [(x, 400), (x, 330), (x + 120, 280), (x + 210, 320), (x + 300, 270), (x + 300, 400)], inks.middle
        )
        for bar in (0, 148, 292):
            sheet.box(x + bar, 70, 9, 330, inks.paper)
        sheet.box(x, 226, 300, 9, inks.paper)
    sheet.box(0, 560, 1600, 340, inks.dark)
    sheet.area([(80, 620), (1520, 620), (1600, 760), (0, 760)], blend(inks.middle, inks.paper, 0.35))
    for place in range(6):
        x = 190.0 + place * 245
        sheet.disc(x, 690, 76, inks.paper, flat=0.42)
        sheet.disc(x, 686, 46, inks.accent if place % 2 else inks.middle, flat=0.42)
        sheet.line([(x + 92, 660), (x + 104, 720)], 7, inks.ink)
    for child in range(7):
        x = 120.0 + child * 225 + chance.uniform(-24, 24)
        sheet.disc(x, 470, 42, inks.ink, flat=1.1)
        sheet.area(
            [(x - 74, 622), (x - 50, 526), (x + 50, 526), (x + 74, 622)],
            chance.choice((inks.accent, inks.ink, inks.middle)),
        )


def theatre(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, inks.ink)
    spot = chance.uniform(620, 980)
    sheet.area(
        [(spot - 40, 0), (spot + 40, 0), (spot + 330, 760), (spot - 330, 760)],
        blend(inks.dark, inks.accent, 0.3),
    )
    sheet.disc(spot, 760, 330, blend(inks.accent, inks.paper, 0.45), flat=0.22)
    for side in (0, 1):
        for fold in range(7):
            x = fold * 52 if side == 0 else 1600 - fold * 52
            sway = 70 * math.sin(fold / 2)
            step = 56 if side == 0 else -56
            shade = blend(inks.accent, inks.ink, 0.25 if fold % 2 else 0.5)
            sheet.area(
                [(x, 0), (x + step, 0), (x + step + (sway if side == 0 else -sway) * 0.4, 800), (x, 800)],
                shade,
            )
    for swag in range(8):
        sheet.disc(swag * 230, 20, 150, blend(inks.accent, inks.ink, 0.35 if swag % 2 else 0.5), flat=0.62)
    sheet.box(0, 800, 1600, 100, blend(inks.ink, inks.dark, 0.6))
    sheet.person(spot - 60, 770, 300, inks.ink, lean=-16)
    sheet.person(spot + 90, 770, 280, inks.ink, lean=20)
    for head in range(16):
        sheet.disc(40 + head * 104 + chance.uniform(-14, 14), 880, 44, inks.ink, flat=1.1)


def townhall(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=700)
    sheet.houses(700, blend(inks.pale, inks.middle, 0.6), inks.paper, tall=190, wide=120)
    stone, shade = blend(inks.middle, inks.dark, 0.55), inks.ink
    sheet.box(360, 380, 880, 330, stone)
    sheet.area([(330, 384), (800, 250), (1270, 384)], shade)
    sheet.box(730, 110, 140, 200, stone)
    sheet.area([(716, 112), (800, 10), (884, 112)], shade)
    sheet.disc(800, 185, 46, inks.paper)
    hour = chance.uniform(0, math.tau)
    sheet.line([(800, 185), (800 + 24 * math.cos(hour), 185 + 24 * math.sin(hour))], 7, shade)
    sheet.line([(800, 185), (800 + 38 * math.cos(hour * 3), 185 + 38 * math.sin(hour * 3))], 4, shade)
    for column in range(8):
        sheet.box(400 + column * 107, 420, 44, 290, inks.pale)
    sheet.box(340, 700, 920, 30, shade)
    sheet.box(0, 730, 1600, 170, blend(inks.pale, inks.paper, 0.3))
    for _citizen in range(11):
        x, y = chance.uniform(60, 1540), chance.uniform(770, 890)
        sheet.person(x, y, 120 + (y - 770) * 0.5, inks.ink)
    sheet.line([(1330, 730), (1330, 330)], 7, shade)
    sheet.area([(1330, 335), (1450, 350), (1440, 392), (1330, 402)], inks.accent)


def lab(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, inks.dark)
    for shelf in range(3):
        y = 170 + shelf * 150
        sheet.box(0, y, 1600, 12, inks.ink)
        for jar in range(17):
            x, height = 30 + jar * 94 + chance.uniform(-10, 10), chance.uniform(44, 104)
            sheet.box(x, y - height, 52, height, blend(inks.middle, inks.pale, chance.random()))
            sheet.box(x, y - height * chance.uniform(0.2, 0.7), 52, 8, inks.accent)
    sheet.box(0, 700, 1600, 200, inks.paper)
    sheet.box(0, 690, 1600, 18, inks.ink)
    x = chance.uniform(300, 500)
    sheet.area([(x, 690), (x + 250, 690), (x + 220, 655), (x + 30, 655)], inks.ink)
    sheet.line([(x + 190, 660), (x + 230, 520), (x + 150, 400)], 34, inks.ink)
    sheet.line([(x + 210, 340), (x + 90, 560)], 48, inks.ink)
    sheet.line([(x + 228, 308), (x + 200, 358)], 30, inks.accent)
    sheet.box(x + 20, 590, 170, 16, inks.ink)
    for flask in range(3):
        fx = 850 + flask * 210
        sheet.area(
            [(fx - 18, 470), (fx + 18, 470), (fx + 18, 560), (fx + 86, 690), (fx - 86, 690), (fx - 18, 560)],
            inks.paper,
        )
        level = chance.uniform(590, 640)
        share = (level - 560) / 130
        sheet.area(
            [(fx - 18 - 68 * share, level), (fx + 18 + 68 * share, level), (fx + 82, 686), (fx - 82, 686)],
            (inks.accent, inks.middle, inks.dark)[flask],
        )


def hospital(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=720)
    sheet.box(210, 210, 620, 520, blend(inks.pale, inks.paper, 0.2))
    sheet.box(800, 330, 620, 400, blend(inks.middle, inks.pale, 0.4))
    for left, top, columns, rows in ((250, 260, 8, 6), (840, 380, 8, 4)):
        for cell in range(columns * rows):
            lit = chance.random() < 0.4
            sheet.box(
                left + cell % columns * 70,
                top + cell // columns * 74,
                44,
                48,
                inks.accent if lit else inks.dark,
            )
    sheet.box(488, 120, 70, 90, inks.ink)
    sheet.box(515, 60, 18, 90, inks.accent)
    sheet.box(479, 96, 90, 18, inks.accent)
    sheet.box(0, 730, 1600, 170, inks.dark)
    sheet.box(960, 620, 200, 110, inks.ink)
    sheet.box(930, 604, 260, 20, inks.ink)
    x = chance.uniform(200, 620)
    sheet.box(x, 756, 230, 96, inks.paper)
    sheet.area([(x + 230, 776), (x + 290, 790), (x + 310, 852), (x + 230, 852)], inks.paper)
    sheet.box(x, 800, 300, 14, inks.accent)
    for wheel in (60, 240):
        sheet.disc(x + wheel, 856, 27, inks.ink)


def street(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.sky(horizon=620)
    for depth in range(4):
        share = depth / 3
        colour = blend(inks.pale, inks.ink, 0.15 + share * 0.75)
        width, reach = 150 + depth * 90, 640 - depth * 190
        for side in (0, 1):
            near = (800 - reach - width) if side == 0 else (800 + reach)
            height = 240 + depth * 140 + chance.uniform(-30, 30)
            sheet.area(
                [
                    (near, 900),
                    (near, 640 - height * 0.8),
                    (near + width / 2, 560 - height),
                    (near + width, 640 - height * 0.8),
                    (near + width, 900),
                ],
                colour,
            )
            for window in range(8):
                if chance.random() < 0.5:
                    wx, wy = (
                        near + 24 + window % 2 * (width * 0.5),
                        660 - height * 0.7 + window // 2 * (36 + depth * 22),
                    )
                    sheet.box(wx, wy, 18 + depth * 9, 26 + depth * 12, inks.accent)
    sheet.area([(690, 640), (910, 640), (1500, 900), (100, 900)], blend(inks.middle, inks.dark, 0.4))
    for rail in (-1, 1):
        sheet.line([(800 + rail * 26, 640), (800 + rail * 190, 900)], 6, inks.paper)
    sheet.box(738, 520, 124, 140, inks.accent)
    sheet.box(752, 540, 96, 56, inks.paper)
    sheet.line([(800, 520), (830, 440), (0, 300)], 3, inks.ink)
    for _walker in range(5):
        y = chance.uniform(760, 890)
        sheet.person(
            chance.choice((chance.uniform(120, 480), chance.uniform(1120, 1480))),
            y,
            130 + (y - 760) * 0.6,
            inks.ink,
        )


def forest(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, blend(inks.paper, inks.pale, 0.4))
    sheet.disc(chance.uniform(400, 1200), 260, 130, blend(inks.accent, inks.paper, 0.35))
    for layer in range(4):
        colour = blend(inks.pale, inks.ink, (0.25, 0.5, 0.75, 1.0)[layer])
        for _tree in range(20 - layer * 4):
            x, width = chance.uniform(-40, 1640), 10 + layer * 15 + chance.uniform(0, 10)
            sheet.area([(x, 0), (x + width, 0), (x + width * 1.25, 900), (x - width * 0.25, 900)], colour)
            for branch in range(3):
                y = chance.uniform(60, 560)
                reach = chance.choice((-1, 1)) * chance.uniform(60, 190)
                sheet.line([(x + width / 2, y), (x + reach, y - 70)], 4 + layer * 2, colour)
                if branch == 0:
                    sheet.disc(x + reach, y - 70, 16 + layer * 9, colour, flat=0.7)
    sheet.area([(0, 900), (0, 800), (500, 770), (1050, 810), (1600, 760), (1600, 900)], inks.ink)


def stage(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, blend(inks.middle, inks.dark, 0.3))
    for beam in range(7):
        sheet.area(
            [(beam * 260 - 30, 0), (beam * 260 + 40, 0), (beam * 260 + 160, 900), (beam * 260 - 150, 900)],
            blend(inks.middle, inks.pale, 0.12 + 0.1 * (beam % 2)),
        )
    x = chance.uniform(640, 900)
    sheet.disc(x, 330, 132, inks.ink, flat=1.18)
    sheet.area(
        [
            (x - 62, 440),
            (x + 62, 440),
            (x + 92, 560),
            (x + 330, 640),
            (x + 390, 900),
            (x - 390, 900),
            (x - 330, 640),
            (x - 92, 560),
        ],
        inks.ink,
    )
    sheet.area([(x - 44, 560), (x, 640), (x + 44, 560), (x + 30, 900), (x - 30, 900)], inks.paper)
    sheet.area([(x - 12, 600), (x + 12, 600), (x + 22, 820), (x, 860), (x - 22, 820)], inks.accent)
    sheet.box(x - 300, 800, 600, 100, blend(inks.ink, inks.dark, 0.35))
    for microphone in (-130, 130):
        sheet.line([(x + microphone, 800), (x + microphone * 0.6, 690)], 8, inks.pale)
        sheet.disc(x + microphone * 0.6, 680, 20, inks.pale)


def town_library(sheet: Canvas) -> None:
    inks, chance = sheet.inks, sheet.random
    sheet.box(0, 0, 1600, 900, blend(inks.dark, inks.ink, 0.5))
    tones = (
        inks.paper,
        inks.pale,
        inks.middle,
        inks.accent,
        blend(inks.accent, inks.ink, 0.4),
        blend(inks.middle, inks.ink, 0.4),
    )
    for shelf in range(5):
        y, x = 160 + shelf * 160, 20.0
        while x < 1580:
            if chance.random() < 0.06:
                x += chance.uniform(30, 90)
                continue
            width, height = chance.uniform(16, 44), chance.uniform(84, 134)
            sheet.box(x, y - height, width, height, chance.choice(tones))
            sheet.box(x + 4, y - height * 0.8, width - 8, 6, inks.ink)
            x += width + 3
        sheet.box(0, y, 1600, 16, inks.ink)
    x = chance.uniform(300, 1200)
    for side in (-60, 60):
        sheet.line([(x + side, 900), (x + side * 0.55, 60)], 12, inks.paper)
    for rung in range(11):
        y = 860 - rung * 74
        half = 60 - rung * 2.4
        sheet.line([(x - half, y), (x + half, y)], 8, inks.paper)
    sheet.person(x, 560, 330, inks.ink, lean=26)
