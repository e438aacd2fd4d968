"""Rules without Python: patterns in zones, labelled lines, vocabularies, relations of two fields."""

from __future__ import annotations

import datetime
from typing import Any

import attrs
import pytest
from hand_built import build, setting, words
from hypothesis import given
from hypothesis import strategies as st

from redactlint.checks import general, relations
from redactlint.checks.zones import ZONES, spans_of
from redactlint.documents.model import Document, Instruction, Line
from redactlint.errors import RulePackError, UndecidedError
from redactlint.findings import Hit
from redactlint.law.dates import add_years
from redactlint.rulebook.patterns import UserPattern, fold, required_literal, size_of
from redactlint.rulepack import Rule
from redactlint.text import Span

PAGE = """\
CONFIDENTIAL
SIPDIS
SUBJECT: The bridge
1. (C) The new bridge is open.
2. (U) The old Bridge is closed."""


def hits(check: Any, document: Document, **parameters: Any) -> list[Hit]:
    rule = Rule("ACME001", "n", "", "", "", "", (), (), parameters, origin="our-rules")
    return list(check(document, rule, setting()))


def found(check: Any, document: Document, **parameters: Any) -> list[str]:
    return [words(document, hit) for hit in hits(check, document, **parameters)]


# -- patterns in zones


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"pattern": "bridge"}, ["bridge", "bridge"]),
        ({"pattern": "bridge", "ignore_case": True}, ["bridge", "bridge", "Bridge"]),
        ({"pattern": "bridge", "zone": "paragraph"}, ["bridge"]),
        ({"pattern": "bridge", "zone": "subject"}, ["bridge"]),
        ({"pattern": ["open", "closed"]}, ["open", "closed"]),
        ({"pattern": "bridge", "unless": "old", "zone": "paragraph", "ignore_case": True}, ["bridge"]),
        ({"pattern": "[Bb]ridge", "at_most": 2}, ["bridge", "bridge"]),
        ({"pattern": "^SIPDIS$"}, ["SIPDIS"]),
        ({"pattern": "^The"}, []),
        ({"pattern": "^The", "zone": "paragraph"}, ["The", "The"]),
        ({"pattern": "bridge", "zone": "classified-by"}, []),
        ({"pattern": "bridge", "from_level": "S"}, []),
        ({"pattern": "SIPDIS", "from_level": "C"}, ["SIPDIS"]),
        ({"pattern": "closed\\.$", "zone": "last-line"}, ["closed."]),
    ],
)
def test_a_forbidden_pattern_is_found_in_its_zone(parameters: dict[str, Any], expected: list[str]) -> None:
    assert found(general.pattern_forbidden, build(PAGE), **parameters) == expected


def test_a_finding_in_a_paragraph_names_it() -> None:
    (hit,) = hits(general.pattern_forbidden, build(PAGE), pattern="closed")
    assert (hit.paragraph, hit.arguments["where"]) == ("2", "paragraph 2")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"pattern": "bridge"}, []),
        ({"pattern": "tunnel"}, ["CONFIDENTIAL"]),
        ({"pattern": ["tunnel", "bridge"]}, []),
        ({"pattern": "open", "zone": "paragraph"}, []),
        ({"pattern": "open", "zone": "paragraph", "each": True}, ["2"]),
        ({"pattern": "tunnel", "zone": "subject"}, ["The bridge"]),
        ({"pattern": "tunnel", "zone": "derived-from"}, []),
    ],
)
def test_a_required_pattern_is_missed_in_its_zone(parameters: dict[str, Any], expected: list[str]) -> None:
    assert found(general.pattern_required, build(PAGE), **parameters) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_lies_within_every_text(zone: str) -> None:
    for page in (PAGE, "", "\n\n", "1. (C) x", "nothing at all"):
        document = build(page)
        for span in spans_of(document, zone):
            assert 0 <= span.start <= span.end <= len(document.text.content)


def test_a_document_keeps_to_its_own_part_of_the_file() -> None:
    document = build(PAGE)
    first = attrs.evolve(document, extent=Span(0, PAGE.index("2.")))
    assert found(general.pattern_forbidden, first, pattern="[Bb]ridge") == ["bridge", "bridge"]


# -- lines and vocabularies


def test_a_line_is_required_however_the_reader_knows_it() -> None:
    document = build(PAGE + "\n  retention : 7 years")
    assert found(general.line_required, document, line="RETENTION") == []
    assert found(general.line_required, build("RETENTION: 7\n" + PAGE), line="RETENTION") == []
    assert found(general.line_required, build(PAGE), line="RETENTION") == ["CONFIDENTIAL"]
    assert found(general.line_required, build(PAGE), line=["RETENTION", "SUBJECT"]) == []
    assert found(general.line_required, build(PAGE + "\nthe RETENTION: 7"), line="RETENTION") == ["CONFIDENTIAL"]
    tags = Line("TAGS", Span(0, 12), Span(6, 12), "x")
    assert found(general.line_required, attrs.evolve(build(PAGE), lines=(tags,)), line="TAGS") == []


def test_a_line_is_forbidden_where_it_stands() -> None:
    assert found(general.line_forbidden, build(PAGE + "\nSource : me"), line="SOURCE") == ["Source :"]
    assert found(general.line_forbidden, build(PAGE), line="SOURCE") == []


