"""A finding is passed over only with a reason, for its portion or the document; idle suppressions are reported."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hand_built import pack
from hypothesis import given
from hypothesis import strategies as st

from redactlint.documents.model import Portion
from redactlint.engine import Engine, Options
from redactlint.known.suppressions import IgnoreRow, Scopes, blank, find_directives
from redactlint.text import Span, Text

TODAY = datetime.date(2026, 1, 1)

TELEGRAM = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS
{header}
E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (S) The minister left for the north.
{first}
2. (S) He came home.
{second}
EXAMPLE
"""


def judge(header: str = "", first: str = "", second: str = "", **options: Any) -> list[tuple[str, bool]]:
    """What is found in the telegram with those lines in it: each code, and whether it was suppressed."""
    text = Text.of(TELEGRAM.format(header=header, first=first, second=second), "07LUSAKA000512.txt")
    outcome = Engine(pack(), Options(**{"as_of": TODAY, **options})).check(text)
    return [(one.rule, one.suppressed is not None) for one in outcome.findings if one.severity != "info"]


def resolve(name: str) -> frozenset[str]:
    return pack().codes((name,))


def test_without_a_suppression_the_banner_is_too_low() -> None:
    assert judge() == [("BNR002", False)]


def test_above_the_first_portion_it_holds_for_the_document() -> None:
    assert judge(header="redactlint: ignore[BNR002] reason=told the post") == [("BNR002", True)]


@pytest.mark.parametrize(
    "line",
    [
        "# redactlint: ignore[BNR002] reason=told the post",
        "<!-- redactlint: ignore[banner-below-portions] reason=told the post -->",
        "SIPDIS <!-- redactlint: ignore[BNR] reason=told the post until=2026-01-01 -->",
        '/* redactlint: ignore[BNR002] until=2030-01-01 reason="told the post" */',
    ],
)
def test_it_may_stand_in_a_comment_and_name_codes_names_or_families(line: str) -> None:
    found = judge(header=line)
    assert ("BNR002", True) in found
    assert not [code for code, _ in found if code == "DOC006"]


def test_in_a_portion_it_holds_for_that_portion_alone() -> None:
    line = "redactlint: ignore[BNR002] reason=told the post"
    assert judge(first=line) == [("BNR002", True)], "the finding is at the first (S)"
    assert judge(second=f"\n{line}") == [("BNR002", False), ("DOC005", False)]


def test_an_expired_one_suppresses_nothing_and_is_reported() -> None:
    line = "redactlint: ignore[BNR002] reason=told the post until=2025-12-31"
    assert sorted(judge(header=line)) == [("BNR002", False), ("DOC005", False)]
    assert judge(header=line, as_of=datetime.date(2025, 12, 31)) == [("BNR002", True)]


@pytest.mark.parametrize(
    "line",
    [
        "redactlint: ignore[BNR002]",
        "redactlint: ignore[BNR002] reason=",
        "redactlint: ignore reason=told the post",
        "redactlint: ignore[] reason=told the post",
        "redactlint: ignore[BNR999] reason=told the post",
        "redactlint: ignore[BNR002] reason=told the post until=31/12/2030",
        "As agreed redactlint: ignore[BNR002] reason=told the post",
    ],
)
def test_one_without_reason_or_rule_or_form_is_an_error_and_suppresses_nothing(line: str) -> None:
    assert sorted(judge(header=line)) == [("BNR002", False), ("DOC006", False)]


def test_an_unused_one_is_left_alone_where_its_rule_was_not_asked_for() -> None:
    line = "redactlint: ignore[BNR005] reason=told the post"
    assert ("DOC005", False) in judge(header=line)
    assert judge(header=line, select=("DOC", "BNR002")) == [("BNR002", False)]


def test_profile_archive_takes_no_suppression_from_a_document() -> None:
    line = "redactlint: ignore[BNR002] reason=told the post"
    assert ("BNR002", False) in judge(header=line, profile="archive")
    assert "DOC006" not in [code for code, _ in judge(header="redactlint: ignore[BNR002]", profile="archive")]


def test_a_row_of_the_configuration_holds_for_paths_and_rules() -> None:
    def row(path: str, *, until: datetime.date | None = None) -> tuple[IgnoreRow, ...]:
        return (IgnoreRow((path,), frozenset({"BNR002"}), "old stock", until),)

    assert judge(ignore_rows=row("*.txt")) == [("BNR002", True)]
    assert judge(ignore_rows=row("07*")) == [("BNR002", True)]
    assert judge(ignore_rows=row("elsewhere/")) == [("BNR002", False)]
    assert judge(ignore_rows=row("*.txt", until=datetime.date(2020, 1, 1))) == [("BNR002", False)]


def test_a_row_that_matched_to_no_purpose_is_reported_at_its_line() -> None:
    row = IgnoreRow(("*.txt",), frozenset({"BNR005"}), "old stock", line=7)
    engine = Engine(pack(), Options(as_of=TODAY, ignore_rows=(row,)))
    rows = dict(engine.check(Text.of(TELEGRAM.format(header="", first="", second=""), "07LUSAKA000512.txt")).rows)
    assert rows == {0: False}
    (finding,) = engine.rows_unused(rows, "redactlint.toml")
    assert (finding.rule, finding.place.path, finding.place.line) == ("DOC005", "redactlint.toml", 7)
    assert engine.rows_unused({0: True}, "redactlint.toml") == []
    assert engine.rows_unused({}, "redactlint.toml") == []


def test_one_directly_above_a_paragraph_belongs_to_it() -> None:
    content = "1. (C) One.\n\nredactlint: ignore[BNR003] reason=x\n2. (C) Two.\n"
    second = content.index("2.")
    portions = [Portion("paragraph", Span(0, second), 7), Portion("paragraph", Span(second, len(content)), second + 7)]
    (directive,) = find_directives(content, resolve)
    assert Scopes(portions, blank(content, [directive])).of(directive) == portions[1].span
    loose = content.replace("x\n2", "x\n\n2")
    (directive,) = find_directives(loose, resolve)
    portions = [
        Portion("paragraph", Span(0, second + 1), 7),
        Portion("paragraph", Span(second + 1, len(loose)), second),
    ]
    assert Scopes(portions, blank(loose, [directive])).of(directive) == portions[0].span


@given(
    st.lists(
        st.sampled_from(
            ["redactlint: ignore", "[BNR002]", "[", " reason=", "x", "\n", "<!--", "-->", " until=", "1. (C) "]
        )
    ).map("".join)
)
def test_reading_is_total_and_blanking_keeps_every_place(content: str) -> None:
    directives = find_directives(content, resolve)
    blanked = blank(content, directives)
    assert len(blanked) == len(content)
    assert blanked.count("\n") == content.count("\n")
    assert all(directive.span.end <= len(content) for directive in directives)
