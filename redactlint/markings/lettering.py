"""Letters: capitals that keep their places, folded blanks, headings, and the level with which words begin."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.markings.levels import Level
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.register import Register

__all__ = ["LONGEST_TITLE", "fold", "is_in_capitals", "is_title", "level_prefix", "upper"]


def upper(text: str) -> str:
    """`text` in upper case and of the same length, whatever the alphabet."""
    if text.isascii():
        return text.upper()
    return "".join(one.upper() if len(one.upper()) == 1 else one for one in text)


def fold(text: str) -> str:
    """`text` with every run of white space one blank."""
    return " ".join(text.split())


def level_prefix(words: str, register: Register) -> tuple[str, Level] | None:
    """The longest spelling of a level with which `words` begins, up to the end of a word, and that level."""
    best: str | None = None
    for spelling in register.levels:
        if words.startswith(spelling) and (best is None or len(spelling) > len(best)):
            rest = words[len(spelling) :]
            if not rest or rest[0] in " ,-":
                best = spelling
    return (best, register.levels[best]) if best is not None else None


@cache
def _small_letters(fewest: int) -> re.Pattern[str]:
    return compiled.pattern(rf"(?:[^a-z]*+[a-z]){{{fewest}}}")


def is_in_capitals(window: str) -> bool:
    """Whether the text is in capitals, but for a word or two: a mark, a signature."""
    if window.isupper():
        return True
    head = window[:_HEAD_OF_BODY]
    return _small_letters(-(-len(head) // _PER_SMALL_LETTER)).match(head) is None


# How much of a body shows that it is in capitals, and how many characters to each small letter there must be.
_HEAD_OF_BODY = 600
_PER_SMALL_LETTER = 25


def is_title(line: str) -> bool:
    """Whether a line is a heading in mixed case: short, of a few words, none of note in small letters."""
    words = line.split()
    if not 2 <= len(words) <= _WORDS_OF_A_TITLE or len(line) > LONGEST_TITLE or line[-1] in ",;-":
        return False
    return line[0].isupper() and words[-1][0].isupper() and all(one[0].isupper() or len(one) < 4 for one in words)


# What is longer can be a full line of prose.
_WORDS_OF_A_TITLE, LONGEST_TITLE = 6, 36
