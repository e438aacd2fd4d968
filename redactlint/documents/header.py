"""The header of a telegram: captions and labelled lines between the message line and the first paragraph."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from redactlint import compiled
from redactlint.documents.landmarks import landmarks_of, places_between
from redactlint.documents.model import Caption, Line
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = [
    "LONGEST_HEADER", "Label", "find_labels", "is_double_spaced", "label_lines", "read_captions", "value_end",
]  # fmt: skip

# How far after its message line the header of a telegram can reach, in characters.
LONGEST_HEADER = 12_000


class Label(NamedTuple):
    """The label of a header line: its canonical name, where it begins and where its value begins."""

    name: str
    at: int
    value_at: int


_NAMES = {
    "T": "TAGS", "S": "SUBJECT", "U": "SUBJECT", "R": "REF", "E": "ORDER", "C": "CLASSIFIED BY", "D": "DERIVED FROM",
}  # fmt: skip


@cache
def _label_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"(?P<label>TAGS?|SUBJ(?:ECT)?|USBJ|S[UB]{2}ECT|REF(?:S|TEL|TELS|ERENCES?)?(?:\([A-Z]\))?"
        r"|E\.?[ ]?[O09M]\.?M?[ ]?:?[ ]?(?=1\d)|Clas{1,2}[a-z]{0,6}[ \t]?By|CLAS{0,2}[A-Z]{0,6}[ \t]?BY|DERIVED FROM)"
        r"[ \t]*(?P<colon>[:.;]|(?=[ \t]))[ \t]*",
        re.IGNORECASE,
    )


# Verbs that "classified by" and "derived from" complete in a sentence.
_AUXILIARIES = frozenset({"was", "were", "is", "are", "be", "been", "being", "not", "and"})


def _is_in_a_clause(content: str, start: int, at: int) -> bool:
    """Whether the line above ends with a verb that the label at `at` completes."""
    line_feed = content.rfind("\n", start, at)
    above = content[max(start, line_feed - 12) : max(line_feed, 0)].split()
    return bool(above) and above[-1].lower() in _AUXILIARIES


def find_labels(content: str, start: int, end: int) -> list[Label]:
    """The labelled lines that begin between the offsets, in order of place."""
    found = []
    for at in places_between(landmarks_of(content).labels, content, start, end):
        match = _label_pattern().match(content, at, end)
        if match is None:
            continue
        word, value_at = match["label"], match.end()
        initial = word[0].upper()
        if match["colon"] not in (":", ";"):
            if initial == "S" or (initial in "TUR" and match["colon"] != "." and not word.isupper()):
                continue
            if initial == "R" and not _REFERENCE.match(content, value_at, end):
                continue
            if initial == "T" and not _TAG_LIST.match(content, value_at, end):
                continue
            if initial in "CD" and (word[0].islower() or _is_in_a_clause(content, start, at)):
                continue  # "farms were / classified by size"
        found.append(Label(_NAMES[initial], at, value_at))
    return _with_glued(content, start, end, found)


def _with_glued(content: str, start: int, end: int, found: list[Label]) -> list[Label]:
    """The labels, and those of TAGS and SUBJECT that are glued to the line before where no line begins with them."""
    if {one.name for one in found}.issuperset(("TAGS", "SUBJECT", "REF")):
        return found
    first = found[0].at + 400 if found else end
    for name, words in (("TAGS", ("TAGS:",)), ("SUBJECT", ("SUBJECT:", "SUBJ:"))):
        if any(one.name == name for one in found):
            continue
        for word in words:
            at = content.find(word, start, min(end, first))
            if at >= 0:
                value_at = at + len(word)
                while value_at < end and content[value_at] in " \t":
                    value_at += 1
                found.append(Label(name, at, value_at))
                break
    subject = next((one for one in found if one.name == "SUBJECT"), None)
    if subject is not None and not any(one.name == "REF" for one in found):
        limit = min(end, subject.value_at + 400)
        is_near = content.find("REF", subject.value_at, limit) >= 0
        glued = _glued_reference().search(content, subject.value_at, limit) if is_near else None
        if glued is not None:
            found.append(Label("REF", glued.start("label"), glued.end()))
    found.sort(key=lambda one: one.at)
    return found


@cache
def _glued_reference() -> re.Pattern[str]:
    # Reflowed text: the references follow the subject on its line.
    return compiled.pattern(r"[ \t](?P<label>REF(?:S|TELS?)?)[ \t]?:[ \t]*")


_TAG_LIST = compiled.pattern(r"[A-Z]{2,5}(?:[ ,;]|\n)")


_REFERENCE = compiled.pattern(r"(?:[A-Z][.)] |\([A-Z]\) ?|\d{2} )?[A-Z]{3,}")


def value_end(content: str, label: Label, following: int, double_spaced: bool) -> int:
    """Where the value of a label ends: at the next label, or at a blank line unless every line is followed by one."""
    if double_spaced:
        return _before_a_sentence(content, label, following)
    at = label.value_at
    while True:
        line_end = content.find("\n", at, following)
        if line_end < 0:
            return following
        if not content[at:line_end].strip() and at > label.value_at:
            return at
        after = line_end + 1
        next_end = content.find("\n", after, following)
        if not content[after : next_end if next_end >= 0 else following].strip():
            return line_end if content[label.value_at : line_end].strip() else _next_text(content, after, following)
        at = after


@cache
def _runs_over() -> re.Pattern[str]:
    # A sentence that goes on behind a blank line; of capitals alone, two full lines that end in a word.
    return compiled.pattern(
        r"[a-z,][ \t]*\n[ \t]*\n[ \t]*[a-z]"
        r"|[A-Z ,.']{40,}[A-Z][ \t]*\n[ \t]*\n[A-Z ,.']{40,}[A-Z][ \t]*\n[ \t]*\n[ \t]*[A-Z]"
    )


def is_double_spaced(content: str, start: int, end: int) -> bool:
    """Whether a blank line follows every line of hard-wrapped text, so that a blank line separates nothing."""
    limit = min(end, start + 20_000)
    if not landmarks_of(content).blank and not content[limit - 1 : limit].strip("\n").isspace():
        # An upper bound of the blank lines, and with it of the characters that lines in double spacing hold.
        blank = 2 * content.count("\n\n", start, limit) + 2
        if limit - start > blank * (1 + 76 / 0.9):
            return False
    lines = content[start:limit].split("\n")
    full = [len(line) for line in filter(str.strip, lines)]
    if len(full) < 6 or len(lines) - len(full) < 0.9 * len(full):
        return False
    if len(full) < 10 and _runs_over().search(content, start, end) is None:
        return False  # so few lines may each be a paragraph
    followed = sum(1 for a, b in pairwise(lines) if a.strip() and not b.strip())
    return followed >= 0.9 * len(full) and sum(full) / len(full) < 75


def _before_a_sentence(content: str, label: Label, following: int) -> int:
    """The end of a value in double spacing: the next label, or a notice of a whole sentence ("PLEASE PROTECT …")."""
    if label.name != "SUBJECT":
        return following
    at = content.find("\n", label.value_at, following)
    while at >= 0:
        line_end = content.find("\n", at + 1, following)
        if content[at : line_end if line_end >= 0 else following].rstrip().endswith((".", "!")):
            return at
        at = line_end
    return following


def _next_text(content: str, at: int, end: int) -> int:
    """The end of the first line with text after a label that stands alone on its line."""
    while at < end and content[at] in " \t\n":
        at += 1
    line_end = content.find("\n", at, end)
    return end if line_end < 0 else line_end


def label_lines(
    content: str, labels: list[Label], end: int, double_spaced: bool, stops: tuple[int, ...] = ()
) -> tuple[Line, ...]:
    """The lines of TAGS, SUBJECT and REF; `stops` are offsets at which a value ends whatever follows.

    Where the header is printed twice, the later copy of a line stands for both: the first is the one that is cut.
    """
    lines: dict[str, Line] = {}
    for index, label in enumerate(labels):
        if label.name not in ("TAGS", "SUBJECT", "REF"):
            continue
        following = labels[index + 1].at if index + 1 < len(labels) else end
        for stop in stops:
            if label.value_at < stop < following:
                following = stop
        until = value_end(content, label, following, double_spaced)
        while until > label.value_at and content[until - 1] in " \t\n":
            until -= 1
        words = " ".join(content[label.value_at : until].split())
        cut = words.endswith(("...", "…"))
        if label.name in lines and (cut or not words):
            continue
        lines[label.name] = Line(label.name, Span(label.at, until), Span(label.value_at, until), words, cut)
    return tuple(sorted(lines.values(), key=lambda one: one.span.start))


@cache
def _caption_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in sorted(words, key=len, reverse=True))
    return compiled.pattern(rf"(?:{spelled})(?![A-Za-z])|SIPDIS(?=E\.?O)")


@cache
def _caption_line_pattern() -> re.Pattern[str]:
    # Capitals, or one word or two in whatever case.
    return compiled.pattern(
        r"\n[ \t]*(?=[A-Za-z])(?:([A-Z][A-Z ,/;.&()*-]{1,118}?)(?:[/*.]{3,})?[ \t]*(?=\n|E\.?O\.?[ ]?1)"
        r"|([A-Za-z]{3,10}(?:[ ,/]{1,3}[A-Za-z]{3,10})?)[ \t]*(?=\n))"
    )


def read_captions(content: str, start: int, end: int, register: Register) -> list[Caption]:
    """The captions between the offsets: the words of every line that holds captions and nothing else."""
    first_words = _first_words(register)
    found: list[Caption] = []
    window = "\n" + content[start:end] + "\n"
    shift = start - 1
    for line in _caption_line_pattern().finditer(window):
        if line[1] is None:
            caption = register.captions.get(line[2].upper())
            if caption is not None:
                found.append(Caption(caption, Span(line.start(2) + shift, line.end(2) + shift)))
            continue
        begin, stop = line.span(1)
        if window[stop] != "E":  # no order is glued to the line
            caption = register.captions.get(line[1])
            if caption is not None:
                found.append(Caption(caption, Span(begin + shift, stop + shift)))
                continue
            first = _LETTERS.match(line[1])
            if first is None or first[0] not in first_words:
                continue
        found.extend(_captions_of(window, begin, stop, shift, register))
    return found


_LETTERS = compiled.pattern(r"[A-Za-z]+")


@cache
def _first_words(register: Register) -> frozenset[str]:
    """The letters that captions begin with, up to what is no letter."""
    return frozenset(first[0] for word in register.captions if (first := _LETTERS.match(word)) is not None)


def _captions_of(
    window: str, begin: int, stop: int, shift: int, register: Register
) -> list[Caption]:
    pattern = _caption_pattern(tuple(register.captions))
    at = begin
    found: list[Caption] = []
    while at < stop:
        match = pattern.match(window, at, stop if window[stop : stop + 1] != "E" else stop + 4)
        if match is None:
            return []
        word = register.captions[" ".join(match.group().split())]
        found.append(Caption(word, Span(match.start() + shift, match.end() + shift)))
        at = match.end()
        while at < stop and window[at] in " \t,/;.&()*-":
            at += 1
    return found
