"""Where a portion can begin in the body of a telegram: numbers and marks, told from lists, citations and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.headings import refers_to_a_number, runs_over_a_page
from redactlint.documents.landmarks import brackets_of, landmarks_of, places_between
from redactlint.documents.marks import mark_after_heading, mark_at, plain_mark
from redactlint.documents.model import Mark
from redactlint.markings.lettering import LONGEST_TITLE, is_title
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = ["BULLETS", "Start", "Zone", "first_word", "marked_items", "numbered_starts"]


class Zone(NamedTuple):
    """What of a telegram is looked through: `window` is the content up to `end` behind a line feed, `shift` the offset
    of its first character.

    The landmarks of `known` hold for the content: it is the same, or the content is it with parts of it blanked.
    """

    window: str
    shift: int
    content: str
    end: int
    known: str
    in_capitals: bool
    register: Register
    dialect: str


class Start(NamedTuple):
    """A place where a portion can begin: its label (a number, or the letter or dash of an item) and its mark."""

    at: int
    text_at: int
    raw: str | None
    raw_span: Span | None
    mark: Mark | None
    place: str = "start"
    has_pilcrow: bool = False
    is_inline: bool = False
    is_wrapped: bool = False
    label: str = ""

    @property
    def begins(self) -> bool:
        """Whether it begins a line, and no sentence runs over into that line."""
        return not (self.is_inline or self.is_wrapped)


@cache
def _number_pattern() -> re.Pattern[str]:
    # "1." "¶1." "- 12." "1)" "1," "1 (" at the start of a line; "1.4" and "10.30" are no paragraph numbers.
    return compiled.pattern(
        r"(?:[-•][ \t]{1,40}|[*_#]{1,4}[ \t]{0,40})?(?P<pilcrow>¶[ \t]{0,40})?(?P<raw>\d{1,4})[ \t]{0,2}"
        r"(?P<point>[.):,](?!\d)|(?=[ \t]?\())[*_]{0,3}[ \t]*"
        r"(?P<mark>\((?:C|U|S|SBU)\)(?= [A-DF-Za-df-z]))?"  # as nearly every one is printed
    )


@cache
def _inline_pattern() -> re.Pattern[str]:
    # The number before it is read backwards from the bracket.
    return compiled.pattern(r"\((?:TS|S|C|U|SBU|LOU)[/) ]")


@cache
def _number_before_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"(?:[ \t]|(?<=[A-Za-z)\"”][A-Za-z)\"”][.!?]))(?:¶[ \t]{0,40})?(?P<raw>\d{1,3})\.[ \t]{0,3}\Z"
    )


# The signs that begin an item of a list.
BULLETS = "-*•–—·▪■►●○>+"


@cache
def _item_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        rf"(?P<label>(?:[{BULLETS}o]{{1,3}}[ \t]*)?(?:[¶1]?\(?[a-zA-Z][.)][ \t]*|¶?\(?[ivxIVX]{{1,5}}[.)][ \t]*"
        r"|\(\d{1,2}\)[ \t]*|\d{1,2}(?:[.-]\d{1,2}|[.-]?[a-zA-Z])[.)]?[ \t]+)?)(?=\()"
    )


@cache
def _no_label() -> re.Pattern[str]:
    return compiled.pattern(r"(?P<label>)(?=\()")


def numbered_starts(zone: Zone, labels: list[int]) -> list[Start]:
    """Every number that can be that of a paragraph, marked or not, in order.

    Lines that begin with a number that is none of a paragraph ("2.a.", "1.1") are added to `labels`.
    """
    window, shift, content, end, known, in_capitals, register, dialect = zone
    starts: list[Start] = []
    commas = False  # whether a marked paragraph is numbered with a comma
    read_number = _number_pattern().match
    for place in places_between(landmarks_of(known).numbers, content, shift + 1, end):
        match = read_number(window, place - shift)
        if match is None:
            if content[place].isdigit():
                labels.append(place)
            continue
        line_feed = place - shift - 1
        if window[line_feed] != "\n":
            line_feed = window.rfind("\n", 0, line_feed)
        pilcrow, raw, point, printed = match.groups()
        if len(raw) > 3 and not (pilcrow or raw[:2] == "11" or (starts and starts[-1].raw == str(int(raw) - 1))):
            continue  # a year, or an hour: "1030. (U) Coffee"
        at = match.end() + shift
        if printed is not None:
            at -= len(printed)
            mark = plain_mark(printed, at, register, dialect)
        else:
            mark = mark_at(content, at, end, register, dialect)
        if mark is None and point and content[at : at + 1] in _STRAY:
            # "4. . (C)", "4. -(C)": a stray character before the mark.
            bracket = content.find("(", at, min(end, at + 5))
            if bracket > 0 and not content[at:bracket].strip(_STRAY):
                mark = mark_at(content, bracket, end, register, dialect, numbered=False)
        if mark is None and content[at : at + 1] == "\n" and point:
            # The number stands alone on its line; the mark begins the next.
            text_at = first_word(content, at, min(end, at + 6))
            mark = mark_at(content, text_at, end, register, dialect, numbered=False)
        if mark is None:
            if point == "." and content[at - 1] == "." and content[at + 1 : at + 2] in (".", ")"):
                labels.append(place)  # "2.A. (C)"
                continue
            if point in ("", ":") or len(raw) > 3:
                continue
            if point == ")" and content[at : at + 1] in (".", ",", ";"):
                continue  # "(see para / 6)."
            if point == "," and not (
                _begins_sentence(content, at)
                and (_begins_block(window, line_feed) or (commas and _ends_a_sentence(window, line_feed, in_capitals)))
            ):
                continue
            late = mark_after_heading(content, at, end, register, dialect, in_capitals=in_capitals)
        elif not point and (
            content[mark.span.start - 1].isdigit()
            or _is_cited(content, mark.span.end)
            or (in_capitals and not _begins_block(window, line_feed))
            or runs_over_a_page(window[max(0, line_feed - 300) : line_feed])
        ):
            continue  # a statute, "2(C)(2)", or a paragraph, "3 (C) above"
        else:
            late = None
        wraps = line_feed > 0 and window[line_feed - 1] != "\n"
        if wraps and window[line_feed - 1] in " \t":
            wraps = not _begins_block(window, line_feed)
        if wraps and (
            refers_to_a_number(window, line_feed)
            or (mark is not None and content[mark.span.end : mark.span.end + 1] in ",;)")
        ):
            continue
        if (
            mark is not None
            and printed is None
            and content[mark.span.start : mark.span.end].islower()
            and _goes_on(content, mark.span.end)
        ):
            continue  # "12.(c) applies"
        raw_at = match.start("raw") + shift
        is_wrapped = wraps and not (
            point and (_ends_a_sentence(window, line_feed, in_capitals) or _has_room(window, line_feed))
        )
        text_at = mark.span.end if mark is not None else at
        raw_span = Span(raw_at, raw_at + len(raw))
        where = "heading" if late is not None else "start"
        commas = commas or (mark is not None and point == ",")
        starts.append(
            Start(raw_at, text_at, raw, raw_span, mark or late, where, pilcrow is not None, False, is_wrapped, "")
        )
    inside = list(_inline_starts(zone, starts))
    if not inside:
        return starts
    from redactlint.documents.reflowed import unread_between

    starts = sorted((*starts, *inside), key=lambda one: one.at)
    unread = unread_between(content, end, starts, in_capitals, register, dialect)
    return sorted((*starts, *unread), key=lambda one: one.at) if unread else starts


def _inline_starts(zone: Zone, starts: list[Start]) -> Iterator[Start]:
    """Marked numbers inside a line; `starts` are those at the starts of lines."""
    window, shift, content, end, known, in_capitals, register, dialect = zone
    at_line_start = {one.at for one in starts}
    taken = {one.mark.span.start - shift for one in starts if one.mark is not None and one.place == "start"}
    for place in places_between(brackets_of(known), content, shift + 1, end):
        bracket = place - shift
        if bracket in taken or window[bracket - 1] not in " \t.":
            continue
        if not window[max(0, bracket - 4) : bracket].rstrip(" \t").endswith("."):
            continue  # no number stands before it
        if _inline_pattern().match(window, bracket) is None:
            continue
        near = max(0, bracket - 50)
        if window.find("¶", near, bracket) < 0:
            near = max(0, bracket - 9)  # without a pilcrow nothing that matches is longer
        number = _number_before_pattern().search(window, near, bracket)
        if number is None:
            continue
        raw_at = number.start("raw") + shift
        if raw_at in at_line_start or not _ends_a_sentence(window, number.start(), in_capitals):
            continue
        mark = mark_at(content, bracket + shift, end, register, dialect, numbered=False)
        if mark is None or mark.marking is None or _goes_on(content, mark.span.end):
            continue
        if content[mark.span.end : mark.span.end + 1] in (",", ";", ")"):
            continue
        raw_span = Span(raw_at, number.end("raw") + shift)
        yield Start(raw_at, mark.span.end, number["raw"], raw_span, mark, is_inline=True)


def _begins_block(window: str, line_feed: int) -> bool:
    """Whether nothing, a blank line or the rule below a heading stands before the line feed."""
    before = window[max(0, line_feed - 80) : line_feed].rstrip(" \t")
    return not before or before[-1] == "\n" or before.endswith(("---", "===", "___"))


_STRAY = " \t-–.,:"


def _is_cited(content: str, at: int) -> bool:
    """Whether what ends at `at` is cited in a sentence: nothing parts it from what follows, or small letters go on."""
    return not content[at : at + 1].isspace() or _goes_on(content, at)


def _goes_on(content: str, at: int) -> bool:
    """Whether a sentence goes on behind a mark in mid-line: "article 3.(C) says"."""
    words = content[at : at + 30].split(None, 1)
    return bool(words) and words[0][0].islower() and "-" not in words[0]


def _ends_a_sentence(window: str, at: int, in_capitals: bool) -> bool:
    """Whether what stands before `at` is the end of a sentence or of a heading, not the middle of one."""
    before = window[max(0, at - 60) : at].rstrip()
    if not before:
        return True
    if before[-1] in ".!?:;\"”')-=":
        return True
    if _page_line().search(before) or is_title(before.rpartition("\n")[2].strip(" \t\\")):
        return True
    *earlier, last = before.split()[-2:]
    if in_capitals or not last.isupper() or last in _REFERS_TO_A_NUMBER:
        return False
    return all(word.isupper() or word[-1] in ".!?" for word in earlier)


def _has_room(window: str, line_feed: int) -> bool:
    """Whether the line above is so much shorter than the one below that nothing was wrapped between them."""
    above = line_feed - window.rfind("\n", 0, line_feed)
    below = len(window[line_feed + 1 : line_feed + 200].partition("\n")[0])
    return 5 * above < 3 * below and below > LONGEST_TITLE


@cache
def _page_line() -> re.Pattern[str]:
    return compiled.pattern(r"0\d{7}[ \t]+\d{3}(?:\.\d)?[ \t]+OF[ \t]+\d{3}\Z")


_REFERS_TO_A_NUMBER = frozenset({"PARA", "PARAS", "PARAGRAPH", "PARAGRAPHS", "REF", "REFS", "AND", "ITEM", "ITEMS"})


def marked_items(zone: Zone, labels: list[int]) -> list[Start]:
    """Marks at the start of a line without a paragraph number: bullets, lettered items, headings, whole paragraphs.

    `labels` are lines that begin with a number which is none of a paragraph.
    """
    window, shift, content, end, known, in_capitals, register, dialect = zone
    found: list[Start] = []
    places = places_between(landmarks_of(known).items, content, shift + 1, end)
    if labels:
        places = sorted({*places, *labels})
    for place in places:
        match = _item_pattern().match(window, place - shift)
        if match is None:
            continue
        at = match.end() + shift
        mark = mark_at(content, at, end, register, dialect, numbered=False)
        if (mark is None or mark.marking is None) and match["label"][:1] == "(":
            # "(U) (Note: …": what looks like a label is the mark.
            match = _no_label().match(window, place - shift) or match
            mark = mark_at(content, place, end, register, dialect, numbered=False)
        if mark is None or mark.marking is None:
            continue
        printed = content[mark.span.start : mark.span.end]
        if _carries_on().match(content, mark.span.end, end):
            continue
        if printed != printed.upper() or not _can_begin_here(window, match, printed, in_capitals):
            continue
        label_at = match.start("label") + shift
        label = match["label"].strip()
        is_wrapped = not label and not _begins_block(window, max(0, window.rfind("\n", 0, match.start())))
        found.append(Start(label_at, mark.span.end, None, None, mark, is_wrapped=is_wrapped, label=label))
    return found


@cache
def _carries_on() -> re.Pattern[str]:
    # "(C) CONT'D", "(C) SUMMARY CONTINUED": the paragraph before goes on behind a page break.
    # "(S) = sold", "(S) - sold": the key to a table.
    return compiled.pattern(
        r"[ \t]*(?:(?:[A-Z]+[ \t]){0,3}\(?CONT(?:['’.]?D|INUED|\.)\)?[ \t]*[:.]?[ \t]*\n"
        r"|=|[-–—][ \t][^\n]{1,40}(?<![.!?])(?:\n|\Z))"
    )


@cache
def _lettered(letter: str) -> re.Pattern[str]:
    # A line that begins with one of the first letters or a neighbour of this one, in brackets: the items of a list.
    near = "".join(chr(ord(letter) + step) for step in (-2, -1, 1, 2))
    return compiled.pattern(rf"\n[ \t]*[\"“]?\((?![CSUL]\))[A-H{near}]\)[ \t]")


def _can_begin_here(window: str, match: re.Match[str], printed: str, in_capitals: bool) -> bool:
    """Whether a mark here begins a portion, and is not the third letter of a list that runs through the prose.

    `in_capitals` says that the whole text is, so that capitals make no heading.
    """
    line_feed = window.rfind("\n", 0, match.start())
    before = window[max(0, line_feed - 900) : line_feed]
    if before.rstrip().endswith("SIPDIS"):
        before = before.rstrip()[: -len("SIPDIS")].rstrip()  # the mail system's, in mid-sentence
    last_line = before.rsplit("\n", 1)[-1].rstrip()
    begins_block = not last_line or last_line.endswith(("---", "===", "___"))
    if match["label"] and not match["label"].strip(BULLETS + " \t"):
        return True
    if begins_block and not match["label"] and (_is_in_mid_sentence(before) or runs_over_a_page(before)):
        return False
    if len(printed) == 3 and not match["label"]:
        previous = chr(ord(printed[1]) - 1)
        listed = (f"\n({previous})", f"\n{previous}.", f"\n {previous}.", f"\n ({previous})")
        if any(one in before for one in listed) and f"\n{previous}. (" not in before:
            return False  # what would be the third of them; "B. (U)" counts with points, not with brackets
        if _lettered(printed[1]).search(before):
            return False
        if not begins_block and (_counts_to(before, previous) or _counts_to(before, previous.lower())):
            return False
    after = match.end() + len(printed)
    is_number = match["label"][:1].isdigit() and not (match["label"][0] == "1" and match["label"][1].isalpha())
    if (is_number or not match["label"]) and (
        window[after : after + 1] in (".", ",", ";", ")") or _goes_on(window, after)
    ):
        return False
    if begins_block or (match["label"] and not is_number) or last_line[-1] in '.!?:"”)-=':
        return True
    if last_line.isupper() and not in_capitals:
        return last_line[-1] not in ",;" and not last_line.lstrip()[0].isdigit()
    above, line = before.rstrip().rpartition("\n")[0].rstrip()[-1:], last_line.strip()
    is_heading = is_title(line) or (in_capitals and line.isalpha() and line.isupper())
    return is_heading and above in tuple('.!?:"”)')


def _counts_to(before: str, letter: str) -> bool:
    """Whether a list that runs through the prose has come to the letter: it is there, and the one before it."""
    return f"({letter})" in before and (letter in "Aa" or f"({chr(ord(letter) - 1)})" in before)


def _begins_sentence(content: str, at: int) -> bool:
    return content[at : at + 1].isupper() or content[at : at + 1] in ("(", '"')


@cache
def _single_spaced() -> re.Pattern[str]:
    return compiled.pattern(r"\S[ \t]*\n[ \t]*\S")


def _is_in_mid_sentence(before: str) -> bool:
    """Whether the line above is a full one that ends in no stop, in a text that has a blank line after every line."""
    last_line = before.rstrip().rsplit("\n", 1)[-1]
    if len(last_line) < _FULL_LINE or not (last_line[-1].isalnum() or last_line[-1] == ","):
        return False
    return before.count("\n") > _FEW_LINES and _single_spaced().search(before) is None


# What is shorter can be a heading; of fewer lines nobody can tell how they are spaced.
_FULL_LINE, _FEW_LINES = 45, 3


def first_word(content: str, start: int, end: int) -> int:
    """The offset of the first character that is no blank."""
    while start < end and content[start] in " \t\r\n":
        start += 1
    return start