def test_a_vocabulary_is_closed_by_what_is_allowed_or_forbidden() -> None:
    document = build("SECRET//NOFORN\nSIPDIS\nEXDIS\n1. (S//NF) x\n2. (U) y")
    assert found(general.vocabulary, document, of="captions", allowed=["SIPDIS"]) == ["EXDIS"]
    assert found(general.vocabulary, document, of="captions", forbidden=["SIPDIS"]) == ["SIPDIS"]
    assert found(general.vocabulary, document, of="controls", allowed=[]) == ["SECRET//NOFORN"]
    assert found(general.vocabulary, document, of="controls", allowed=["NOFORN"]) == []
    assert found(general.vocabulary, document, of="marks", allowed=["S//NF"]) == ["(U)"]


def test_tags_are_read_without_the_names_in_brackets() -> None:
    content = "TAGS: PREL, OVIP (DOE, JANE), ZZ"
    line = Line("TAGS", Span(0, len(content)), Span(6, len(content)), content[6:])
    document = attrs.evolve(build(content), lines=(line,))
    (hit,) = hits(general.vocabulary, document, of="tags", allowed=["PREL", "OVIP", "ZA"])
    assert (words(document, hit), hit.arguments["word"], hit.arguments["nearest"]) == ("ZZ", "ZZ", "")


# -- relations

DAY = datetime.date(2015, 6, 17)


def dated(day: datetime.date) -> Document:
    return build(PAGE, instructions=(Instruction("date", Span(0, 5), "x", day, date_span=Span(0, 5)),))


@given(
    st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)),
    st.integers(0, 60),
)
def test_a_relation_to_the_document_date_fails_on_the_days_on_which_it_does_not_hold(
    day: datetime.date, written: datetime.date, years: int
) -> None:
    for relation, holds in (
        ("after", day > written),
        ("before", day < written),
        ("equal", day == written),
        ("different", day != written),
        ("within-years", day <= add_years(written, years)),
    ):
        (hit,) = hits(
            relations.related, dated(day), field="declassify-on", relation=relation, years=years, to="document-date"
        )
        assert hit.dates is not None
        assert (written in hit.dates) is not holds, relation


@pytest.mark.parametrize(
    ("page", "field", "relation", "to", "expected"),
    [
        ("CONFIDENTIAL\n1. (U) x\n2. (S) y", "banner-level", "at-least", "highest-portion", ["CONFIDENTIAL"]),
        ("SECRET\n1. (U) x\n2. (S) y", "banner-level", "at-least", "highest-portion", []),
        ("SECRET\n1. (U) x\n2. (S) y", "first-portion", "equal", "highest-portion", ["(U)"]),
        ("SECRET\n1. (U) x\nSECRET", "first-line", "equal", "last-line", []),
        ("SECRET\n1. (U) x\nEND", "first-line", "equal", "last-line", ["SECRET"]),
        ("1. (U) x", "banner-level", "at-least", "highest-portion", []),
    ],
)
def test_two_fields_stand_in_a_relation(page: str, field: str, relation: str, to: str, expected: list[str]) -> None:
    assert found(relations.related, build(page), field=field, relation=relation, to=to) == expected


# -- patterns of users

ATOMS = st.sampled_from(
    ["a", "b", "ab", ".", "[ab]", "[^c]", r"\.", r"\w", r"\b", "(a|b)", "(?:ab)", "(ba)?", "a?", "b*", "a+", "ab{2}",
     "a{0,2}", "^", "$", "x|", r"\x61", "(?i)", "[]a]", "a??"]
)  # fmt: skip


@given(st.lists(ATOMS, max_size=7).map("".join), st.text("ab.xA \n", max_size=12))
def test_no_pattern_matches_without_its_literal(source: str, content: str) -> None:
    import regex

    pattern = UserPattern(source)
    try:
        pattern.compile()
    except RulePackError:
        return
    literal = required_literal(source)
    if regex.search(source, content, regex.MULTILINE):
        assert literal in content
        assert fold(literal) in fold(content)


def test_a_literal_is_found_where_there_is_one() -> None:
    assert required_literal(r"\bORANGE LANTERN\b") == "ORANGE LANTERN"
    assert required_literal(r"(a|b) of page\.(x)") == " of page."
    assert required_literal("a|b") == required_literal(r"a\x41bc") == required_literal("(?i)abc") == ""


@given(st.text())
def test_folding_keeps_every_place(content: str) -> None:
    assert len(fold(content)) == len(content)
    assert fold(fold(content)) == fold(content)


def test_a_pattern_that_would_fill_the_memory_is_refused() -> None:
    assert size_of("((a{100}){100}){100}") == 1_000_000
    with pytest.raises(RulePackError, match="counted repeats"):
        UserPattern("((a{100}){100}){100}").compile()
    with pytest.raises(RulePackError, match="longer than"):
        UserPattern("a" * 5000).compile()
    with pytest.raises(RulePackError, match="nested too deeply"):
        UserPattern("(" * 1500 + "a" + ")" * 1500).compile()


def test_a_pattern_out_of_time_is_said_and_in_the_end_tried_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redactlint.rulebook.patterns.PATIENCE", 0.02)
    pattern, content = UserPattern(r"(a+)+$"), "a" * 4000 + "b"
    for words_said in ("took longer", "took longer", "took longer", "tried no more"):
        with pytest.raises(UndecidedError, match=words_said):
            list(pattern.spans(content, [Span(0, len(content))]))
