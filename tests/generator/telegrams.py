"""Strategies that draw the plan of a clean telegram, in the forms that real ones have."""

from __future__ import annotations

import datetime

import attrs
from generator.bodies import blocks_of, interrupted, marks_of, sensitive_marks
from generator.eras import ERAS, Era, instructions
from generator.plan import Authority, Block, Instruction, Mark, Telegram
from generator.vocabulary import PEOPLE, POSTS, SUBJECTS, TAGS, TITLES
from hypothesis import strategies as st

__all__ = ["authorities", "letter_template", "telegrams"]

_SEEDS = st.integers(0, 2**20)
_MODERN = ("12958", "12958-2003", "12958-amended", "13526")


_NUMBER_FORMS = ("({}) ", "PARA {}. ", "{}/ ", "{} - ", "{}: ", "{} ")

_LETTERS = {
    1: ("({})", "{}"),
    2: (
        "({}) and ({})",
        "({}), ({})",
        "({},{})",
        "({}/{})",
        "({}, {})",
        "{} and {}",
        "({} and {})",
        "({}) & ({})",
        "({})({})",
        "{}/{}",
        "({} & {})",
        "({}) a nd ({})",
        "( {}) and ({} )",
    ),
    3: ("({}), ({}) and ({})", "({},{},{})", "({}, {}, and {})", "({}) ({}) and ({})", "{}, {} and {}"),
}


def letter_template(count: int) -> st.SearchStrategy[str]:
    """How that many letters are printed, as a format string."""
    return st.sampled_from(_LETTERS[count])


@st.composite
def authorities(draw: st.DrawFn, era: Era, upper: bool = False) -> Authority:
    """A "Classified By" sentence in one of the ways in which they are written."""
    name, title = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(TITLES))
    who = draw(st.sampled_from((f"{title} {name}", f"{title} {name}", f"{name}, {title}", f"A/S {name}")))
    label = draw(
        st.sampled_from(
            ("Classified By: ", "Classified By: ", "CLASSIFIED BY: ", "Classified by: ", "Classified By ", "CLASS BY: ")
        )
    )
    lead = draw(
        st.sampled_from(
            (
                "reasons ",
                "for reasons ",
                "Reason: ",
                "REASONS: ",
                "per ",
                "due to ",
                "reason ",
                "E.O. 12958 reason ",
                "",
            )
        )
    )
    if era.name == "13526" and "12958" in lead:
        lead = "reason "
    joint = draw(st.sampled_from((", ", ". ", " ", "; "))) if lead else ". "
    if lead in {"per ", "due to ", "reason "} and joint == " ":
        joint = ", "
    section = draw(st.sampled_from(era.sections))
    printed = {"1.4": ("1.4 ", "1.4 ", "1.4", "1. 4 ", "1 .4 "), "1.5": ("1.5 ", "1.5 ", "1.5", "1. 5 ")}[section]
    letters = draw(
        st.sampled_from((("b", "d"), ("b", "d"), ("b", "d"), ("d",), ("b",), ("b", "c", "d"), ("a", "b", "d")))
    )
    template = draw(letter_template(len(letters)))
    if draw(st.booleans()):
        letters = tuple(letter.upper() for letter in letters)
    section_printed = draw(st.sampled_from(printed))
    if not template.lstrip().startswith("(") and len(letters) == 1:
        section_printed = section_printed.rstrip()
    return Authority(
        label=label.upper() if upper else label,
        who=who.upper() if upper else who,
        name=name.upper() if upper else name,
        joint=joint,
        lead=lead,
        section=section,
        section_printed=section_printed,
        letters=letters,
        letters_printed=template,
        end=draw(st.sampled_from((".", ".", ""))),
        run_on=draw(st.integers(0, 6)) == 0,
    )


