"""What a configuration changes in single rules: severity, parameters, and whether they may be suppressed."""

from __future__ import annotations

from collections.abc import Mapping

from redactlint.errors import ConfigError, UsageError
from redactlint.rulepack import Pack, Rule
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Changes", "changes_of"]


class Changes(NamedTuple):
    """Severities and parameters by code, and the codes that a configuration protects from suppression."""

    severities: Mapping[str, str] = {}
    parameters: Mapping[str, Mapping[str, Any]] = {}
    protected: frozenset[str] = frozenset()


def changes_of(tables: Mapping[str, Mapping[str, Any]], pack: Pack, path: str | None) -> Changes:
    """What the `[rules.CODE]` tables of the configuration `path` change, with the rules' own say on suppression.

    Raises ConfigError, with the nearest name, for a rule or a parameter that is none, and for one of another type.
    """
    severities: dict[str, str] = {}
    parameters: dict[str, Mapping[str, Any]] = {}
    protected = {rule.code for rule in pack.rules.values() if not rule.suppressible}
    for name, table in tables.items():
        try:
            codes = pack.codes((name,))
        except UsageError as error:
            raise ConfigError(
                f"[rules.{name}]: {error.wrong}", error.remedy, path=path, line=_line(path, name)
            ) from error
        for code in sorted(codes):
            if "severity" in table:
                severities[code] = table["severity"]
            if "parameters" in table:
                _check(table["parameters"], pack.rules[code], path, name)
                parameters[code] = table["parameters"]
            if "suppressible" in table:
                (protected.discard if table["suppressible"] else protected.add)(code)
    return Changes(severities, parameters, frozenset(protected))


def _check(given: Mapping[str, Any], rule: Rule, path: str | None, name: str) -> None:
    for key, value in given.items():
        line = _line(path, key) or _line(path, name)
        if key not in rule.parameters:
            import difflib

            known = sorted(rule.parameters)
            near = difflib.get_close_matches(key, known, 1, 0.5)
            listed = f"it takes {', '.join(known)}" if known else "it takes none"
            remedy = f"did you mean {near[0]}?" if near else listed
            raise ConfigError(f"{rule.code} has no parameter {key!r}", remedy, path=path, line=line)
        ours = rule.parameters[key]
        if type(value) is not type(ours) and not (isinstance(ours, float) and isinstance(value, int)):
            words = f"parameter {key} of {rule.code} is {value!r}"
            raise ConfigError(words, f"it must be {_KINDS.get(type(ours), 'of another kind')}", path=path, line=line)


_KINDS = {
    str: "a string", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "a table",
}  # fmt: skip


def _line(path: str | None, key: str) -> int | None:
    """The line of the configuration that names a rule or a parameter."""
    if path is None:
        return None
    from pathlib import Path

    from redactlint.rulebook.rulefiles import line_of, source_of

    source = source_of(Path(path))
    return line_of(source, f"rules.{key}") or line_of(source, f'rules."{key}"') or line_of(source, key)
