"""Audit tables for programs: JSON (`schemas/audit.schema.json`), and CSV for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from redactlint.auditing.tables import Cell, Column, Table
from redactlint.reports.csv_report import cell
from redactlint.reports.report import RunFacts, Totals

__all__ = ["SCHEMA_VERSION", "as_csv", "as_json"]

SCHEMA_VERSION = "1.0"


def as_json(tables: Iterable[Table], run: RunFacts, totals: Totals, asked: Mapping[str, Any]) -> str:
    """The tables as one JSON object, ASCII; rates are numbers from 0 to 1, what is not there is null."""
    tool = {
        "name": "redactlint",
        "version": run.version,
        "rules": run.rules_digest,
        "profile": run.profile,
        "strict": run.strict,
        "fail_on": run.fail_on,
    }
    reports = [
        {
            "name": table.name,
            "title": table.title,
            "columns": [{"key": one.key, "heading": one.heading, "kind": one.kind} for one in table.columns],
            "rows": [_row(row, table.columns) for row in table.rows],
            "notes": list(table.notes),
        }
        for table in tables
    ]
    summary = {
        "documents": totals.documents,
        "findings": dict(totals.severities),
        "suppressed": totals.suppressed,
        "verdicts": dict(totals.verdicts),
        "exit_code": totals.exit_code,
    }
    page = {
        "report_marking": totals.marking,
        "schema_version": SCHEMA_VERSION,
        "tool": tool,
        "as_of": run.as_of.isoformat(),
        "asked": dict(asked),
        "reports": reports,
        "summary": summary,
        "end_marking": totals.marking,
    }
    return json.dumps(page, indent=1) + "\n"


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> dict[str, Cell]:
    return {
        column.key: round(value, 6) if isinstance(value, float) else value
        for column, value in zip(columns, row, strict=True)
    }


def as_csv(tables: Iterable[Table], marking: str) -> str:
    """The tables as CSV: the marking, then each table under its heads, the marking again; a blank record between them.

    Where there are several, a record with the name of each stands above it.
    """
    tables = list(tables)
    records = [[marking]]
    for table in tables:
        if len(tables) > 1:
            records += [[], [table.name]]
        records.append([one.key for one in table.columns])
        records += [[_figure(value) for value in row] for row in table.rows]
    if len(tables) > 1:
        records.append([])
    records.append([marking])
    return "".join(",".join(f'"{cell(one)}"' for one in record) + "\n" for record in records)


def _figure(value: Cell) -> str:
    if value is None:
        return ""
    return f"{value:.6f}" if isinstance(value, float) else str(value)
