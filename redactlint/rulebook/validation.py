"""Validation: rule, profile, law and register files against their schemas, with file, line and remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from redactlint.errors import RulePackError
from redactlint.rulebook.rulefiles import read_toml
from redactlint.rulepack import data_folder

__all__ = ["complaint", "schema", "validate"]

# The schema by the folder that a file lies in; whatever lies elsewhere is a rule.
_SCHEMAS = {"law": "law", "registers": "register", "profiles": "profile", "inspections": "inspection"}


def schema(name: str) -> dict[str, Any] | None:
    """The schema of that name, or None where there is none."""
    path = data_folder("schemas") / f"{name}.schema.json"
    if not path.is_file():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def validate(places: Iterable[Path]) -> None:
    """Validate every file of the folders (or files) `places`; raises RulePackError at the first that is wrong."""
    validators: dict[str, Any] = {}
    for place in places:
        root = place if place.is_dir() else place.parent
        for path in sorted(place.rglob("*.toml")) if place.is_dir() else [place]:
            name = _SCHEMAS.get(path.relative_to(root).parts[0], "rule")
            table = read_toml(path)
            wrong = complaint(table, name, validators)
            if wrong is not None:
                words, keys = wrong
                raise RulePackError(words, f"see schemas/{name}.schema.json", path=str(path), line=_line_of(path, keys))
            if name == "rule" and "retired" not in table:
                from redactlint.rulebook.rulechecks import fault_in

                fault = fault_in(table, str(path), str(root))
                if fault is not None:
                    line = _line_of(path, list(fault.keys))
                    raise RulePackError(fault.wrong, fault.remedy, path=str(path), line=line)
            if name == "rule" and table["code"] != path.stem:
                remedy = f"call the file {table['code']}.toml; one file is one rule"
                raise RulePackError(
                    f"holds rule {table['code']}", remedy, path=str(path), line=_line_of(path, ["code"])
                )


def complaint(table: Any, name: str, validators: dict[str, Any]) -> tuple[str, list[Any]] | None:
    """What is wrong with `table` by the schema `name`, and the keys that lead to it; None where nothing is."""
    if name not in validators:
        import jsonschema

        loaded = schema(name)
        validators[name] = None if loaded is None else jsonschema.Draft202012Validator(loaded)
    validator = validators[name]
    if validator is None:
        return None
    errors = sorted(
        validator.iter_errors(table), key=lambda error: (list(map(str, error.absolute_path)), error.message)
    )
    if not errors:
        return None
    # An unknown key explains a missing one: it is mostly the same, misspelt.
    error = next((one for one in errors if one.validator == "additionalProperties"), errors[0])
    keys = list(error.absolute_path)
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        unknown = next(key for key in error.instance if key not in known)
        import difflib

        near = difflib.get_close_matches(unknown, known, 1, 0.5)
        words = f"unknown key {unknown!r}" + (f" (did you mean {near[0]}?)" if near else "")
        keys.append(unknown)
    elif error.validator in ("enum", "anyOf") and isinstance(error.instance, str) and (known := _listed(error)):
        import difflib

        near = difflib.get_close_matches(error.instance, known, 1, 0.5)
        choice = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(known)}"
        words = f"{'.'.join(str(key) for key in keys)}: {error.instance!r} is none; {choice}"
    elif error.validator == "oneOf" and all(list(one) == ["required"] for one in error.validator_value):
        words = f"give one of {' and '.join(one['required'][0] for one in error.validator_value)}, and not the other"
    elif error.validator == "required":
        words = f"{error.message.replace(' is a required property', '')} is missing"
    else:
        shown = error.message if len(error.message) <= 200 else f"{error.message[:200]}…"
        words = f"{'.'.join(str(key) for key in keys)}: {shown}" if keys else shown
    return words, keys


def _listed(error: Any) -> list[str]:
    """The words that would have been right, where there is a list of them."""
    if error.validator == "enum":
        return [one for one in error.validator_value if isinstance(one, str)]
    return [word for one in error.context or () for word in _listed(one)]


def _line_of(path: Path, keys: list[Any]) -> int | None:
    """The line of the last key that stands in the file; the n-th table of an array is counted out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start, best = 0, None
    for position, key in enumerate(keys):
        if isinstance(key, int):
            continue
        following = keys[position + 1] if position + 1 < len(keys) else None
        nth = following if isinstance(following, int) else 0
        pattern = re.compile(
            rf"\s*(?:\[\[?[ \t]*(?:[\w.]+\.)?{re.escape(str(key))}[ \t]*\]|[\"']?{re.escape(str(key))}[\"']?[ \t]*=)"
        )
        found = [number for number, line in enumerate(lines) if number >= start and pattern.match(line)]
        if not found:
            break
        start = found[min(nth, len(found) - 1)]
        best = start + 1
    return best
