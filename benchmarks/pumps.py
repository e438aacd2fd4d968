"""Adversarial texts for a pattern: what a repeat in it takes, many times over, then what fits nothing.

A pattern backtracks where many ways through such a text have to be tried before it fails.
"""

from __future__ import annotations

import importlib
import random
import sre_constants as constants
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

__all__ = ["Pump", "pumps"]

# From so many on a repeat is pumped: eight in two ways each, three times over, are sixteen million ways.
_MANY = 6
# In how many ways what a text need not hold is in it or not, beside always and never.
_DRAWS = 6
_MISFITS = ("\n\x01",)


class Pump(NamedTuple):
    """A text by its parts: what leads to the repeat, what the repeat takes, what fits nothing."""

    before: str
    taken: str
    after: str

    def text(self, length: int) -> str:
        """About so many characters."""
        return self.before + self.taken * (length // len(self.taken)) + self.after


def pumps(pattern: str, flags: int = 0) -> set[Pump]:
    """The pumps of every repeat of a pattern."""
    parser: Any = importlib.import_module("re._parser")
    tree = parser.parse(pattern, flags)
    return {Pump(before, taken, after) for before, taken in _repeats(tree, "") for after in _MISFITS if taken}


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repeat without end, with a text that leads up to it."""
    for operator, argument in tree:
        if operator in (constants.MAX_REPEAT, constants.MIN_REPEAT, getattr(constants, "POSSESSIVE_REPEAT", None)):
            _, most, body = argument
            if most >= _MANY:
                for taken in _samples(body):
                    yield before, taken
            yield from _repeats(body, before)
        for part in _parts(operator, argument):
            yield from _repeats(part, before)
        before += _sample(operator, argument)


def _parts(operator: Any, argument: Any) -> list[Any]:
    if operator is constants.SUBPATTERN:
        return [argument[3]]
    if operator is constants.BRANCH:
        return list(argument[1])
    if operator in (constants.ASSERT, constants.ASSERT_NOT):
        return [argument[1]]
    if operator is getattr(constants, "ATOMIC_GROUP", None):
        return [argument]
    return []


def _samples(tree: Any) -> set[str]:
    """A few texts that the tree matches: one for each branch of its alternatives, and for each kind of character."""
    draws = [lambda: 1, lambda: 0, *(partial(random.Random(seed).getrandbits, 1) for seed in range(_DRAWS))]
    found = {"".join(_sample(*one, draw) for one in tree) for draw in draws}
    if len(tree) == 1:
        operator, argument = tree[0]
        if operator is constants.IN:
            found |= {one for one in " \n\taA0.-/(" if _fits(one, argument)}
        for part in _parts(operator, argument):
            found |= _samples(part)
    return found


def _sample(operator: Any, argument: Any, once: Callable[[], int] = lambda: 1) -> str:
    """A text that one part of a tree matches, with what it need not hold as `once` says; empty for no character."""
    if operator is constants.LITERAL:
        return chr(argument)
    if operator is constants.NOT_LITERAL:
        return "a" if argument != ord("a") else "b"
    if operator is constants.ANY:
        return "a"
    if operator is constants.IN:
        return next((one for one in "aA0 .-/(\n\t¶" if _fits(one, argument)), _any_of(argument))
    if operator is constants.BRANCH:
        return "".join(_sample(*one, once) for one in argument[1][0])
    if operator is constants.SUBPATTERN:
        return "".join(_sample(*one, once) for one in argument[3])
    if operator in (constants.MAX_REPEAT, constants.MIN_REPEAT, getattr(constants, "POSSESSIVE_REPEAT", None)):
        least, most, body = argument
        return "".join(_sample(*one, once) for one in body) * max(least, once() if most else 0)
    if operator is getattr(constants, "ATOMIC_GROUP", None):
        return "".join(_sample(*one, once) for one in argument)
    return ""


def _fits(character: str, choices: Any) -> bool:
    negated = bool(choices) and choices[0][0] is constants.NEGATE
    found = False
    for operator, argument in choices:
        if operator is constants.LITERAL:
            found = found or ord(character) == argument
        elif operator is constants.RANGE:
            found = found or argument[0] <= ord(character) <= argument[1]
        elif operator is constants.CATEGORY:
            found = found or _is_of(character, str(argument))
    return found != negated


def _is_of(character: str, category: str) -> bool:
    is_word = character.isalnum() or character == "_"
    kinds = {"DIGIT": character.isdigit(), "SPACE": character.isspace(), "WORD": is_word}
    name = category.rpartition("_")[2]
    return kinds[name] != ("_NOT_" in category)


def _any_of(choices: Any) -> str:
    for operator, argument in choices:
        if operator is constants.LITERAL:
            return chr(argument)
        if operator is constants.RANGE:
            return chr(argument[0])
    return "a"
