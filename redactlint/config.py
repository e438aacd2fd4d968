"""Configuration: `redactlint.toml`, found upwards from the working directory or named, read into one frozen value.

Every key is checked by hand, since the schema library takes longer to import than a document to judge;
`schemas/config.schema.json` says the same for editors, and a test holds the two together.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping

from redactlint.errors import ConfigError
from redactlint.known.suppressions import IgnoreRow
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = ["FILE_NAME", "Config", "RawIgnore", "find", "load"]

FILE_NAME = "redactlint.toml"

_STRINGS = "a list of strings"
_FAIL_ON = ("error", "warning", "info", "never")
_ENTRIES = ("severities", "columns")
_LEVELS = ("error", "warning", "info", "none")

# Each key of the file: the type of its value, in the words of an error message.
KEYS: dict[str, str] = {
    "profile": "a string",
    "strict": "true or false",
    "select": _STRINGS,
    "ignore": "a list of codes, or [[ignore]] tables",
    "severities": "a table of levels by code",
    "fail_on": f"one of {', '.join(_FAIL_ON)}",
    "as_of": "a date",
    "document_date": '"today"',
    "require_portion_marks": '"classified" or "always"',
    "control_systems": _STRINGS,
    "parameters": "a table",
    "metadata": "a string",
    "baseline": "a string",
    "exclude": _STRINGS,
    "extend": _STRINGS,
    "rules": "a table of tables by rule",
    "excerpts": "true or false",
    "allow_unrecognised": "true or false",
    "jobs": "a whole number",
    "max_bytes": "a whole number",
    "max_seconds": "a whole number",
    "max_total": "a whole number",
    "max_members": "a whole number",
    "max_depth": "a whole number",
    "max_ratio": "a whole number",
    "columns": "a table of the columns text, id and date",
    "format": _STRINGS,
}
_IGNORE_KEYS = ("path", "rule", "reason", "until")

# What `[rules.CODE]` can change, and the type of each.
RULE_KEYS = {"severity": f"one of {', '.join(_LEVELS)}", "suppressible": "true or false", "parameters": "a table"}

# The parameters that are days.
_DATES = frozenset(("cui_adopted",))

# What `[columns]` can name.
_COLUMNS = ("text", "id", "date")

# Keys that checks read, beside those of the table `parameters`.
_PARAMETERS = ("require_portion_marks", "control_systems")


class RawIgnore(NamedTuple):
    """An `[[ignore]]` table before its rules are looked up."""

    paths: tuple[str, ...]
    rules: tuple[str, ...]
    reason: str
    until: datetime.date | None
    line: int


class Config(NamedTuple):
    """What the file says; None or empty where it says nothing.  Paths in it are relative to `folder`."""

    path: str | None = None
    folder: str = "."
    values: Mapping[str, Any] = {}
    ignore: tuple[str, ...] = ()
    ignore_tables: tuple[RawIgnore, ...] = ()

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        return self.values.get(key, default)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that checks read."""
        named = {key: self.values[key] for key in _PARAMETERS if key in self.values}
        return {**self.values.get("parameters", {}), **named}

    def resolve(self, path: str) -> str:
        """A path of the file, from the working directory."""
        return path if os.path.isabs(path) else os.path.normpath(os.path.join(self.folder, path))

    def only(self, *keys: str) -> Config:
        """The same with all but `keys` forgotten."""
        return self._replace(
            values={key: self.values[key] for key in keys if key in self.values}, ignore=(), ignore_tables=()
        )


def find(start: str) -> str | None:
    """The `redactlint.toml` of `start` or of the nearest folder above it, or None."""
    folder = os.path.abspath(start)
    while True:
        path = os.path.join(folder, FILE_NAME)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def load(path: str) -> Config:
    """Read a configuration file; raises ConfigError with file, line and remedy."""
    from pathlib import Path

    from redactlint.rulebook.rulefiles import read_toml, source_of

    return _Reader(path, source_of(Path(path), ConfigError)).config(read_toml(Path(path), ConfigError))