@st.composite
def telegrams(
    draw: st.DrawFn,
    eras: tuple[str, ...] = tuple(ERAS),
    levels: tuple[str, ...] = ("U", "SENSITIVE", "L", "C", "C", "C", "S"),
    dated: bool | None = None,
    marked: bool | None = None,
    damage: bool = True,
    noforn: bool | None = None,
    least: int = 1,
    plain_numbers: bool = False,
) -> Telegram:
    """A clean telegram; `dated` demands (or forbids) that it states its day, `marked` that its portions are marked."""
    era = ERAS[draw(st.sampled_from(eras))]
    wanted = draw(st.sampled_from(levels))
    modern = era.name in _MODERN
    if (wanted == "SENSITIVE" and not modern) or (wanted == "L" and modern):
        wanted = "U"
    level = "U" if wanted == "SENSITIVE" else wanted
    day = era.first + datetime.timedelta(days=draw(st.integers(0, (era.last - era.first).days)))
    classified = level in {"C", "S", "TS"}
    upper = era.routing or (era.name == "12356" and draw(st.booleans()))
    count = draw(st.integers(max(least, 1), 7))
    flags = draw(st.integers(0, 255))
    is_noforn = classified and modern and (bool(flags & 1 and flags & 2) if noforn is None else noforn)
    has_marks = _has_marks(draw, era, wanted, marked)
    entire = has_marks and classified and era.name == "12065" and bool(flags & 4) and count > 1 and marked is None
    if wanted == "SENSITIVE":
        marks = sensitive_marks(draw, count)
    elif entire:
        marks = [Mark.of(level), *[None] * (count - 1)]
    else:
        marks = marks_of(draw, era, level, count, is_noforn, has_marks)
    blocks = blocks_of(draw, marks, upper, wanted, flags, entire, level)
    if damage:
        blocks, sections = interrupted(draw, blocks, era, has_marks)
    else:
        sections = 1
    post, country = draw(st.sampled_from(POSTS))
    stating = (
        ("routing",) if era.routing else ("file-name", "file-name", "date-line", "record", "dated", "routing", "none")
    )
    dated_by = draw(
        st.sampled_from(
            stating
            if dated is None
            else tuple(one for one in stating if one not in {"none", "file-name"})
            if dated
            else ("none",)
        )
    )
    number_count = sum(block.kind == "paragraph" for block in blocks)
    separators = (". ", ". ", ". ", ".  ", ".", ") ", ", ") if has_marks else (". ", ". ", ".  ")
    separator = draw(st.sampled_from(separators))
    pilcrow = "none"
    if damage and not upper and separator.startswith(". ") and not plain_numbers:
        pilcrow = draw(
            st.sampled_from(
                ("none", "none", "none", "digit", "link", "dash", "pilcrow", "pilcrow-link", "latex", "escaped")
            )
        )
    forms = draw(st.integers(0, 23)) if damage and not plain_numbers else 23
    bare = (number_count == 1 and draw(st.booleans())) or (
        forms < 2 and has_marks and not entire and number_count > 3 and pilcrow == "none" and not era.routing
    )
    if bare and number_count > 1:  # what has no mark of its own would owe one
        blocks = tuple(block for block in blocks if block.kind not in ("continuation", "line"))
    number_form = ""
    if not bare and 2 <= forms < 2 + len(_NUMBER_FORMS) and has_marks and not entire and number_count > 2:
        number_form, separator, pilcrow = _NUMBER_FORMS[forms - 2], ". ", "none"
    if bare or number_form:  # without a number before it, "c)" or "(c)" is an item of a list
        blocks = tuple(_with_plain_mark(block) for block in blocks)
    if separator in (") ", ", "):  # rare enough without a heading before the mark too
        blocks = tuple(attrs.evolve(block, place="start") for block in blocks)
    blocks = tuple(
        attrs.evolve(block, separator="" if bare else _separator(separator, at, pilcrow))
        if block.kind == "paragraph"
        else block
        for at, block in enumerate(blocks)
    )
    authority = draw(authorities(era, upper)) if classified and era.authority else None
    if era.name == "12958-2003" and authority is not None and authority.section == "1.5" and dated_by == "none":
        # Only its day shows that both reason 1.5 and a date beyond ten years are right.
        dated_by = "file-name"
    captions = _captions(draw, modern, wanted, is_noforn, era)
    extras = draw(st.integers(0, 1023)) if damage else 0
    order_forms = (
        "E.O. {}: ",
        "E.O. {}: ",
        "E.O. {}: ",
        "EO {}: ",
        "EO {} ",
        "E.O.{}: ",
        "E.O. {} ",
        "E.o. {}: ",
        "E.O.: {}: ",
    )
    instruction = draw(instructions(era, day, classified))
    if authority is not None and not {"c", "C"} & set(authority.letters):
        instruction = _without_x1(instruction)
    order_form = draw(st.sampled_from(order_forms)) if not era.routing else "E.O. {}: "
    return Telegram(
        era=era.name,
        level=level,
        date=day,
        post=post,
        number=draw(st.integers(1, 9999)),
        dated_by=dated_by,
        blocks=blocks,
        order=era.order,
        order_printed=order_form,
        instruction=instruction,
        authority=authority,
        captions=captions,
        captions_joined=len(captions) == 2 and bool(extras & 1),
        sections=sections,
        tags=(*draw(st.sampled_from(((TAGS[0],), TAGS[:3], TAGS[4:6], (TAGS[1], TAGS[7])))), country),
        tags_form=draw(st.sampled_from(("plain", "plain", "blanks", "links", "no-colon")))
        if damage and not upper
        else "plain",
        subject=_subject(draw),
        subject_label="SUBJECT: " if not era.routing else draw(st.sampled_from(("SUBJECT: ", "SUBJ: "))),
        subject_mark=Mark.of("U") if has_marks and classified and flags & 8 and flags & 16 else None,
        references=draw(st.sampled_from(((), ("STATE 2201",), ("OSLO 498", "STATE 141756")))),
        address=draw(st.sampled_from(("", "", "DEPT FOR AF/S AND EB/TRA", "STATE PASS TO USTR"))),
        layout=draw(
            st.sampled_from(("wrapped",) if era.routing else ("long", "wrapped", "wrapped", "tight", "double"))
        ),
        upper=upper,
        routing=era.routing,
        stamp=_stamp(draw) if era.routing and era.name != "10501" and damage else "",
        pilcrow=pilcrow,
        number_form=number_form,
        line_end=_line_ends(era)[max(0, (extras >> 1 & 7) - 4)],
        doubled_header=bool(authority) and extras >> 4 & 7 == 1 and not authority.run_on if authority else False,
        run_on_order=extras >> 7 & 7 == 1,
        wrapper=dated_by
        if dated_by in {"date-line", "record", "dated"}
        else ("doubled-quotes" if extras >> 4 & 7 == 2 else ""),
        extract=not era.routing and bool(damage and flags & 32 and flags & 64),
        signature=draw(st.sampled_from(("SOLHEIM", "OAKLEY", "van Wyk", "", "FERRANTE"))),
        trailer=draw(st.sampled_from(("", "attributes")))
        if era.routing
        else draw(st.sampled_from(("", "", "cable-ends", "nnnn", "end-text"))),
        group=draw(
            st.sampled_from(("", "GP-3", "GROUP 3\nDOWNGRADED AT 12-YEAR INTERVALS;\nNOT AUTOMATICALLY DECLASSIFIED"))
        )
        if era.name == "10501" and classified
        else "",
        width=draw(st.sampled_from((55, 62, 68))),
    )


