"""Patterns that users write: compiled with a limit on their size, searched within a limit on their time.

A pattern of ours is tested to be linear; one that a user writes may run for hours on a text that somebody else wrote.
Such a pattern is searched with the `regex` package, which can give up, and only where the text holds a literal that the
pattern cannot match without.  Giving up is never silent: it raises UndecidedError, and the engine reports it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from functools import cache

from redactlint.errors import RulePackError, UndecidedError
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING, define, field

if TYPE_CHECKING:
    from typing import Any

__all__ = ["UserPattern", "fold", "required_literal", "size_of"]

# Seconds that one pattern may take on one document, and how often it may exhaust them before it is tried no more.
PATIENCE = 1.0
_LAST_CHANCE = 3

# The largest pattern, in characters, and in atoms when its counted repeats are written out (which `regex` does).
LONGEST = 4_000
LARGEST = 5_000


def fold(content: str) -> str:
    """`content` without distinction of case and of the same length, so that an offset in one is one in the other."""
    if content.isascii():
        return content.lower()
    folded = content.casefold()
    if len(folded) == len(content):
        return folded
    return "".join(one if len(one) == 1 else char for char in content for one in (char.casefold(),))


@define(eq=False)
class UserPattern:
    """A pattern as a user wrote it; `name` is how a message calls it.  It is compiled when it is first searched.

    `^` and `$` match at the ends of lines and of the part that is searched.  Raises RulePackError, with the place, for
    one that does not compile or is too large.
    """

    source: str
    ignores_case: bool = False
    name: str = "the pattern"
    _compiled: Any = field(default=None, init=False)
    _literal: str = field(default="", init=False)
    _failures: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        literal = required_literal(self.source)
        self._literal = fold(literal) if self.ignores_case else literal

    def compile(self) -> None:
        """Compile it now, as whoever checks a rule file wants."""
        import regex

        if len(self.source) > LONGEST:
            raise RulePackError(f"{self.name} is longer than {LONGEST} characters", "divide it, or use a list of terms")
        if size_of(self.source) > LARGEST:
            raise RulePackError(
                f"the counted repeats of {self.name} come to more than {LARGEST} parts when written out",
                "repeat less often, or use * or +",
            )
        flags = regex.VERSION0 | regex.MULTILINE | (regex.IGNORECASE if self.ignores_case else 0)
        try:
            self._compiled = regex.compile(self.source, flags)
        except regex.error as error:
            at, words = getattr(error, "pos", None), getattr(error, "msg", str(error))
            place = "" if at is None else f" at character {at + 1} ({_around(self.source, at)})"
            raise RulePackError(f"{self.name} does not compile: {words}{place}", "mend the pattern") from error
        except (RecursionError, MemoryError, OverflowError) as error:
            raise RulePackError(f"{self.name} is nested too deeply or too large", "simplify the pattern") from error

    def can_match(self, content: str, folded: str) -> bool:
        """Whether `content` (and `folded`, its `fold`) holds what the pattern cannot match without."""
        return self._literal in (folded if self.ignores_case else content)

    def spans(
        self, content: str, parts: Iterable[Span], *, only_first: bool = False
    ) -> Iterator[tuple[int, int, int]]:
        """Every match in every part of `content` (the first in each): index of the part, start and end of the match.

        Raises UndecidedError when the pattern has used up its seconds on this document.
        """
        if self._failures >= _LAST_CHANCE:
            raise self._undecided(f"{self.name} took too long on {_LAST_CHANCE} documents before and is tried no more")
        if self._compiled is None:
            self.compile()
        left = PATIENCE
        for index, place in enumerate(parts):
            start = place.start
            part = content[start : place.end]
            begun = time.monotonic()
            try:
                if only_first:
                    match = self._compiled.search(part, timeout=left)
                    found = [match.span()] if match is not None else []
                else:
                    found = [match.span() for match in self._compiled.finditer(part, timeout=left)]
            except (TimeoutError, MemoryError):
                self._failures += 1
                raise self._undecided(f"{self.name} took longer than {PATIENCE:g} s on this document") from None
            left = max(left - (time.monotonic() - begun), 0.001)
            for first, last in found:
                yield index, start + first, start + last

    def _undecided(self, why: str) -> UndecidedError:
        return UndecidedError(why, "simplify the pattern: let no repeat stand inside another")


def _around(source: str, at: int) -> str:
    return f"{source[max(0, at - 10) : at]}>>>{source[at : at + 10]}"


@cache
def _tokens() -> re.Pattern[str]:
    """The parts of a pattern that must be told apart to know what it cannot match without, and how large it is."""
    return re.compile(
        r"(?P<spelt>\\(?:[xuUNpPLgko0-9]))"  # escapes that go on behind their letter
        r"|(?P<escape>\\.)"
        r"|(?P<class>\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])"
        r"|(?P<comment>\(\?#[^)]*\))"
        r"|(?P<open>\()|(?P<close>\))|(?P<bar>\|)"
        r"|(?P<counted>\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})|(?P<fuzzy>\{[^}]*\})"
        r"|(?P<optional>[?*])|(?P<plus>\+)|(?P<other>[.^$])|(?P<literal>.)",
        re.DOTALL,
    )


def required_literal(source: str) -> str:
    """The longest run of characters without which the pattern cannot match; empty where that cannot be told."""
    if re.search(r"\(\?[a-zA-Z0-9-]*[ixfXF]", source):
        return ""
    best, run, depth = "", "", 0
    for token in _tokens().finditer(source):
        kind = token.lastgroup
        kind = "counted" if kind in ("least", "comma", "most") else kind
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        if kind == "spelt" or depth < 0 or (kind == "bar" and depth == 0):
            return ""
        if depth == 0 and kind == "literal":
            run += token[0]
            continue
        if depth == 0 and kind == "escape" and not token[0][1].isalnum():
            run += token[0][1]
            continue
        if depth == 0 and kind in ("optional", "counted", "fuzzy"):
            run = run[:-1]
        best, run = max(best, run, key=len), ""
    return max(best, run, key=len)


def size_of(source: str) -> int:
    """How many atoms the pattern has when its counted repeats are written out."""
    sizes, last = [0], 0
    for token in _tokens().finditer(source):
        kind = token.lastgroup
        if kind == "open":
            sizes.append(0)
            continue
        if kind == "close" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif token["counted"]:
            times = max(int(token["least"] or 0), int(token["most"] or 0), 1)
            sizes[-1] += last * (times - 1)
            last *= times
        elif kind not in ("optional", "plus", "bar", "comment"):
            last = 1
            sizes[-1] += 1
    return sum(sizes)
