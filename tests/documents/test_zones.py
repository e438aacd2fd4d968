"""Zones: headers and footers mark pages; footnotes, tables, captions and text boxes are portions of the document."""

from __future__ import annotations

import datetime

import pytest

from redactlint import rulepack
from redactlint.documents.model import Document
from redactlint.engine import Engine, Options
from redactlint.layers import Layers, Zone
from redactlint.text import Span, Text

HEAD = """
Department of State
Washington, D.C. 20520

June 14, 2011

MEMORANDUM FOR: The Deputy Secretary

FROM: AF - John Q. Example

SUBJECT: (U) Ferry Service on the Lake

"""
BLOCK = "\nClassified By: John Q. Example, Director, AF\nReason: 1.4(b) and (d)\nDeclassify On: 20210614\n"
SECRET = "(S) The two governments have quietly agreed to share the ferry.\n\n"
OPEN = "(U) Service begins in July.\n"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(rulepack.load(()), Options(datetime.date(2012, 1, 1)))


def memo(*parts: str | tuple[str, str], page_end: str = "\f") -> Text:
    """A text of parts, those with a kind as zones of it; `page_end` stands for the end of a page."""
    words, zones = "", []
    for one in parts:
        kind, said = one if isinstance(one, tuple) else ("", one)
        if kind:
            zones.append(Zone(kind, Span(len(words), len(words) + len(said))))
        words += said if said.endswith(page_end) else f"{said}\n"
    text = Text.of(words, "memo.docx")
    text.layers = Layers(tuple(zones))
    return text


def fired(engine: Engine, text: Text) -> set[str]:
    return {one.rule for one in engine.check(text).findings if one.severity != "info"}


def marks(document: Document) -> list[tuple[str, str | None]]:
    return [(one.kind, one.mark.parsed.canonical if one.mark else None) for one in document.portions]


HEADER, FOOTER = ("header", "Office of Fisheries\tSECRET\tDraft 3"), ("footer", "Page 1 of 2\tSECRET")


def test_a_marking_in_a_header_counts_whatever_stands_beside_it(engine: Engine) -> None:
    text = memo(HEADER, HEAD + SECRET + OPEN + BLOCK, FOOTER)
    document = engine.parse(text)
    assert [(one.role, one.parsed.canonical) for one in document.banners] == [
        ("overall", "SECRET"),
        ("repeat", "SECRET"),
    ]
    assert document.text is text or document.text.source == text.source
    assert fired(engine, text) == set()


def test_without_zones_such_a_line_is_no_marking(engine: Engine) -> None:
    text = memo(HEADER[1], HEAD + SECRET + OPEN + BLOCK, FOOTER[1])
    assert engine.parse(text).banner is None


def test_the_footer_at_odds_with_the_header_is_found(engine: Engine) -> None:
    text = memo(HEADER, HEAD + SECRET + OPEN + BLOCK, ("footer", "Page 1\tCONFIDENTIAL"))
    assert fired(engine, text) == {"BNR005"}


def test_a_page_marked_above_the_whole_is_found_and_one_below_it_is_lawful(engine: Engine) -> None:
    def pages(second: str) -> Text:
        return memo(HEADER, HEAD + SECRET, FOOTER, "\f", ("header", second), OPEN + BLOCK, FOOTER)

    assert fired(engine, pages("Office of Fisheries\tTOP SECRET")) == {"BNR010"}
    assert fired(engine, pages("Office of Fisheries\tCONFIDENTIAL")) == set()


def test_a_paragraph_runs_on_over_the_foot_and_the_head_of_a_page(engine: Engine) -> None:
    first, second = "(S) The two governments have agreed to share", "the ferry between them, and they have told nobody."
    text = memo(
        ("header", "SECRET"), HEAD + first, ("footer", "Ferry memo, page 1"), ("footer", "SECRET"), "\f",
        ("header", "Fisheries, draft of June 2011"), ("header", "SECRET"), f"\n{second}\n\n{OPEN}{BLOCK}", ("footer", "SECRET"),
    )  # fmt: skip
    assert marks(engine.parse(text)) == [("subject", "U"), ("paragraph", "S"), ("paragraph", "U")]
    assert fired(engine, text) == set()


