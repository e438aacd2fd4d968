"""Audit tables for people: through tabulate in any of its styles, as wide as there is room, and never a figure cut."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable

from redactlint.auditing.tables import Cell, Column, Table
from redactlint.errors import UsageError
from redactlint.reports.safe import safe

__all__ = ["as_page", "known_style", "shown", "styles"]

# HTML is another report's, which escapes what it quotes.
_LEFT_OUT = ("html", "unsafehtml")
# Styles read by a program and not by the eye: their lines may be as long as they like.
_MARKUP = (
    "asciidoc", "github", "jira", "latex", "latex_booktabs", "latex_longtable", "latex_raw", "mediawiki", "moinmoin",
    "orgtbl", "pipe", "textile", "tsv", "youtrack",
)  # fmt: skip
# How narrow words may be wrapped, unless one of them is longer, and paths cut.
_NARROWEST = {"path": 12, "text": 6}
_LONGEST_WORD = 20


def styles() -> list[str]:
    """The table styles that can be asked for."""
    from tabulate import tabulate_formats

    return [one for one in tabulate_formats if one not in _LEFT_OUT]


def known_style(name: str) -> str:
    """The style of that name; raises UsageError with the nearest."""
    known = styles()
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, 1, 0.4)
        raise UsageError(
            f"no table style is called {name!r}", f"did you mean {near[0]}?" if near else f"choose {', '.join(known)}"
        )
    return name


def as_page(tables: Iterable[Table], marking: str, style: str, width: int, *, markdown: bool = False) -> str:
    """The tables one below the other, between two lines that say how the page is marked."""
    blocks = [marking]
    for table in tables:
        title = f"## {_escaped(table.title, 'pipe')}" if markdown else safe(table.title)
        blocks.append(
            f"{title}\n\n{_body(table, style, width)}" if markdown else f"{title}\n{_body(table, style, width)}"
        )
        notes = [_escaped(one, "pipe") if markdown else safe(one) for one in table.notes]
        if width < _ENDLESS and not markdown:
            notes = [line for one in notes for line in textwrap.wrap(one, max(width, 20))]
        blocks.append(("\n\n" if markdown else "\n").join(notes)) if notes else None
    return "\n\n".join([*blocks, marking]) + "\n"


_ENDLESS = 10_000


def shown(cell: Cell, column: Column) -> str:
    """A cell in words: a rate in per cent with one decimal, nothing where nothing is."""
    if cell is None:
        return column.blank
    if column.kind == "rate":
        return f"{cell:.1%}".replace("%", " %") if isinstance(cell, (int, float)) else str(cell)
    return str(cell)


def _body(table: Table, style: str, width: int) -> str:
    if not table.rows:
        return "(nothing)"
    cells = [[_escaped(shown(*pair), style) for pair in zip(row, table.columns, strict=True)] for row in table.rows]
    if style in _MARKUP or width >= _ENDLESS:
        return _rendered(table.columns, cells, [None] * len(table.columns), style)
    fitting = _fitting(table.columns, cells, style, width)
    return _records(table.columns, cells, width) if fitting is None else fitting


def _rendered(columns: tuple[Column, ...], cells: list[list[str]], limits: list[int | None], style: str) -> str:
    import tabulate

    rows = [[_fitted(*one) for one in zip(row, columns, limits, strict=True)] for row in cells]
    heads = [_wrapped(one.heading, limit) for one, limit in zip(columns, limits, strict=True)]
    align = ["right" if one.kind in ("figure", "rate") else "left" for one in columns]
    padding, tabulate.MIN_PADDING = tabulate.MIN_PADDING, 0  # it widens every heading by two
    try:
        return tabulate.tabulate(rows, heads, tablefmt=style, disable_numparse=True, colalign=align)
    finally:
        tabulate.MIN_PADDING = padding


def _fitted(words: str, column: Column, limit: int | None) -> str:
    if limit is None or len(words) <= limit or column.kind not in _NARROWEST:
        return words
    if column.kind == "path":
        return "…" + words[1 - limit :]
    return _wrapped(words, limit)


def _wrapped(words: str, limit: int | None) -> str:
    if limit is None or len(words) <= limit:
        return words
    # A code or a number is not broken at its hyphen; a word that has to be broken anyway is, as the name of a rule.
    is_broken = any(len(one) > limit for one in words.split())
    return "\n".join(textwrap.wrap(words, max(limit, 1), break_on_hyphens=is_broken))


def _fitting(columns: tuple[Column, ...], cells: list[list[str]], style: str, width: int) -> str | None:
    """The table no wider than `width`: headings wrapped, words wrapped, paths shortened; None if that is not enough."""
    limits = [max(len(one.heading), *(len(row[place]) for row in cells)) for place, one in enumerate(columns)]
    floors = [_floor(one, [row[place] for row in cells]) for place, one in enumerate(columns)]
    # One row as wide as the limits is as wide as the table, and quicker to try.
    while (over := _widest(_rendered(columns, [["x" * one for one in limits]], list(limits), style)) - width) > 0:
        place = max(range(len(columns)), key=lambda each: limits[each] - floors[each])
        room = limits[place] - floors[place]
        if room <= 0:
            return None
        limits[place] -= max(1, min(room, over) // 2)
    return _rendered(columns, cells, list(limits), style)


def _floor(column: Column, cells: list[str]) -> int:
    """The least width of a column: figures whole, words at the longest of them, paths at what tells them apart."""
    longest = max(map(len, column.heading.split()))
    if column.kind == "path":
        return max(longest, min(max(map(len, cells)), _NARROWEST["path"]))
    if column.kind == "text":
        words = max((len(word) for one in cells for word in one.split()), default=0)
        return max(longest, min(words, _LONGEST_WORD), min(max(map(len, cells)), _NARROWEST["text"]))
    return max(longest, *map(len, cells))


def _widest(text: str) -> int:
    return max(map(len, text.splitlines()))


def _records(columns: tuple[Column, ...], cells: list[list[str]], width: int) -> str:
    """Each row as a block of lines, a heading and its value; what no table can show in so little room."""
    label = max(len(one.heading) for one in columns)
    room = max(width - label - 2, 8)
    blocks = []
    for row in cells:
        lines = []
        for column, words in zip(columns, row, strict=True):
            if not words:
                continue
            parts = [words]
            if column.kind == "path" and len(words) > room:
                parts = [words[at : at + room] for at in range(0, len(words), room)]
            elif column.kind == "text":
                parts = textwrap.wrap(words, room, break_on_hyphens=False) or [""]
            lines += [f"{column.heading if not at else '':<{label}}  {part}" for at, part in enumerate(parts)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _escaped(words: str, style: str) -> str:
    """Words that no terminal, mark-up or spreadsheet obeys."""
    words = safe(words)
    return _ESCAPES.get(style, _as_it_is)(words)


def _as_it_is(words: str) -> str:
    return words


def _for_markdown(words: str) -> str:
    from redactlint.reports.markdown import plain_words

    return plain_words(words)


def _for_spreadsheet(words: str) -> str:
    from redactlint.reports.csv_report import cell

    return cell(words).replace('""', '"')


def _with_backslashes(words: str) -> str:
    return "".join(f"\\{one}" if one in "\\|{}[]*_!^~+`" else one for one in words)


def _with_entities(words: str) -> str:
    return "".join(f"&#{ord(one)};" if one in "&<>|{}[]'*_=~#!^+`@" else one for one in words)


def _for_latex(words: str) -> str:
    named = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(named.get(one) or (f"\\{one}" if one in "&%$#_{}" else one) for one in words)


_ESCAPES: dict[str, Callable[[str], str]] = {
    "github": _for_markdown,
    "pipe": _for_markdown,
    "tsv": _for_spreadsheet,
    "jira": _with_backslashes,
    "youtrack": _with_backslashes,
    "rst": _with_backslashes,
    "mediawiki": _with_entities,
    "moinmoin": _with_entities,
    "textile": _with_entities,
    "asciidoc": _with_entities,
    "orgtbl": lambda words: words.replace("|", "\\vert{}"),
    "latex_raw": _for_latex,
}
