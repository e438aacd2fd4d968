"""Writes the body of a telegram: paragraphs with their numbers and marks, lists, headings, page breaks, wrapping."""

from __future__ import annotations

import attrs
from generator.plan import Anchors, Block, Mark, Telegram
from generator.vocabulary import BREAK, prose

__all__ = ["SPACED", "body", "flow", "page_banner", "section_heading"]

SPACED = {
    "C": "C O N F I D E N T I A L",
    "S": "S E C R E T",
    "TS": "T O P  S E C R E T",
    "U": "UNCLAS",
    "L": "LIMITED OFFICIAL USE",
}
SOLID = {"C": "CONFIDENTIAL", "S": "SECRET", "TS": "TOP SECRET", "U": "UNCLASSIFIED", "L": "LIMITED OFFICIAL USE"}

_BREAKS = {"sipdis", "section-line", "section-heading", "page"}


def page_banner(level: str) -> str:
    """The words of an overall marking in one piece."""
    return SOLID[level]


def section_heading(plan: Telegram, number: int, anchors: Anchors) -> str:
    """The heading of a later section: the marking again, the section, the message number."""
    level = plan.section_levels.get(number, plan.level)
    total = plan.section_totals.get(number, plan.sections)
    marking = anchors.around(f"section:{number}", SPACED[level])
    numbers = anchors.around(f"section-number:{number}", f"SECTION {number:02} OF {total:02}")
    return f"{marking} {numbers} {plan.post} {plan.number:06}"


def flow(plan: Telegram, words: str) -> str:
    """`words` as one line, or hard-wrapped at the plan's width; anchors have no width."""
    if plan.layout == "long":
        return words.replace(BREAK, " ")
    lines: list[str] = []
    for forced in words.split(BREAK):
        line = ""
        width = 0
        for word in forced.split(" "):
            length = len(Anchors.bare(word))
            if width and width + 1 + length > plan.width:
                lines.append(line)
                line, width = word, length
            else:
                line, width = (f"{line} {word}", width + 1 + length) if line else (word, length)
        lines.append(line)
    return "\n".join(lines)


def _number(plan: Telegram, number: int, separator: str, name: str, anchors: Anchors) -> str:
    """A paragraph number as the damage of the plan leaves it; a number without a blank after it never has a pilcrow."""
    figure = str(number)
    if plan.number_form:
        return anchors.around(name, plan.number_form.format(figure))
    if not separator.endswith(" ") or "." not in separator:
        return anchors.around(name, figure + separator)
    forms = {
        "none": f"{figure}{separator}",
        "digit": f"1{figure}{separator}",
        "link": f"[1{figure}.](#){separator[1:]}",
        "dash": f"- 1{figure}{separator}",
        "pilcrow": f"\u00b6{figure}{separator}",
        "pilcrow-link": f"[\u00b6](#par{figure}){figure}{separator}",
        "latex": f"$\\underline{{\\mbox{{\\bf 1{figure}.}}}}${separator[1:]}",
        "escaped": f"1{figure}\\{separator}",
    }
    return anchors.around(name, forms[plan.pilcrow])


def raw_number(plan: Telegram, number: int | None, separator: str) -> str | None:
    """The figures of the number as they stand in the text; None where a pilcrow leaves it open what they are."""
    if number is None or plan.pilcrow.startswith("pilcrow"):
        return None
    damaged = plan.pilcrow != "none" and separator.startswith(". ")
    return f"1{number}" if damaged else str(number)


def first_words(plan: Telegram, place: int) -> str:
    """The first words of a paragraph behind its number and mark; empty where what counts as such is open."""
    block = plan.blocks[place]
    if block.place != "start" or block.entire_text or block.lead.startswith("("):
        return ""
    words = " ".join((block.lead + _words(plan, block)).replace(BREAK, " ").split()[:3])
    if plan.line_end == "comma" and not plan.upper:
        words = f"{words} ".replace("'s ", ",s ").rstrip()
    return words.upper() if plan.upper else words


