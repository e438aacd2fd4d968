"""No pattern that is shipped can take exponential time: no repeat without end repeats what another one can take.

What grows faster than its text without that is measured: `python benchmarks/growth.py patterns`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from redactlint.rulepack import load

constants: Any = importlib.import_module("re._constants")
PACKAGE = Path(__file__).resolve().parent.parent / "redactlint"
# What stands for all characters: letters and digits, signs, blanks, and some that are written beyond ASCII.
ALPHABET = frozenset(map(chr, range(32, 127))) | frozenset("\n\t\r\x01¶–—’é")
# Fewer times than this a repeat can be led astray, but not for long.
MANY = 30
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)


def shipped() -> Iterator[tuple[str, int]]:
    """The patterns that modules keep or make without being given anything, those written out in calls, and of rules."""
    package = importlib.import_module("redactlint")
    for one in pkgutil.walk_packages(package.__path__, "redactlint."):
        if one.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(one.name)
        except ImportError:  # an extra that is not installed
            continue
        for value in list(vars(module).values()):
            is_ours = getattr(value, "__module__", None) == one.name and hasattr(value, "cache_info")
            if is_ours and not inspect.signature(value).parameters:
                value = value()
            yield from _patterns_in(value)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
                try:
                    written = ast.literal_eval(node.args[0])
                except ValueError:
                    continue
                if isinstance(written, str):
                    yield written, 0
    for rule in load().rules.values():
        for key in ("pattern", "unless", "misspelled"):
            value = rule.parameters.get(key, ())
            for written in (value,) if isinstance(value, str) else value:
                if isinstance(written, str):
                    yield written, 0


def _patterns_in(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value.pattern, value.flags
    elif isinstance(value, (tuple, list, frozenset)):
        for one in value:
            yield from _patterns_in(one)
    elif isinstance(value, dict):
        yield from _patterns_in([*value, *value.values()])


def _tree(pattern: str, flags: int) -> Any:
    parser: Any = importlib.import_module("re._parser")
    return parser.parse(pattern, flags & ~re.DEBUG)


def _characters(operator: Any, argument: Any) -> frozenset[str]:
    """The characters that a part of a tree can take, at any place in it."""
    if operator is constants.LITERAL:
        return frozenset((chr(argument).lower(), chr(argument).upper()))
    if operator is constants.NOT_LITERAL:
        return ALPHABET - {chr(argument)}
    if operator is constants.ANY:
        return ALPHABET - {"\n"}
    if operator is constants.IN:
        words = re.compile("(?i:x)")  # a set is asked through a pattern of it alone
        parser: Any = importlib.import_module("re._compiler")
        tree = _tree("x", 0)
        tree.data = [(operator, argument)]
        words = parser.compile(tree)
        return frozenset(one for one in ALPHABET if words.fullmatch(one))
    if operator in REPEATS:
        return _all(argument[2])
    return frozenset().union(*(_all(one) for one in _bodies(operator, argument)))


def _all(tree: Any) -> frozenset[str]:
    return frozenset().union(*(_characters(*one) for one in tree))


def _bodies(operator: Any, argument: Any) -> list[Any]:
    if operator is constants.SUBPATTERN:
        return [argument[3]]
    if operator is constants.BRANCH:
        return list(argument[1])
    return []


def _least(operator: Any, argument: Any) -> int:
    """The fewest characters that a part of a tree takes."""
    if operator in (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN):
        return 1
    if operator in REPEATS:
        return int(argument[0]) * sum(_least(*one) for one in argument[2])
    return min((sum(_least(*one) for one in body) for body in _bodies(operator, argument)), default=0)


def _first(parts: Any) -> frozenset[str]:
    """The characters that what the parts take can begin with."""
    found: frozenset[str] = frozenset()
    for operator, argument in parts:
        if operator in REPEATS:
            found |= _first(argument[2])
        elif _bodies(operator, argument):
            found = found.union(*(_first(one) for one in _bodies(operator, argument)))
        else:
            found |= _characters(operator, argument)
        if _least(operator, argument) > 0:
            break
    return found


def faults(tree: Any) -> Iterator[str]:
    """Repeats without end around others that can take the same characters, with nothing between that parts them."""
    for operator, argument in tree:
        if operator in REPEATS:
            if argument[1] >= MANY:
                yield from _ambiguous(argument[2])
            yield from faults(argument[2])
        for body in _bodies(operator, argument):
            yield from faults(body)
        if operator in (constants.ASSERT, constants.ASSERT_NOT):
            yield from faults(argument[1])
        if operator is constants.ATOMIC_GROUP:
            yield from faults(argument)


def _ambiguous(body: Any) -> Iterator[str]:
    parts = list(body)
    while len(parts) == 1 and len(_bodies(*parts[0])) == 1:
        parts = list(_bodies(*parts[0])[0])
    if len(parts) == 1 and parts[0][0] is constants.BRANCH:
        for branch in parts[0][1][1]:
            yield from _ambiguous(branch)
        return
    for place, (operator, argument) in enumerate(parts):
        if operator in REPEATS and argument[1] >= MANY:
            # Where the repeat may go on or end, the next character must tell which.
            goes_on, ends = _first(argument[2]), _first([*parts[place + 1 :], *parts])
            if goes_on & ends:
                yield f"the repeat of {''.join(sorted(goes_on & ends))[:20]!r} inside another"


PATTERNS = sorted(set(shipped()))


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 250


def test_no_repeat_repeats_what_another_takes() -> None:
    warnings.simplefilter("ignore", DeprecationWarning)
    found = {pattern: list(faults(_tree(pattern, flags))) for pattern, flags in PATTERNS}
    assert not {pattern: wrong for pattern, wrong in found.items() if wrong}


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(?:\w*)*x", r"(?:a|b+)*c", r"(?:[a-z]+\s*)+\.", r"(?:(?:\d+|x))+y"])
def test_a_pattern_that_can_take_exponential_time_is_seen(pattern: str) -> None:
    assert list(faults(_tree(pattern, 0)))


@pytest.mark.parametrize("pattern", [r"(?:\w+ )+x", r"(?:[^,\n]+,)*z", r"a+b+", r"(?:a{1,3}){2,9}", r"(?:[ ]+\d)*"])
def test_one_that_cannot_is_not(pattern: str) -> None:
    assert not list(faults(_tree(pattern, 0)))