def test_a_stamp_in_a_footer_is_still_a_stamp(engine: Engine) -> None:
    stamp = "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05762235 Date: 06/30/2015"
    text = memo("SECRET", HEAD + SECRET, ("footer", stamp), "\f", OPEN + BLOCK, ("footer", stamp))
    assert engine.parse(text).release is not None


def test_a_mark_in_any_cell_of_a_table_counts(engine: Engine) -> None:
    table = "Vessel\tTonnage\n(U) Kariba\t(TS) 450 tons\n"
    text = memo(HEADER, HEAD + SECRET + OPEN, ("table", table), BLOCK, FOOTER)
    assert ("table", "TS") in marks(engine.parse(text))
    (finding,) = [one for one in engine.check(text).findings if one.rule == "BNR002"]
    assert "a table is marked (TS)" in finding.message
    assert text.content[finding.span.start : finding.span.end] == "(TS)"


@pytest.mark.parametrize(
    ("kind", "marked", "unmarked", "name"),
    [
        ("table", "(C) Port\tDepth\nMpulungu\tnine metres", "Vessel\tTonnage\nKariba\t450 tons", "table"),
        ("footnote", "(U) Lusaka 512.", "Not printed.", "footnote"),
        ("caption", "(U) Figure 1. The pier.", "Figure 2. The ramp.", "caption"),
        ("text-box", "(C) The ferry is old.", "It was built in 1962.", "text box"),
    ],
)
def test_one_without_a_mark_owes_it_only_where_its_like_are_marked(
    engine: Engine, kind: str, marked: str, unmarked: str, name: str
) -> None:
    def with_zones(*words: str) -> Text:
        zones = [part for one in words for part in ((kind, one), "")]
        return memo(HEADER, HEAD + SECRET + OPEN, *zones, BLOCK, FOOTER)

    assert fired(engine, with_zones(marked, marked)) == set()
    assert fired(engine, with_zones(unmarked, unmarked)) == set()
    (finding,) = [one for one in engine.check(with_zones(marked, unmarked)).findings if one.rule == "PRT001"]
    assert finding.message.startswith(f"a {name} has no portion mark")


def test_a_head_that_is_laid_out_as_a_table_is_a_head(engine: Engine) -> None:
    table = (
        "MEMORANDUM FOR:\tThe Deputy Secretary\nFROM:\tAF - John Q. Example\nSUBJECT:\t(U) Ferry Service on the Lake\n"
    )
    text = memo(
        HEADER, "\nDepartment of State\n\nJune 14, 2011\n", ("table", table), f"\n{SECRET}{OPEN}{BLOCK}", FOOTER
    )
    document = engine.parse(text)
    assert document.kind == "memorandum"
    assert document.subject is not None
    assert ("subject", "U") in marks(document)


def test_a_unit_or_a_letter_of_a_list_in_a_table_is_no_mark(engine: Engine) -> None:
    table = "Season\tTemperature\n\t(C)\nSummer\t24\n(a)\tMay\n(b)\tJune\n(c)\tJuly\n"
    text = memo("UNCLASSIFIED", HEAD + OPEN, ("table", table), "UNCLASSIFIED")
    assert marks(engine.parse(text)) == [("subject", "U"), ("paragraph", "U")]
    assert fired(engine, text) == set()


def test_a_text_that_is_laid_out_as_a_table_is_text(engine: Engine) -> None:
    fleet = "(U) Kariba\t(C) 450 tons"
    whole = f"{HEAD}{SECRET}{OPEN}\n{fleet}\n{BLOCK}"
    text = Text.of(f"SECRET\n{whole}\nSECRET\n", "memo.html")
    at = text.content.index(fleet)
    inner = Zone("table", Span(at, at + len(fleet)))
    text.layers = Layers((Zone("table", Span(7, 7 + len(whole))), inner))
    assert marks(engine.parse(text)) == [
        ("subject", "U"), ("paragraph", "S"), ("paragraph", "U"), ("table", "U"), ("table", "C"),
    ]  # fmt: skip


def test_every_place_is_one_of_the_text_as_it_was_read(engine: Engine) -> None:
    text = memo(HEADER, HEAD + SECRET + OPEN, ("footnote", "(U) Lusaka 512."), BLOCK, FOOTER)
    for portion in engine.parse(text).portions:
        assert portion.mark is not None
        assert text.content[portion.mark.span.start] == "("
