"""Paths: which of them patterns as in .gitignore speak of, and how a file is named from a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

__all__ = ["matcher", "relative"]


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A test of relative paths (with `/`, a folder's ending in one) against `patterns`, the last match deciding.

    `!` takes back what an earlier pattern matched.
    """
    import pathspec

    spec = pathspec.GitIgnoreSpec.from_lines(patterns)
    return lambda path: bool(spec.match_file(path))


def relative(path: str, folder: str) -> str:
    """`path` as seen from `folder`, with `/`; whole where no way leads there, from one drive of Windows to another."""
    try:
        found = os.path.relpath(path, folder)
    except ValueError:
        found = os.path.abspath(path)
    return found.replace(os.sep, "/")
