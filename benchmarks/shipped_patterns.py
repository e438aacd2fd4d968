"""Every pattern that redactlint compiles: collected as they are compiled, while all that can compile one is made to.

Modules are imported, functions that take nothing and keep what they return are called, and every example of every rule
is judged under every profile.
"""

from __future__ import annotations

import ast
import datetime
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Shipped", "call_sites", "collect"]

PACKAGE = Path(__file__).resolve().parent.parent / "redactlint"
# Functions of `re` that take a pattern first.
_TAKERS = frozenset({"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"})


class Shipped(NamedTuple):
    """A pattern, its flags, and the place in the code that compiled it ("checks/orders.py:12")."""

    pattern: str
    flags: int
    place: str


def collect() -> set[Shipped]:
    """The patterns; call it before anything of redactlint is imported."""
    assert not any(name.startswith("redactlint.") for name in sys.modules), "too late: patterns are compiled once"
    found: set[Shipped] = set()
    compiler: Any = importlib.import_module("re._compiler")
    real = compiler.compile

    def noted(pattern: Any, flags: int = 0) -> Any:
        place = _place()
        if place is not None and isinstance(pattern, str):
            found.add(Shipped(pattern, int(flags), place))
        return real(pattern, flags)

    re.purge()
    compiler.compile = noted
    try:
        _make_all()
    finally:
        compiler.compile = real
    return found


def _place() -> str | None:
    """Who asked for it: the first function beyond this module and `re`, if it is one of ours."""
    frame = inspect.currentframe()
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path != Path(__file__) and path.parent.name != "re" and path.name != "compiled.py":
            is_ours = path.is_relative_to(PACKAGE)
            return f"{path.relative_to(PACKAGE).as_posix()}:{frame.f_lineno}" if is_ours else None
        frame = frame.f_back
    return None


def _make_all() -> None:
    package = importlib.import_module("redactlint")
    for one in pkgutil.walk_packages(package.__path__, "redactlint."):
        if not one.name.endswith("__main__"):
            try:
                module = importlib.import_module(one.name)
            except ImportError:  # an extra that is not installed
                continue
            for value in list(vars(module).values()):
                is_ours = getattr(value, "__module__", None) == one.name and hasattr(value, "cache_info")
                if is_ours and not inspect.signature(value).parameters:
                    re.purge()
                    value.cache_clear()
                    value()
    from redactlint.engine import Engine, Options
    from redactlint.rulepack import load, source_of
    from redactlint.text import Text

    pack = load()
    texts = [
        (example.get("file_name", "a.txt"), example[side])
        for rule in pack.rules.values()
        for example in source_of(rule).get("example", ())
        for side in ("bad", "good")
        if isinstance(example[side], str)
    ]
    for profile in pack.profiles:
        engine = Engine(pack, Options(as_of=datetime.date(2026, 1, 1), profile=profile, strict=True))
        for name, text in texts:
            engine.check(Text.of(text, name))


def call_sites() -> Iterator[str]:
    """Every place in the code that hands a pattern to `re`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in _TAKERS
            ):
                yield f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}-{node.end_lineno}"


if __name__ == "__main__":
    patterns = collect()
    reached = [(one.place.rpartition(":")[0], int(one.place.rpartition(":")[2])) for one in patterns]
    print(len(patterns), "patterns")
    for site in call_sites():
        path, _, lines = site.rpartition(":")
        first, last = map(int, lines.split("-"))
        if not any(name == path and first <= line <= last for name, line in reached):
            print("not reached:", site)
