"""Sheet rows: the cells of one sheet as they come, each with what it shows and what hides it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.allowance import Allowance
from redactlint.readers.office.cell_formats import displayed
from redactlint.readers.office.cell_looks import CellLook, CellStyles
from redactlint.readers.office.colours import RGB, WHITE
from redactlint.readers.office.markup import decimal, number

__all__ = ["Area", "Cell", "Piece", "SharedTexts", "area_of", "cells_of", "column_name", "place_of"]

# A row lower than this in points, a column narrower than this in letters, shows nothing.
_LOWEST = 1.0
_NARROWEST = 0.3
_INFINITE = float("inf")


class Piece(NamedTuple):
    """A run of a cell's words with its own ink and size, None where it has none of its own."""

    words: str
    ink: RGB | None = None
    size: float | None = None


class Cell(NamedTuple):
    """A cell that holds something: where it stands (both from 1), what it shows, what it holds and hides, and how."""

    row: int
    column: int
    shown: str
    hidden: str
    technique: str
    is_filled: bool = False

    @property
    def name(self) -> str:
        """Its name in the sheet, as "B4"."""
        return f"{column_name(self.column)}{self.row}"


class Area(NamedTuple):
    """A rectangle of cells, all bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@cache
def column_name(column: int) -> str:
    """The letters of a column, counted from 1."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def _reference() -> re.Pattern[str]:
    return re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def place_of(reference: str) -> tuple[int, int] | None:
    """The row and column of "B4", both from 1."""
    match = _reference().fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def area_of(reference: str) -> Area | None:
    """The cells of "B4:C9"."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return None if start is None or end is None else Area(*start, *end)


class SharedTexts:
    """The texts that the cells of a workbook share, by number; those with runs of their own look in pieces."""

    def __init__(self, items: Iterator[Element], styles: CellStyles, allowance: Allowance) -> None:
        self._items: list[tuple[Piece, ...]] = []
        size = 0
        for one in items:
            if one.tag == "s:si":
                pieces = self.read(one, styles)
                size += sum(len(piece.words) for piece in pieces)
                allowance.check_size(size)
                self._items.append(pieces)

    @staticmethod
    def read(item: Element, styles: CellStyles) -> tuple[Piece, ...]:
        """The pieces of one text."""
        runs = item.findall("s:r")
        if not runs:
            return (Piece(item.findtext("s:t") or ""),)
        return tuple(Piece(run.findtext("s:t") or "", *styles.run(run.find("s:rPr"))) for run in runs)

    def get(self, index: int) -> tuple[Piece, ...]:
        """The text of that number."""
        return self._items[index] if 0 <= index < len(self._items) else ()


def hidden_columns(columns: Element | None) -> list[tuple[int, int]]:
    """The ranges of columns that are hidden or have no width."""
    found = []
    for one in columns if columns is not None else ():
        is_narrow = decimal(one.get("width"), _NARROWEST) < _NARROWEST
        if one.get("hidden") in ("1", "true") or is_narrow:
            found.append((number(one.get("min"), 1), number(one.get("max"), 1)))
    return found


def is_hidden_row(row: Element) -> bool:
    """Whether a row is hidden, by hand, by an outline or by a filter, or has no height."""
    return row.get("hidden") in ("1", "true") or decimal(row.get("ht"), _LOWEST) < _LOWEST


def cells_of(
    row: Element, count: int, columns: Sequence[tuple[int, int]], styles: CellStyles, shared: SharedTexts
) -> Iterator[Cell]:
    """The cells of a row that hold something; `count` is its number if it does not say, `columns` are hidden."""
    at = number(row.get("r"), count)
    row_hidden = is_hidden_row(row)
    column = 0
    for one in row:
        if one.tag != "s:c":
            continue
        place = place_of(one.get("r", ""))
        column = place[1] if place is not None else column + 1
        pieces, plain = _value(one, styles, shared)
        if not pieces and plain is None:
            continue
        look = styles.look(number(one.get("s")))
        if row_hidden or any(first <= column <= last for first, last in columns):
            words = "".join(piece.words for piece in pieces) if plain is None else displayed(plain, "General")
            if words.strip():
                yield Cell(at, column, "", words, "hidden-row" if row_hidden else "hidden-column", look.is_filled)
            continue
        yield from _seen(at, column, pieces, plain, look, styles)


def _value(cell: Element, styles: CellStyles, shared: SharedTexts) -> tuple[tuple[Piece, ...], float | None]:
    """The words of a cell, or its number."""
    kind, words = cell.get("t", "n"), cell.findtext("s:v")
    if kind == "inlineStr":
        item = cell.find("s:is")
        return (shared.read(item, styles) if item is not None else ()), None
    if words is None:
        return (), None
    if kind == "s":
        return shared.get(number(words, -1)), None
    if kind == "b":
        return (Piece("TRUE" if words == "1" else "FALSE"),), None
    if kind in ("str", "e", "d"):
        return (Piece(words),), None
    try:
        found = float(words)
    except ValueError:
        return (Piece(words),), None
    return ((), found) if abs(found) < _INFINITE else ((Piece(words),), None)


def _seen(
    row: int, column: int, pieces: tuple[Piece, ...], plain: float | None, look: CellLook, styles: CellStyles
) -> Iterator[Cell]:
    """A cell whose row and column show: what of it the eye sees, and apart from that what it does not."""
    if plain is not None:
        shown = displayed(plain, look.form, is_1904=styles.dated_1904)
        if not shown and plain:
            yield Cell(row, column, "", displayed(plain, "General"), "number-format", look.is_filled)
        elif shown:
            technique = look.hides(WHITE if look.form.lower().startswith("[white]") else None)
            yield Cell(
                row, column, "" if technique else shown, shown if technique else "", technique or "", look.is_filled
            )
        return
    words = "".join(piece.words for piece in pieces)
    if not words.strip():
        return
    if not displayed(words, look.form):
        yield Cell(row, column, "", words, "number-format", look.is_filled)
        return
    seen_pieces: list[str] = []
    hidden_pieces: list[str] = []
    how = ""
    for piece in pieces:
        technique = look.hides(piece.ink, piece.size)
        (hidden_pieces if technique and piece.words.strip() else seen_pieces).append(piece.words)
        how = technique if technique and piece.words.strip() else how
    yield Cell(row, column, "".join(seen_pieces).strip(), "".join(hidden_pieces).strip(), how, look.is_filled)
