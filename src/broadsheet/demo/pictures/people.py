"""Faces of those who write opinions."""

from .canvas import Canvas, Colour, blend

SKINS: tuple[Colour, ...] = ((232, 196, 164), (201, 152, 116), (150, 106, 80))
HAIRS: tuple[Colour, ...] = ((58, 44, 38), (112, 76, 48), (176, 170, 160), (150, 84, 48))


def writer(sheet: Canvas) -> None:
    """Draw a head and shoulders in the middle of the sheet."""
    inks, skin, hair = sheet.inks, sheet.random.choice(SKINS), sheet.random.choice(HAIRS)
    is_long, has_glasses = sheet.random.random() < 0.5, sheet.random.random() < 0.6
    sheet.box(0, 0, 1600, 900, blend(inks.middle, inks.paper, 0.45))
    if is_long:
        sheet.area([(590, 380), (1010, 380), (1050, 760), (550, 760)], hair)
    sheet.disc(800, 370, 225, hair, flat=1.1)
    sheet.box(728, 540, 144, 170, blend(skin, hair, 0.22))
    sheet.area(
        [(380, 900), (430, 760), (640, 680), (728, 660), (872, 660), (960, 680), (1170, 760), (1220, 900)],
        inks.dark,
    )
    sheet.area([(700, 664), (900, 664), (800, 820)], inks.paper)
    sheet.area([(700, 664), (760, 660), (800, 750), (730, 800)], blend(inks.dark, inks.ink, 0.5))
    sheet.area([(900, 664), (840, 660), (800, 750), (870, 800)], blend(inks.dark, inks.ink, 0.5))
    for side in (-1, 1):
        sheet.disc(800 + side * 178, 440, 34, blend(skin, hair, 0.15), flat=1.3)
    sheet.disc(800, 420, 180, skin, flat=1.22)
    sheet.area([(618, 372), (640, 210), (800, 130), (960, 210), (982, 372), (900, 296), (720, 306)], hair)
    _features(sheet, skin=skin, hair=hair, has_glasses=has_glasses)


def _features(sheet: Canvas, *, skin: Colour, hair: Colour, has_glasses: bool) -> None:
    shade, ink = blend(skin, hair, 0.35), sheet.inks.ink
    for side in (-1, 1):
        x = 800 + side * 72
        sheet.line([(x - 40, 372), (x, 362), (x + 40, 372)], 11, hair)
        sheet.disc(x, 414, 13, ink)
        if has_glasses:
            sheet.arc(x, 416, 56, 0, 360, 8, ink)
            sheet.line([(800 + side * 128, 408), (800 + side * 176, 400)], 8, ink)
    if has_glasses:
        sheet.arc(800, 416, 18, 190, 350, 8, ink)
    sheet.line([(804, 424), (782, 494), (808, 502)], 9, shade)
    sheet.arc(800, 520, 62, 25, 155, 11, blend(skin, (150, 50, 50), 0.55))
