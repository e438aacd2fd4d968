"""Table: what an audit report says, as values, before any format."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Cell", "Column", "Table"]

# None: nothing is there.  A rate is a float from 0 to 1.
Cell = str | int | float | None


class Column(NamedTuple):
    """A column: its key (of JSON and CSV), its heading for people, and its kind.

    "figure" (a whole number) and "rate" (a share) align right and are never shortened, nor is "word" (a date, a code, a
    level).  "text" may be wrapped, "path" is shortened at its beginning.  `blank` is what people read where nothing is.
    """

    key: str
    heading: str
    kind: str = "word"
    blank: str = ""


class Table(NamedTuple):
    """A report: its name, a title, columns, rows, and notes that say how to read it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
