"""What is worked out of a rule once, the first time that it is asked for, and forgotten with the rule."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from redactlint.rulepack import Rule

__all__ = ["PerRule"]

T = TypeVar("T")


class PerRule(Generic[T]):
    """`PerRule(build)(rule)` is `build(rule)`, built once a rule."""

    def __init__(self, build: Callable[[Rule], T]) -> None:
        self._build = build
        self._kept: dict[int, tuple[weakref.ref[Rule], T]] = {}

    def __call__(self, rule: Rule) -> T:
        """What `build` makes of the rule."""
        key = id(rule)
        found = self._kept.get(key)
        if found is not None:
            return found[1]
        made = self._build(rule)
        self._kept[key] = (weakref.ref(rule, lambda _: self._kept.pop(key, None)), made)
        return made
