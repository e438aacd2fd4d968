"""Strategies that draw the body of a telegram: marks, paragraphs, lists, headings, and what interrupts them."""

from __future__ import annotations

import attrs
from generator.eras import Era
from generator.plan import Block, Bullet, Mark
from hypothesis import strategies as st

__all__ = ["blocks_of", "interrupted", "marks_of", "sensitive_marks"]

_SEEDS = st.integers(0, 2**20)
_MODERN = ("12958", "12958-2003", "12958-amended", "13526")

_SPELLINGS = {
    "C": ("(C)", "(C)", "(C)", "(C)", "(c)", "( C )", "(C )", "C)"),
    "S": ("(S)", "(S)", "(S)", "( S )"),
    "U": ("(U)", "(U)", "(U)", "(u)", "(U )"),
    "SBU": ("(SBU)", "(SBU)", "(SBU)", "(sbu)", "(SBU )", "SBU)"),
    "LOU": ("(LOU)", "(L)"),
    "C//NF": ("(C/NF)", "(C//NF)", "(C/NOFORN)", "(C NF)"),
    "S//NF": ("(S/NF)", "(S//NF)", "(S/NOFORN)", "(S-NF)"),
}
_RANK = {"U": 0, "LOU": 0, "SBU": 0, "L": 0, "C": 2, "S": 3, "TS": 4}


def _mark(draw: st.DrawFn, canonical: str) -> Mark:
    return Mark.of(canonical, draw(st.sampled_from(_SPELLINGS.get(canonical, (f"({canonical})",)))))


@st.composite
def _bullets(draw: st.DrawFn, parent: Mark | None) -> tuple[Bullet, ...]:
    labels = draw(
        st.sampled_from(
            (
                ("--", "--"),
                ("-", "-", "-"),
                ("*", "*"),
                ("A.", "B."),
                ("(a)", "(b)"),
                ("(1)", "(2)", "(3)"),
                ("a)", "b)"),
            )
        )
    )
    marked = parent is not None and draw(st.integers(0, 3)) == 0
    return tuple(
        Bullet(label, draw(_SEEDS), Mark.of(parent.canonical or "C") if marked and parent else None) for label in labels
    )


@st.composite
def _paragraph(draw: st.DrawFn, mark: Mark | None, first: bool, upper: bool) -> Block:
    lead, place, closing = "", "start", ""
    kind = draw(st.integers(0, 9))
    if first or kind == 0:
        lead = draw(st.sampled_from(("", "Summary: ", "SUMMARY. ", "Summary and Comment: ")))
        if lead and draw(st.booleans()):
            closing = draw(st.sampled_from(("END SUMMARY.", "End summary.", "End Summary and Comment.")))
        if lead.endswith(": ") and mark is not None and draw(st.integers(0, 3)) == 0:
            place, mark = "heading", Mark.of(mark.canonical or "C")
    elif kind == 1:
        lead, closing = "Comment: ", "End Comment."
    elif kind == 2:
        lead = "(NOTE: The figures are the ministry's. END NOTE) "
    return Block(
        "paragraph",
        draw(_SEEDS),
        draw(st.integers(1, 5)),
        mark,
        place,
        lead,
        closing,
        bullets=draw(_bullets(mark)) if kind in {3, 4} and not upper else (),
        redaction=("inline" if kind == 5 and not upper else ""),
    )


def marks_of(draw: st.DrawFn, era: Era, level: str, count: int, noforn: bool, marked: bool) -> list[Mark | None]:
    if not marked:
        return [None] * count
    top = {"L": "LOU"}.get(level, level)
    allowed = [one for one in era.marks if _RANK[one] < _RANK[level] or one == top]
    if level == "U":
        allowed = ["U"]
    words = [draw(st.sampled_from((top, *allowed))) for _ in range(count)]
    if level in {"C", "S"}:
        words[draw(st.integers(0, count - 1))] = level
        if noforn:
            words[draw(st.integers(0, count - 1))] = f"{level}//NF"
    return [_mark(draw, word) for word in words]


def sensitive_marks(draw: st.DrawFn, count: int) -> list[Mark | None]:
    words = [draw(st.sampled_from(("U", "SBU", "SBU"))) for _ in range(count)]
    words[draw(st.integers(0, count - 1))] = "SBU"
    return [_mark(draw, word) for word in words]


def blocks_of(
    draw: st.DrawFn, marks: list[Mark | None], upper: bool, wanted: str, flags: int, entire: bool, level: str
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if wanted == "SENSITIVE" and flags & 1:
        blocks.append(Block("line", words="SENSITIVE BUT UNCLASSIFIED--PLEASE PROTECT ACCORDINGLY."))
    if len(marks) > 5 and flags & 2 and not upper:
        blocks.append(Block("line", words="THIS IS AN ACTION REQUEST - SEE PARA 6."))
    for at, mark in enumerate(marks):
        if at and draw(st.integers(0, 4)) == 0:
            underlined = "underlined" if flags & 128 else ""
            blocks.append(
                Block(
                    "heading",
                    lead=underlined,
                    words=draw(
                        st.sampled_from(("Harbor and Rail", "THE SCHOOL FUND", "COMMENT", "Wages: The Long View"))
                    ),
                )
            )
        block = draw(_paragraph(mark, at == 0, upper))
        if entire and at == 0:
            notice = draw(
                st.sampled_from(
                    (
                        f"({level} - ENTIRE TEXT)",
                        f"{level}-ENTIRE TEXT.",
                        f"({level}) ENTIRE TEXT.",
                        f"({level} - ENTIRE TEXT.)",
                        f"{level} - ENTIRE TEXT.",
                    )
                )
            )
            block = attrs.evolve(block, entire_text=notice, lead="", closing="", bullets=(), redaction="")
        blocks.append(block)
        if draw(st.integers(0, 11)) == 0 and not entire and mark is not None:
            blocks.append(Block("continuation", draw(_SEEDS), 2))
    return tuple(blocks)


def interrupted(draw: st.DrawFn, blocks: tuple[Block, ...], era: Era, has_marks: bool) -> tuple[tuple[Block, ...], int]:
    changed, sections = list(blocks), 1
    kinds = (
        ("page",)
        if era.routing and era.name != "10501"
        else ("sipdis", "section-line", "inline-section-line", "section-heading")
    )
    if era.name == "10501":
        return blocks, 1
    for place, block in enumerate(changed):
        if (
            block.kind == "paragraph"
            and not block.redaction
            and not block.entire_text
            and block.sentences > 1
            and draw(st.integers(0, 4)) == 0
        ):
            kind = draw(st.sampled_from(kinds))
            if kind == "sipdis" and era.name not in _MODERN:
                continue
            changed[place] = attrs.evolve(block, interruption=kind)
            sections += kind != "sipdis"
    return tuple(changed), sections
