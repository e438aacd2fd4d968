"""What is worked out of a rule once, the first time that it is asked for, and kept for as many rules as a run has."""

from __future__ import annotations

from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Generic, TypeVar

    from redactlint.rulepack import Rule

    T = TypeVar("T")
else:  # typing is not loaded for it
    T = None

    class Generic:
        def __class_getitem__(cls, one):
            return cls


__all__ = ["PerRule"]

# More rules than any pack has: a server that reads its packs anew for years forgets the old ones.
_MOST = 10_000


class PerRule(Generic[T]):
    """`PerRule(build)(rule)` is `build(rule)`, built once a rule."""

    def __init__(self, build: Callable[[Rule], T]) -> None:
        self._build = build
        # By identity: the parameters of a rule cannot be hashed.  The rule is kept, so that no other takes its place.
        self._kept: dict[int, tuple[Rule, T]] = {}

    def __call__(self, rule: Rule) -> T:
        """What `build` makes of the rule."""
        found = self._kept.get(id(rule))
        if found is not None:
            return found[1]
        if len(self._kept) >= _MOST:
            self._kept.clear()
        made = self._build(rule)
        self._kept[id(rule)] = (rule, made)
        return made
