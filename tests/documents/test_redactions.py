"""Deletions show as codes, brackets, labels, blocks or runs of X; each keeps its codes and their places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.documents.exemptions import code_run
from redactlint.documents.redactions import find_redactions, legend
from redactlint.layers import Box
from redactlint.rulepack import load
from redactlint.text import Span

PACK = load()


def shown(content: str, *, has_margins: bool = False, words: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.kind, one.codes) for one in find_redactions(content, has_margins=has_margins, words=words)]


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("B5,B6", ["B5", "B6"]),
        ("B1 1.4(B) 1.4(D), B6", ["B1", "1.4(B)", "1.4(D)", "B6"]),
        ("b7(c)", ["B7(C)"]),
        ("(b)(7)(C), (b)(6)", ["B7(C)", "B6"]),
        ("BS", ["B5"]),
        ("1.4(0)", ["1.4(D)"]),
        ("3.3(b)(6)", ["3.3(b)(6)"]),
        ("25X1, 50X1-HUM", ["25X1", "50X1-HUM"]),
        ("B3 50 USC 3024(i)", ["B3 50 USC 3024(i)"]),
        ("b7C -2", ["B7(C)-2"]),
        ("NR |", ["NR"]),
        ("B5 and more", []),
        ("B2B", []),
        ("", []),
    ],
)
def test_a_run_of_codes_is_nothing_but_codes(printed: str, codes: list[str]) -> None:
    assert [one.code for one in code_run(printed, 0, len(printed))] == codes


@pytest.mark.parametrize("code", sorted(PACK.register.exemptions))
def test_every_code_of_the_register_can_be_read(code: str) -> None:
    printed = f"({code[0].lower()})({code[1]})" if code[0] in "DJK" else code
    assert [one.code for one in code_run(printed, 0, len(printed))] == [code]


class TestBrackets:
    @pytest.mark.parametrize(
        ("words", "codes"),
        [
            ("[less than 1 line not declassified]", ()),
            ("[1-1/2 lines of source text not declassified]", ()),
            ("[redacted (b)(1), 1.4(d)]", ("B1", "1.4(D)")),
            ("[Redacted – B6]", ("B6",)),
            ("[(b)(5)]", ("B5",)),
            ("[redacted (b)(3) 50 USC 3024(i)]", ("B3 50 USC 3024(i)",)),
        ],
    )
    def test_an_excision_and_its_codes(self, words: str, codes: tuple[str, ...]) -> None:
        assert shown(f"The Minister met {words} at noon.\n") == [("excision", codes)]

    @pytest.mark.parametrize("words", ["[sic]", "[Omitted here is a list of names.]", "[expletive deleted]", "[PREL]"])
    def test_other_brackets_delete_nothing(self, words: str) -> None:
        assert shown(f"The Minister met {words} at noon.\n") == []


class TestMargins:
    def test_codes_below_each_other_are_one_deletion(self) -> None:
        content = (
            "The talks will resume on               1.4(D)\n                                       B1\n\n\n      B6\n"
        )
        assert shown(content, has_margins=True) == [("margin", ("1.4(D)", "B1")), ("margin", ("B6",))]

    @pytest.mark.parametrize(
        ("behind", "codes"),
        [
            (" B1, 1.4(D)", ("B1", "1.4(D)")),
            (", B6 was told.", ("B6",)),
            (" B10 was told.", ("B10",)),
            (" flew a B1 home.", ()),
            (" B1-B flew home.", ()),
        ],
    )
    def test_codes_close_behind_the_brackets_are_those_of_the_deletion(self, behind: str, codes: tuple[str, ...]) -> None:
        content = f"2. (C) [redacted]{behind}\n"
        assert shown(content, has_margins=True) == [("excision", codes)]
        assert shown(content) == [("excision", ())]

    def test_each_code_keeps_its_place(self) -> None:
        content = "The talks will resume on               1.4(D)\nand end on                             B1\n"
        (one,) = find_redactions(content, has_margins=True)
        assert [content[span.start : span.end] for span in one.code_spans] == ["1.4(D)", "B1"]

    def test_without_a_release_stamp_there_are_no_margins(self) -> None:
        assert shown("Vitamins\n   B6\n") == []

    def test_a_code_inside_a_sentence_is_no_margin_code(self) -> None:
        assert shown("We flew the B1 to the north in B5 weather\n", has_margins=True) == []

    @pytest.mark.parametrize("content", ["1.4 (a)\nB52\n", "   1.5(d)\n"])
    def test_what_may_be_the_writers_own_is_no_code(self, content: str) -> None:
        assert shown(content, has_margins=True) == []
        assert shown(f"1.4(D)\nB1\n\n{'':60}1.4(D)\n", has_margins=True) == [
            ("margin", ("1.4(D)", "B1")),
            ("margin", ("1.4(D)",)),
        ]

    def test_how_a_paper_is_handled_is_given_as_a_ground_behind_a_deletion_alone(self) -> None:
        assert shown(f"His name is [        ]{'':40}SBU\n", has_margins=True) == [("margin", ("SBU",))]
        assert shown(f"{'':60}SBU\nThe memo is{'':40}FOUO\n", has_margins=True) == []

    def test_words_of_intelligence_agencies_are_headings_elsewhere(self) -> None:
        assert shown("      HUMINT\n", has_margins=True) == []
        assert shown("      HUMINT\n", has_margins=True, words=True) == [("margin", ("HUMINT",))]


class TestAtThePlace:
    @pytest.mark.parametrize("content", ["He met (b)(6) at noon.\n", "He met   (b) (6)  at noon.\n", "(b)(6)\n"])
    def test_a_code_of_the_statute(self, content: str) -> None:
        assert shown(content) == [("margin", ("B6",))]

    @pytest.mark.parametrize(
        "content",
        [
            "withheld under (b)(6) of the Act\n",
            "exemption (b)(5)\n",
            "5 U.S.C. 552(b)(6)\n",
            "sections (b)(1) and (b)(5)\n",
        ],
    )
    def test_a_citation_of_the_statute_deletes_nothing(self, content: str) -> None:
        assert shown(content) == []

    def test_a_code_beside_a_block_is_the_blocks_own(self) -> None:
        assert shown("Call ██████ (b)(6) at noon.\n") == [("blank", ("B6",))]


def test_a_legend_explains_codes_and_deletes_nothing() -> None:
    content = (
        "(b)(1) Properly classified information\n(b)(5) Deliberation of the Government\n"
        "(b)(6) Privacy of another person\n"
    )
    assert shown(content) == []
    assert list(legend(content)) == ["B1", "B5", "B6"]


def test_runs_of_x_are_a_publishers() -> None:
    assert shown("The Minister met XXXXXXXX XXXXX at noon; xxxxxxxxxx too. XXX rated.\n") == [
        ("third-party", ()),
        ("third-party", ()),
    ]


def test_labels_that_name_their_ground() -> None:
    content = "He said that [Harm to Ongoing Matter] on Monday.\n      Grand Jury      \nThe Grand Jury met.\n"
    assert shown(content) == [("label", ()), ("label", ())]


@given(
    st.lists(
        st.sampled_from(["(b)(6)", "B1", " 1.4(D)", "[redacted]", "[", "]", "XXXXXXXX", "████", "REDACTED", "\n", " ", "x", "|"])
    ).map("".join),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_every_deletion_lies_within_the_text_and_in_order(content: str, has_margins: bool) -> None:
    found = find_redactions(content, has_margins=has_margins)
    assert list(found) == sorted(found, key=lambda one: one.span)
    assert all(0 <= one.span.start < one.span.end <= len(content) for one in found)
    assert all(len(one.codes) == len(one.code_spans) for one in found)


def test_a_code_in_the_margin_speaks_of_every_box_on_its_line() -> None:
    content = "Please call ████████ or ██████ at noon.                    B6\nThe driver is ███████ again.\n"
    spans = [Span(12, 20), Span(24, 30), Span(content.index("███████ again"), content.index(" again"))]
    found = find_redactions(content, has_margins=True, boxes=[Box(one, {"page": 1}) for one in spans])
    assert [(one.kind, one.codes) for one in found] == [("box", ("B6",)), ("box", ("B6",)), ("box", ())]