def _has_marks(draw: st.DrawFn, era: Era, wanted: str, marked: bool | None) -> bool:
    if not era.marks:
        return False
    if marked is not None:
        return marked
    if wanted in {"C", "S", "TS", "SENSITIVE"}:
        return True
    return wanted == "U" and draw(st.booleans())


def _without_x1(instruction: Instruction | None) -> Instruction | None:
    # X1 fits reason (c) alone, X6 fits (b) and (d).
    if instruction is None or instruction.code != "X1":
        return instruction
    return attrs.evolve(instruction, printed=instruction.printed.replace("X1", "X6"), code="X6")


def _in_full(mark: Mark | None) -> Mark | None:
    return None if mark is None or mark.canonical is None else Mark.of(mark.canonical)


def _with_plain_mark(block: Block) -> Block:
    """The block with its mark in full at its start, and no list that is labelled as the paragraphs are."""
    bullets = () if block.bullets and block.bullets[0].label == "(1)" else block.bullets
    return attrs.evolve(block, mark=_in_full(block.mark), place="start", bullets=bullets)


def _line_ends(era: Era) -> tuple[str, ...]:
    return ("", "crlf" if era.routing else "backslash", "comma", "crlf")


def _separator(separator: str, at: int, pilcrow: str) -> str:
    # Numbers without a blank after the dot never get a pilcrow, so one telegram mixes both.
    return "." if pilcrow not in {"none", "dash"} and at % 4 == 3 else separator


def _subject(draw: st.DrawFn) -> str:
    first = draw(st.sampled_from(SUBJECTS))
    return f"{first} AND {draw(st.sampled_from(SUBJECTS))}" if draw(st.integers(0, 3)) == 0 else first


def _stamp(draw: st.DrawFn) -> str:
    plain = " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n"
    parts = (
        "Martha Q. Oakfield",
        "Declassified/Released",
        "US Department of State",
        "EO Systematic Review",
        "20 Mar 2014",
    )
    named = "".join(f" \t{one} " for one in parts) + "\n"
    return 2 * draw(st.sampled_from((plain, named)))


def _captions(draw: st.DrawFn, modern: bool, wanted: str, noforn: bool, era: Era) -> tuple[str, ...]:
    if not modern:
        return draw(st.sampled_from(((), (), ("EXDIS",), ("LIMDIS",), ("NODIS",)))) if wanted in {"C", "S"} else ()
    words = ["SIPDIS"] if draw(st.integers(0, 5)) else []
    if wanted == "SENSITIVE":
        words.insert(draw(st.integers(0, len(words))), "SENSITIVE")
    if noforn:
        words.insert(draw(st.integers(0, len(words))), "NOFORN")
    return tuple(words)
