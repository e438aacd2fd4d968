"""How a memorandum is set out: letterhead, date, labels, numbers, banners, pages and margins, each in many forms."""

from __future__ import annotations

import datetime
import re

import attrs
from hypothesis import strategies as st

__all__ = ["Layout", "dated", "layouts", "numbered", "set_out"]

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

# What stands above the date; the last is a letterhead with the address of its office.
_LETTERHEADS = (
    ("DEPARTMENT OF HARBORS", "WASHINGTON, D.C. 20000"),
    ("UNITED STATES GOVERNMENT",),
    ("THE WHITE HOUSE", "WASHINGTON"),
    ("OFFICE OF THE UNDER SECRETARY OF HARBORS", "4000 EXAMPLE PENTAGON", "WASHINGTON, DC 20301-4000"),
    (),
)
_LABELS = {
    "plain": ("Classified By: ", "Derived From: ", "Reason: ", "Declassify On: "),
    "small": ("Classified by: ", "Derived from: ", "Reason: ", "Declassify on: "),
    "capitals": ("CLASSIFIED BY: ", "DERIVED FROM: ", "REASON: ", "DECLASSIFY ON: "),
    "short": ("CL BY: ", "DRV FM: ", "CL REASON: ", "DECL ON: "),
    "columns": ("Classified By:     ", "Derived From:      ", "Reason:            ", "Declassify On:     "),
}


@attrs.frozen
class Layout:
    """The form of one memorandum; the default is the plainest.

    `numbers` is "1.", "(1)", "1)" or "A."; `labels` a key of the labels; `block` where the authority block stands:
    "foot", "right", "boxed" or "lines" (the value on the line below its label).  `banner` is "plain", "centred", "bold",
    "labelled" or "ruled"; `page` puts a page break before a paragraph, with the banner on both sides of it.
    """

    letterhead: int = 0
    date: str = "words"
    numbers: str = "1."
    labels: str = "plain"
    block: str = "foot"
    banner: str = "plain"
    page: bool = False
    margin: int = 0
    width: int = 0
    newline: str = "\n"

    @property
    def head(self) -> tuple[str, ...]:
        """The lines of the letterhead."""
        return _LETTERHEADS[self.letterhead]

    def label(self, line: int) -> str:
        """The label of the block's line of that number: 0 Classified By, 1 Derived From, 2 Reason, 3 Declassify On."""
        words = _LABELS[self.labels][line]
        return words.rstrip() + "\n" if self.block == "lines" else words


@st.composite
def layouts(draw: st.DrawFn, numbers: tuple[str, ...] = ("1.", "(1)", "1)", "A.")) -> Layout:
    """Any form that a memorandum can have, its paragraphs counted by one of `numbers`."""
    return Layout(
        letterhead=draw(st.integers(0, len(_LETTERHEADS) - 1)),
        date=draw(st.sampled_from(("words", "d mon", "mon d", "figures", "year first"))),
        numbers=draw(st.sampled_from(numbers)),
        labels=draw(st.sampled_from(tuple(_LABELS))),
        block=draw(st.sampled_from(("foot", "foot", "right", "boxed", "lines"))),
        banner=draw(st.sampled_from(("plain", "plain", "centred", "bold", "labelled", "ruled"))),
        page=draw(st.booleans()),
        margin=draw(st.sampled_from((0, 0, 5))),
        width=draw(st.sampled_from((0, 0, 66))),
        newline=draw(st.sampled_from(("\n", "\n", "\r\n"))),
    )


def dated(day: datetime.date, form: str) -> str:
    """A day as memoranda write it."""
    month = _MONTHS[day.month - 1]
    return {
        "words": f"{month} {day.day}, {day.year}",
        "d mon": f"{day.day} {month[:3].upper()} {day.year}",
        "mon d": f"{month[:3].upper()} {day.day} {day.year}",
        "figures": f"{day.year}{day.month:02}{day.day:02}",
        "year first": f"{day.year} {month[:3].upper()} {day.day:02}",
    }[form]


def numbered(at: int, layout: Layout) -> tuple[str, str]:
    """The number of the paragraph at that place, as it is printed and as it is read."""
    number = chr(ord("A") + at) if layout.numbers == "A." else str(at + 1)
    return layout.numbers.replace("A" if layout.numbers == "A." else "1", number), number


def set_out(lines: list[str], layout: Layout) -> str:
    """The lines, anchors and all, as the layout sets them; paragraphs are wrapped, nothing else is."""
    wrapped = [piece for line in lines for piece in (_wrapped(line, layout.width) if layout.width else [line])]
    text = "\n".join(" " * layout.margin + one if one.strip() else one for one in "\n".join(wrapped).split("\n"))
    return (text + "\n").replace("\n", layout.newline)


_ANCHOR = re.compile("[\ue100-\uf8ff]")


def _wrapped(line: str, width: int) -> list[str]:
    if len(_ANCHOR.sub("", line)) <= 2 * width or "\n" in line:
        return [line]
    pieces, current = [], ""
    for word in line.split(" "):
        if current and len(_ANCHOR.sub("", current)) + len(_ANCHOR.sub("", word)) >= width:
            pieces.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*pieces, current]
