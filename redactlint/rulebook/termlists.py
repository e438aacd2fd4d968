"""Term lists beside a rule: text (one term a line) or CSV (with a header), read into rows with their line numbers.

A list may be secret in itself: it is read on every run and never kept in the cache of rules.
"""

from __future__ import annotations

import os

from redactlint.errors import RulePackError
from redactlint.markings.levels import Level
from redactlint.paths import relative
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["COLUMNS", "LEVELS", "read_list"]

# The columns of a CSV file.  `except` holds phrases divided by `|`.
COLUMNS = ("term", "pattern", "level", "control", "exemption", "except", "note")
LEVELS = tuple(Level.__members__)


def read_list(name: str, rule_path: str, folder: str) -> list[dict[str, Any]]:
    """The rows of the list `name`, which lies beside the rule file or below it; raises RulePackError with the line.

    Each row is a table as in the rule's own `terms`, and its `number`, the line in the file.
    """
    path = os.path.normpath(os.path.join(os.path.dirname(rule_path), name))
    inside = relative(os.path.realpath(path), os.path.realpath(folder))
    if os.path.isabs(name) or os.path.isabs(inside) or inside.split("/")[0] == os.pardir:
        raise RulePackError(f"the list {name!r} lies outside {folder}", "put it beside the rule", path=rule_path)
    if not name.endswith((".txt", ".csv")):
        raise RulePackError(f"the list {name!r} is neither .txt nor .csv", "name a file of that kind", path=rule_path)
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            content = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RulePackError(
            f"the list {name!r} cannot be read ({reason})", "check its name and its encoding (UTF-8)", path=rule_path
        ) from error
    rows = _csv(content, path) if name.endswith(".csv") else _lines(content)
    if not rows:
        raise RulePackError("the list holds no term", "write one term a line", path=path)
    return rows


def _lines(content: str) -> list[dict[str, Any]]:
    return [
        {"term": line.strip(), "number": number}
        for number, line in enumerate(content.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]


def _csv(content: str, path: str) -> list[dict[str, Any]]:
    import csv
    import io

    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows: list[dict[str, Any]] = []
    try:
        heads = [one.strip().lower() for one in next(reader, [])]
        for head in heads:
            if head not in COLUMNS:
                raise RulePackError(f"unknown column {head!r}", _nearest(head), path=path, line=1)
        if "term" not in heads and "pattern" not in heads:
            raise RulePackError(
                "no column is called term", f"begin with a line of {','.join(COLUMNS)}", path=path, line=1
            )
        before = reader.line_num
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not any(one.strip() for one in cells) or cells[0].lstrip().startswith("#"):
                continue
            if len(cells) > len(heads):
                raise RulePackError("more cells than columns", 'put "quotes" about a comma', path=path, line=number)
            row: dict[str, Any] = {
                head: cell.strip() for head, cell in zip(heads, cells, strict=False) if cell.strip() and head != "note"
            }
            if "except" in row:
                row["except"] = [one.strip() for one in row["except"].split("|") if one.strip()]
            rows.append({**row, "number": number})
            wrong = _wrong(row)
            if wrong is not None:
                raise RulePackError(*wrong, path=path, line=number)
    except csv.Error as error:
        raise RulePackError(f"not CSV: {error}", "mend the line", path=path, line=reader.line_num) from error
    return rows


def _wrong(row: dict[str, Any]) -> tuple[str, str] | None:
    if ("term" in row) == ("pattern" in row):
        return "neither a term nor a pattern, or both", "give one of the two"
    if row.get("level", "U") not in LEVELS:
        return f"{row['level']!r} is no level", f"write one of {', '.join(LEVELS)}"
    return None


def _nearest(head: str) -> str:
    import difflib

    near = difflib.get_close_matches(head, COLUMNS, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(COLUMNS)}"
