"""Rule packs of others beside the shipped one: whose codes and names are whose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redactlint.errors import RulePackError
from redactlint.rulebook.rulefiles import line_of, source_of

__all__ = ["claim"]


def claim(table: Mapping[str, Any], path: str, rules: Mapping[str, Mapping[str, Any]]) -> None:
    """Make sure that the rule `table` from `path` takes no code, name or family that `rules` (by path) hold already.

    Raises RulePackError with the line.  A rule that comes from no pack of others has no `origin`.
    """
    code, name = str(table.get("code", "")), table.get("name")
    family = code.rstrip("0123456789")
    for other_path, other in rules.items():
        if "origin" not in other and other["code"].rstrip("0123456789") == family:
            wrong = f"the code {code} takes the prefix {family} of the shipped rules"
            raise RulePackError(
                wrong, "give your rules a prefix of their own (ACME001)", path=path, line=_line_of(path, "code")
            )
        for key, word in (("code", code), ("name", name)):
            if other.get(key) == word:
                where = f"the rule in {other_path}" if "origin" in other else f"the shipped rule {other['code']}"
                wrong = f"the {key} {word} is taken by {where}"
                raise RulePackError(wrong, "choose another", path=path, line=_line_of(path, key))


def _line_of(path: str, key: str) -> int | None:
    return line_of(source_of(Path(path)), key)
