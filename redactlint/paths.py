"""Path patterns, as in .gitignore: which paths a list of patterns speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["matcher"]


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A test of relative paths (with `/`, a folder's ending in one) against `patterns`, the last match deciding.

    `!` takes back what an earlier pattern matched.
    """
    import pathspec

    spec = pathspec.GitIgnoreSpec.from_lines(patterns)
    return lambda path: bool(spec.match_file(path))
