"""Slips of the keyboard and of OCR in a number: whether one of them makes two strings of digits alike."""

from __future__ import annotations

__all__ = ["one_digit_moved", "one_slip_apart", "with_digits"]

# Letters that OCR reads for digits.
_DIGITS = str.maketrans("OoQDIilL|ZzSsBG", "000011111225586")


def with_digits(raw: str) -> str:
    """`raw` with letters that look like digits read as such, and all else but digits left out."""
    return "".join(one for one in raw.translate(_DIGITS) if one.isascii() and one.isdigit())


def one_slip_apart(number: str, other: str) -> bool:
    """Whether one slip turns `other` into `number`: a digit wrong, dropped or added, or two neighbours exchanged."""
    if len(number) == len(other):
        differing = [at for at, (a, b) in enumerate(zip(number, other, strict=True)) if a != b]
        if len(differing) == 2:
            first, second = differing
            return second == first + 1 and number[first] == other[second] and number[second] == other[first]
        return len(differing) == 1
    if abs(len(number) - len(other)) != 1:
        return False
    longer, shorter = (number, other) if len(number) > len(other) else (other, number)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def one_digit_moved(number: str, other: str) -> bool:
    """Whether `number` is `other` with one digit moved to another place: a rarer slip than the others."""
    if number == other or sorted(number) != sorted(other):
        return False
    differing = [at for at, (a, b) in enumerate(zip(number, other, strict=True)) if a != b]
    start, end = differing[0], differing[-1] + 1
    ours, theirs = number[start:end], other[start:end]
    return ours in (theirs[1:] + theirs[0], theirs[-1] + theirs[:-1])