class _Reader:
    """Checks one file, key by key."""

    def __init__(self, path: str, source: str) -> None:
        self.path, self.source = path, source

    def config(self, raw: Mapping[str, Any]) -> Config:
        values: dict[str, Any] = {}
        codes: list[str] = []
        tables: list[RawIgnore] = []
        for key, value in raw.items():
            self._known(key, tuple(KEYS), self._line_of(key))
            if key == "ignore":
                codes, tables = self._ignore(value)
            else:
                values[key] = self._value(key, value)
        from redactlint.paths import relative

        folder = relative(os.path.dirname(os.path.abspath(self.path)), os.curdir)
        return Config(self.path, os.path.normpath(folder), values, tuple(codes), tuple(tables))

    def _value(self, key: str, value: Any) -> Any:
        wanted = KEYS[key]
        if wanted == "a date":
            return self._day(value, key, self._line_of(key))
        if key == "rules":
            return self._rules(value)
        if key == "parameters" and isinstance(value, dict):
            for name in _DATES & set(value):
                self._day(value[name], name, self._line_of(name))
        if key in _ENTRIES and isinstance(value, dict):
            self._entries(key, value)
            good = True
        elif wanted == _STRINGS:
            value = [value] if isinstance(value, str) else value
            good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        else:
            good = {
                "a string": isinstance(value, str),
                "true or false": isinstance(value, bool),
                "a whole number": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
                "a table": isinstance(value, dict),
                KEYS["fail_on"]: value in _FAIL_ON,
                KEYS["document_date"]: value == "today",
                KEYS["require_portion_marks"]: value in ("classified", "always"),
            }.get(wanted, False)
        if not good:
            raise self._wrong(f"{key} is {value!r}", f"it must be {wanted}", self._line_of(key))
        return value

    def _entries(self, key: str, table: Mapping[str, Any]) -> None:
        """Raise ConfigError for the first entry of a table, `severities` or `columns`, that is none."""
        for name, value in table.items():
            line = self._line_of(name) or self._line_of(key)
            if key == "columns":
                self._known(name, _COLUMNS, line, within="[columns]")
                good, wanted = isinstance(value, str), "the name of a column"
            else:
                good, wanted = isinstance(value, str) and value in _LEVELS, RULE_KEYS["severity"]
            if not good:
                raise self._wrong(f"{name} of [{key}] is {value!r}", f"it must be {wanted}", line)

    def _rules(self, value: Any) -> dict[str, dict[str, Any]]:
        if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
            raise self._wrong("rules is no table of tables", "write [rules.BNR003]", self._line_of("rules"))
        for name, table in value.items():
            line = self._line_of(f"rules.{name}") or self._line_of("rules")
            for key, given in table.items():
                self._known(key, tuple(RULE_KEYS), line, within=f"[rules.{name}]")
                good = {
                    "severity": given in _LEVELS if isinstance(given, str) else False,
                    "suppressible": isinstance(given, bool),
                    "parameters": isinstance(given, dict),
                }[key]
                if not good:
                    raise self._wrong(f"{key} of [rules.{name}] is {given!r}", f"it must be {RULE_KEYS[key]}", line)
        return value

    def _ignore(self, value: Any) -> tuple[list[str], list[RawIgnore]]:
        codes: list[str] = []
        tables: list[RawIgnore] = []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, (str, dict)) for one in value):
            raise self._wrong("ignore is neither", f"it must be {KEYS['ignore']}", self._line_of("ignore"))
        lines = [
            number for number, line in enumerate(self.source.splitlines(), 1) if line.strip().startswith("[[ignore]]")
        ]
        for one in value:
            if isinstance(one, str):
                codes.append(one)
            else:
                line = lines[len(tables)] if len(tables) < len(lines) else self._line_of("ignore") or 1
                tables.append(self._ignore_table(one, line))
        return codes, tables

    def _ignore_table(self, table: Mapping[str, Any], line: int) -> RawIgnore:
        for key in table:
            self._known(key, _IGNORE_KEYS, line, within="[[ignore]]")
        lists = {}
        for key in ("path", "rule"):
            value = table.get(key)
            value = [value] if isinstance(value, str) else value
            if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
                raise self._wrong(f"[[ignore]] has no {key}", f"give {key} = a string or a list of strings", line)
            lists[key] = tuple(value)
        reason = table.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            raise self._wrong("[[ignore]] gives no reason", 'give reason = "…"', line)
        until = table.get("until")
        if until is not None:
            until = self._day(until, "until", line)
        return RawIgnore(lists["path"], lists["rule"], reason.strip(), until, line)

    def _day(self, value: Any, key: str, line: int | None) -> datetime.date:
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self._wrong(f"{key} is {value!r}", "it must be a date (2027-01-31)", line) from None

    def _known(self, key: str, known: tuple[str, ...], line: int | None, *, within: str = "") -> None:
        if key in known:
            return
        import difflib

        near = difflib.get_close_matches(key, known, 1, 0.5)
        remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        raise self._wrong(f"unknown key {key!r}{f' in {within}' if within else ''}", remedy, line)

    def _line_of(self, key: str) -> int | None:
        from redactlint.rulebook.rulefiles import line_of

        return line_of(self.source, key)

    def _wrong(self, wrong: str, remedy: str, line: int | None) -> ConfigError:
        return ConfigError(wrong, remedy, path=self.path, line=line)


def ignore_rows(config: Config, resolve: Any) -> tuple[IgnoreRow, ...]:
    """The `[[ignore]]` tables with their rules looked up by `resolve` (names -> codes); raises ConfigError."""
    rows = []
    for table in config.ignore_tables:
        try:
            codes = resolve(table.rules)
        except ValueError as error:
            wrong = getattr(error, "wrong", str(error))
            raise ConfigError(wrong, getattr(error, "remedy", ""), path=config.path, line=table.line) from error
        rows.append(IgnoreRow(table.paths, codes, table.reason, table.until, table.line))
    return tuple(rows)
