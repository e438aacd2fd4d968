"""Audit pages fit the terminal without losing a figure, in every style; no program obeys what stands in them."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap

import pytest
import tabulate
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.auditing.tables import Cell, Column, Table
from redactlint.errors import UsageError
from redactlint.reports.audit_data import as_csv
from redactlint.reports.audit_tables import as_page, known_style, styles

COLUMNS = (
    Column("path", "path", "path"),
    Column("date", "date", "text"),
    Column("ground", "statute or section", "text"),
    Column("level", "level", "word", "none"),
    Column("documents", "documents", "figure"),
    Column("with_findings", "with findings", "figure"),
    Column("share", "share", "rate"),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    (
        "a/very/long/path/to/07LUSAKA000512.txt",
        "2003-03-25 to 2010-06-26",
        "5 U.S.C. 552(b)(6)",
        "C",
        123456789,
        7,
        0.125,
    ),
    ("b.txt", None, "E.O. 13526 sec. 1.4(d); 44 U.S.C. 2204(a)(1)", None, 10, 1234, 1.0),
    ("c.txt", "2005", None, "TS", 0, 0, None),
)
TABLE = Table("name", "A title", COLUMNS, ROWS, ("a note that is longer than a narrow terminal is wide, and wraps",))
MARKING = "This report is UNCLASSIFIED."
FIGURES = ("123456789", "1234", "12.5", "100.0")


def test_every_style_of_tabulate_is_known_but_those_of_html() -> None:
    assert set(styles()) == set(tabulate.tabulate_formats) - {"html", "unsafehtml"}
    with pytest.raises(UsageError, match="did you mean rounded_grid"):
        known_style("rounded-grid")
    with pytest.raises(UsageError):
        known_style("html")


@pytest.mark.parametrize("style", styles())
def test_every_figure_stands_in_every_style(style: str) -> None:
    page = as_page([TABLE], MARKING, style, 10_000)
    assert page.startswith(MARKING)
    assert page.rstrip().endswith(MARKING)
    for figure in FIGURES:
        assert figure in page


@pytest.mark.parametrize("style", ["simple", "grid", "rounded_outline", "psql", "plain", "pretty", "presto", "rst"])
@pytest.mark.parametrize("width", [30, 40, 60, 72, 80, 100, 132, 200])
def test_a_page_is_no_wider_than_the_terminal_and_keeps_every_figure(style: str, width: int) -> None:
    page = as_page([TABLE], textwrap.fill(MARKING, width), style, width)
    assert max(map(len, page.splitlines())) <= width
    for figure in FIGURES:
        assert figure in page
    assert "512.txt" in page.replace("\n", "").replace(" ", "") or width > 40


def test_figures_are_right_aligned_one_below_the_other() -> None:
    lines = as_page([TABLE], MARKING, "plain", 10_000).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("path"))
    heading, *rows = lines[start : start + 4]
    for column in ("documents", "with findings"):
        end = heading.index(column) + len(column)
        assert all(row[end - 1].isdigit() and row[end : end + 1].strip() == "" for row in rows)
    assert [len(row.rstrip()) for row in rows[:2]] == [len(rows[0].rstrip())] * 2, "per cents too"


def test_in_very_little_room_each_row_is_a_block() -> None:
    page = as_page([TABLE], MARKING, "grid", 40)
    assert re.search(r"^documents +123456789$", page, re.MULTILINE)
    assert re.search(r"^level +none$", page, re.MULTILINE)


def test_a_table_without_rows_says_so() -> None:
    assert "(nothing)" in as_page([TABLE._replace(rows=())], MARKING, "simple", 80)


_FIGURE = st.integers(0, 10**12)
_WORDS = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_WORDS, _WORDS, _FIGURE, _FIGURE), min_size=1, max_size=6), st.integers(24, 140))
def test_whatever_the_words_no_figure_is_lost(rows: list[tuple[str, str, int, int]], width: int) -> None:
    columns = (
        Column("a", "a", "path"),
        Column("b", "b", "text"),
        Column("c", "c", "figure"),
        Column("d", "d", "figure"),
    )
    page = as_page([Table("t", "T", columns, tuple(rows))], "U", "simple", width)
    for *_, first, second in rows:
        assert re.search(rf"(?<!\d){first}(?!\d)", page)
        assert re.search(rf"(?<!\d){second}(?!\d)", page)
    assert not any(ord(one) < 32 and one != "\n" for one in page)


NASTY = (
    "=HYPERLINK(1)", "+1", "@SUM(A1)", "a|b", "<script>", "&amp;", "\x1b[31mred", "[[x]]", "{{delete}}", "\\input{x}",
    "$x$", "||", "`x`", "*b*", "http://x.example", "a\tb", "_x_",
)  # fmt: skip


def _nasty() -> Table:
    columns = (Column("path", "path", "path"), Column("n", "n", "figure"))
    return Table("t", "T", columns, tuple((one, number) for number, one in enumerate(NASTY)))


def test_no_words_break_out_of_a_markdown_table() -> None:
    page = as_page([_nasty()], MARKING, "pipe", 10_000, markdown=True)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert len(rows) == len(NASTY) + 2
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 3
        assert not re.search(r"<|(?<!\\)[`*_\[\]{}$]", row.replace("<br>", ""))


@pytest.mark.parametrize("style", ["mediawiki", "textile", "asciidoc", "moinmoin"])
def test_no_words_are_wiki_markup(style: str) -> None:
    lines = as_page([_nasty()], MARKING, style, 10_000).splitlines()
    cells = "\n".join(line for line in lines if any(one in line for one in ("script", "delete", "HYPERLINK", "SUM")))
    assert not re.search(r"<script|\{\{|=HYPER|@SUM|\[\[", cells)


@pytest.mark.parametrize("style", ["jira", "youtrack", "orgtbl", "latex", "latex_raw", "rst", "tsv"])
def test_every_row_stays_one_row(style: str) -> None:
    page = as_page([_nasty()], MARKING, style, 10_000)
    assert "\x1b" not in page
    assert sum(bool(re.search(rf"(?<!\d){len(NASTY) - 1}(?!\d)", line)) for line in page.splitlines()) == 1
    if style.startswith("latex"):
        assert "\\input" not in page
    if style == "tsv":
        assert not re.search(r"^\s*[=+@-]", "\n".join(page.splitlines()[4:-2]), re.MULTILINE)


def test_csv_is_read_back_as_it_was_and_no_cell_is_a_formula() -> None:
    records = list(csv.reader(io.StringIO(as_csv([_nasty()], "SECRET//NOFORN"))))
    assert records[0] == records[-1] == ["SECRET//NOFORN"]
    assert records[1] == ["path", "n"]
    assert [int(record[1]) for record in records[2:-1]] == list(range(len(NASTY)))
    assert not any(cell.startswith(("=", "+", "-", "@")) for record in records for cell in record)


def test_several_csv_tables_are_named_and_kept_apart() -> None:
    records = list(csv.reader(io.StringIO(as_csv([TABLE, _nasty()], "U"))))
    assert [record for record in records if len(record) == 1] == [["U"], ["name"], ["t"], ["U"]]
    assert records.count([]) == 3


def test_rates_keep_their_places_in_csv() -> None:
    (row,) = [line for line in as_csv([TABLE], "U").splitlines() if "LUSAKA" in line]
    assert row.endswith('"123456789","7","0.125000"')
    assert json.loads(row.rsplit(",", 1)[1]) == "0.125000"
