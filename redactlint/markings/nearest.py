"""The nearest control to a token that no register holds: worn, spaced or mistyped."""

from __future__ import annotations

from redactlint.markings.entries import Spelling
from redactlint.markings.register import Register

__all__ = ["is_one_edit", "nearest", "worn"]

# What an OCR engine or a tired hand makes of a letter.
_CONFUSED = str.maketrans("10Q©€5$8|!", "IOOCCSSBII")


def worn(token: str, register: Register, form: str) -> Spelling | None:
    """The control that a token was, where only one can be meant: spaced, confused letter for letter, or one slip away.

    A slip counts only in words of five letters and more: NF and ND are one slip apart.
    """
    spellings = register.spellings[form]
    for candidate in (
        token.replace(" ", ""),
        token.translate(_CONFUSED),
        token.replace(" ", "").strip("-.,").translate(_CONFUSED),
    ):
        if candidate != token and candidate in spellings and len(candidate) > 1:
            return spellings[candidate]
    squeezed = token.replace(" ", "").strip("-.,")
    if len(squeezed) < 5:
        return None
    found = {id(one.control): one for word, one in spellings.items() if len(word) >= 5 and is_one_edit(squeezed, word)}
    return next(iter(found.values())) if len(found) == 1 else None


def nearest(token: str, register: Register, form: str) -> str | None:
    """The spelling most like the token, for a question ("did you mean …?"), or None where nothing is like it."""
    spellings = register.spellings[form]
    words = [word for word, one in spellings.items() if one.how == "own"] + list(register.sci_systems)
    squeezed = token.replace(" ", "")
    for word in words:
        if len(word) > 1 and abs(len(word) - len(squeezed)) <= 1 and is_one_edit(squeezed, word):
            return word
    import difflib

    close = difflib.get_close_matches(token, words, 1, 0.6)
    return close[0] if close else None


def is_one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes `other` of `one`."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    place = 0
    while place < len(one) and one[place] == other[place]:
        place += 1
    if len(one) < len(other):
        return one[place:] == other[place + 1 :]
    swapped = one[place : place + 2] == other[place : place + 2][::-1] and one[place + 2 :] == other[place + 2 :]
    return swapped or one[place + 1 :] == other[place + 1 :]