def _interrupted(plan: Telegram, block: Block, words: str, section: int, anchors: Anchors) -> str:
    """The words with what stands in their middle."""
    pieces = words.split(" ")
    middle = max(3, len(pieces) // 2)
    before, after = " ".join(pieces[:middle]), " ".join(pieces[middle:])
    if BREAK in before[-12:] or BREAK in after[:12]:
        return flow(plan, words)
    reference = f"{plan.post} {plan.number:08}  {section:03} OF {plan.sections:03}"
    if block.interruption == "inline-section-line":
        return flow(plan, f"{before} {reference} {after}")
    if block.interruption == "sipdis":
        return f"{flow(plan, before + ' the Secretary')}\n\nSIPDIS\n\n{flow(plan, after)}"
    if block.interruption == "section-line":
        return f"{flow(plan, before)}\n\n{reference}\n\n{flow(plan, after)}"
    if block.interruption == "section-heading":
        return f"{flow(plan, before)}\n\n{section_heading(plan, section, anchors)}\n\nSIPDIS\n\n{flow(plan, after)}"
    page = page_banner(plan.page_level or plan.level)
    top = anchors.around("page-banner", page)
    page_line = f"PAGE {section:02}        {plan.post} {plan.number:05}  {_zulu(plan)}"
    routed = f"{page_banner(plan.level)}\n \n{top}\n \n{page_line}"
    return f"{flow(plan, before)}\n{routed}\n \n{plan.stamp}{flow(plan, after)}"


def _zulu(plan: Telegram) -> str:
    return f"{plan.date.day:02}1431Z"


def zulu(plan: Telegram) -> str:
    """The day and hour of a page line."""
    return _zulu(plan)


def _mark(mark: Mark | None, name: str, anchors: Anchors) -> str:
    return f"{anchors.around(name, mark.printed)} " if mark is not None else ""


def _words(plan: Telegram, block: Block) -> str:
    if block.redaction == "whole":
        return "XXXXXXXXXXXX"
    words = prose(block.seed, block.sentences)
    if block.redaction == "inline":
        words = words.replace("the ", "XXXXXXXXXXXX ", 1)
    return words


def _paragraph(plan: Telegram, place: int, number: int | None, section: int, anchors: Anchors) -> str:
    block = plan.blocks[place]
    figure = _number(plan, number, block.separator, f"number:{place}", anchors) if number is not None else ""
    if block.redaction == "whole":
        return anchors.around(f"paragraph:{place}", figure + _words(plan, block))
    mark = _mark(block.mark, f"mark:{place}", anchors)
    words = _words(plan, block)
    if block.entire_text:
        return anchors.around(f"paragraph:{place}", figure + anchors.around(f"mark:{place}", block.entire_text))
    if block.place == "end":
        words = f"{block.lead}{words} {mark.strip()}"
    elif block.place == "heading":
        words = f"{block.lead}{mark}{words}"
    else:
        words = f"{mark}{block.lead}{words}"
    if block.closing:
        words = f"{words} {block.closing}"
    if plan.upper:
        words = words.upper()
    whole = figure + words
    text = _interrupted(plan, block, whole, section, anchors) if block.interruption else flow(plan, whole)
    items = [flow(plan, _bullet(plan, place, at, anchors)) for at in range(len(block.bullets))]
    gap = "\n\n" if plan.layout == "long" else "\n"
    return anchors.around(f"paragraph:{place}", gap.join([text, *items]))


def _bullet(plan: Telegram, place: int, at: int, anchors: Anchors) -> str:
    item = plan.blocks[place].bullets[at]
    words = prose(item.seed, 1)
    mark = _mark(item.mark, f"item-mark:{place}:{at}", anchors)
    return anchors.around(f"item:{place}:{at}", f"{item.label} {mark}{words.upper() if plan.upper else words}")


def numbers(plan: Telegram) -> dict[int, int | None]:
    """The number of each paragraph by its place; some telegrams have none."""
    places = plan.paragraphs
    if all(plan.blocks[place].separator == "" for place in places):
        return dict.fromkeys(places)
    return {place: at + 1 for at, place in enumerate(places)}


def body(plan: Telegram, anchors: Anchors) -> list[str]:
    """The blocks of the body, each finished but for the space between them."""
    figures = numbers(plan)
    pieces: list[str] = []
    section = 1
    for place, block in enumerate(plan.blocks):
        if block.interruption in _BREAKS - {"sipdis"} or block.interruption == "inline-section-line":
            section += 1
        if block.kind == "paragraph":
            pieces.append(_paragraph(plan, place, figures[place], section, anchors))
        elif block.kind == "heading":
            words = block.words.upper() if plan.upper else block.words
            pieces.append(f"{words}\n{'-' * len(words)}" if block.lead == "underlined" else words)
        elif block.kind == "line":
            pieces.append(flow(plan, block.words))
        else:
            words = prose(block.seed, block.sentences)
            pieces.append(flow(plan, words.upper() if plan.upper else words))
    return pieces


def without_interruptions(plan: Telegram) -> Telegram:
    """The plan with every paragraph in one piece."""
    return attrs.evolve(plan, blocks=tuple(attrs.evolve(block, interruption="") for block in plan.blocks))
