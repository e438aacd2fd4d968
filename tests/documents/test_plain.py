"""Marked text of no known form is recognised by real evidence only, and unmarked text in it is judged with care."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.documents import plain
from redactlint.documents.model import Document
from redactlint.markings.levels import Level
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()


def read(source: str, dialect: str = "state") -> Document:
    return plain.read(Text.of(source), PACK.law, PACK.register, dialect)


def marks(document: Document) -> list[str | None]:
    return [one.mark.parsed.canonical if one.mark is not None else None for one in document.portions]


class TestRecognition:
    @pytest.mark.parametrize(
        "text",
        [
            "SECRET\n\n(S) The harbor was surveyed in May.\n\n(U) The boat left.\n",
            "TOP SECRET//SI//NOFORN\n\nThe program began.\n\nTOP SECRET//SI//NOFORN\n",
            "(U//FOUO) The list is kept by the office.\n\n(S//NF) Its source is not named.\n",
            "(U) The list is open.\n\n(C) The source is not.\n\n(U) The office is closed.\n",
            "SECRET\n\nThe agent came in at noon.\n\nSECRET\n",
            "The agent came.\n\nCONFIDENTIAL\n\nCL BY: 2030405\nDECL ON: X1\n",
            "1. (SBU) The list is kept.\n2. (U) The office is closed.\n",
        ],
    )
    def test_marked_text(self, text: str) -> None:
        assert plain.recognises(Text.of(text))

    @pytest.mark.parametrize(
        "text",
        [
            "CONFIDENTIAL\n\nDear Jane,\n\nI write about the house by the lake.\n\nYours,\nBob\n",
            "CONFIDENTIAL\n\nQuarterly report\n\nRevenue grew.\n\nCONFIDENTIAL\n",
            "MIT License\n\n(c) 2020 Ann Example\n(C) 2021 Bob Example\nCopyright (C) 2022 Ann Example\n",
            "# Marks\n\nA tool that reads (C) and (S).\n\n- (C) Confidential\n- (S) Secret\n- (U) Unclassified\n",
            "# Marks\n\n```\nSECRET\n\n(S) An example.\n(U) Another.\n\nSECRET\n```\n",
            "Sec. 4\n\n(A) The clerk reads.\n\n(B) The officer keeps.\n\n(C) The judge signs.\n\n(D) The end.\n",
            "Shirts\n(S) 12 left\n(M) 3 left\n(L) none left\n",
            "SECRET = 1\nif x:\n    CONFIDENTIAL = 2\n",
            "The word SECRET stands in this line, and (S) in that.\n",
            "",
        ],
    )
    def test_what_only_looks_like_it(self, text: str) -> None:
        assert not plain.recognises(Text.of(text))


class TestReading:
    def test_pages_with_footnotes(self) -> None:
        document = read(
            "TOP SECRET//SI//NOFORN\n\n(U) OVERVIEW\n\n(TS//SI//NF) The program collects data.\n\n"
            "1 (U) See the order.\n2 (S//NF) See the annex.\n\nTOP SECRET//SI//NOFORN\n\f"
            "TOP SECRET//SI//NOFORN\n\n(U//FOUO) The second page.\n\n"
            "Derived From: Guide 1-52\nDeclassify On: 20350501\n\n"
            "TOP SECRET//SI//NOFORN\n",
            "ic",
        )
        assert marks(document) == ["U", "TS//SI//NF", "U", "S//NF", "U//FOUO"]
        assert [one.role for one in document.banners] == ["overall", "repeat", "page", "repeat"]
        assert document.derived_from is not None
        assert [str(one.date) for one in document.instructions] == ["2035-05-01"]

    def test_the_marking_is_read_though_the_page_is_worn(self) -> None:
        document = read("- SECRET -\n\n(S) One.\n\n(U) Two.\n\n- SECRET -  2\n")
        assert document.level == Level.S

    def test_unmarked_text_is_judged_where_most_is_marked(self) -> None:
        lost = "The third paragraph has lost its mark, and a reader of the page will look for it."
        marked = "(S) The harbor was surveyed.\n\n(U) The boat left at noon.\n\n"
        assert marks(read(f"SECRET\n\n{marked}{lost}\n")) == ["S", "U", None]
        assert marks(read(f"SECRET\n\n{lost}\n\n{lost}\n\n{marked}")) == ["S", "U"]

    def test_a_page_without_marks_owes_none(self) -> None:
        text = "SECRET\n\nThe agent came in at noon and told us all that he knew of the matter.\n\nSECRET\n"
        assert read(text).portions == ()

    def test_it_claims_no_header(self) -> None:
        document = read("SECRET\n\n(S) One.\n\nSUBJECT: Two\n")
        assert (document.kind, document.subject) == ("plain", None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["SECRET", "(S) One.", "(", "\f", "1 (U) x", "- (C) y", "x" * 90, "", "...", "(a) z"])))
def test_reading_is_total(lines: list[str]) -> None:
    text = Text.of("\n".join(lines))
    plain.recognises(text)
    document = plain.read(text, PACK.law, PACK.register, "ic")
    assert all(one.span.start <= one.text_start <= len(text.source) for one in document.portions)
