"""Say in words how far apart two days are."""


def spell_days(days: int) -> str:
    """Return "3 days later", "2 years earlier", "the same day"."""
    if days == 0:
        return "the same day"
    return f"{_span(abs(days))} {'later' if days > 0 else 'earlier'}"


def _span(days: int) -> str:
    for unit, length, least in (("year", 365.25, 700), ("month", 30.44, 61), ("week", 7, 14)):
        if days >= least:
            return _counted(round(days / length), unit)
    return _counted(days, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
