"""Count typing errors: letters left out, added, mistaken, or changed with their neighbour."""


def typing_errors(one: str, other: str, most: int) -> int:
    """Return how many typing errors lie between two words; `most` + 1 where they are more than `most`.

    The distance is that of optimal string alignment: no part is changed twice.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        beyond, before = before, row
        row = [at]
        for place, wanted in enumerate(other, start=1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                best = min(best, beyond[place - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
