"""E-mail, single or as a chain: text in, Document out, without its date.

The first message is the document; those below it are quoted in it.  Its own header dates it.  Portion marks count
wherever they stand in the chain, for what is sent is the whole of it; an unmarked paragraph counts only in a message
that marks others, or that is classified as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents import authority_block, overall
from redactlint.documents.memorandum import as_written, not_text
from redactlint.documents.model import Banner, Document, Line, Portion
from redactlint.documents.paragraphs import split_paragraphs
from redactlint.documents.portioning import Portioned, read_portions, read_subject
from redactlint.documents.stamps import find_stamps
from redactlint.documents.statements import find_compilation, find_extract
from redactlint.markings.banners import read_banner
from redactlint.markings.levels import Level
from redactlint.markings.portions import read_portion
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, Value, evolve, frozen

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["is_marked", "is_private_confidential", "read", "recognises"]

# How far down the first header may begin, and how long one can be.
_LATEST_HEADER = 4_000
_LONGEST_HEADER = 6_000
# What may stand below a marking at the foot: a number of the page, a name.
_FEW_WORDS = 8
_NAMES = {"SUBJECT": "SUBJECT", "ATTACHMENT": "ATTACHMENTS", "ATTACHMENTS": "ATTACHMENTS"}


@frozen
class _Message(Value):
    """One message of a chain: its header lines, where its text begins and where the next message begins."""

    start: int
    lines: tuple[Line, ...]
    text_start: int
    end: int


@cache
def _label_pattern() -> re.Pattern[str]:
    # Capitals throughout are the head of a memorandum; a label without its colon has lost it to the scanner.
    return compiled.pattern(
        r"\n(?P<quote>[ \t>|*_]*)(?P<label>From|Sent|To|Cc|CC|Bcc|Subject|Date|Attachments?|Importance|Sensitivity)"
        r"(?P<colon>[*_]{0,2}[ \t]*:[*_]{0,2}|(?=[ \t]{3,})|(?=[ \t]*\n))[ \t]*(?P<value>[^\n]*)"
    )


@cache
def _divider_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>•*_-]*(?:Original Message|Forwarded [Mm]essage|Begin forwarded message)[ \t:*_-]*\n\s*\Z"
    )


def recognises(text: Text, *, is_copy: bool = False) -> bool:
    """Whether the text begins with the header of an e-mail: From with Sent or Date, and To or Subject.

    A header without "Sent", an address or a time of day can be a memorandum's; it counts only in a released copy
    (`is_copy`), where nothing turns on the difference.
    """
    head = text.content[: _LATEST_HEADER + _LONGEST_HEADER]
    if "From" not in head or ("Sent" not in head and "Date" not in head):
        return False
    first = next(_headers("\n" + head), None)
    if first is None or first[0].span.start >= _LATEST_HEADER:
        return False
    return is_copy or any(one.name == "SENT" or _is_electronic(one) for one in first)


def is_marked(document: Document) -> bool:
    """Whether anything in an e-mail speaks of classification or release: one of a firm or a friend has nothing."""
    if document.banner is not None or document.order is not None or document.entire_text is not None:
        return True
    if document.classified_by or document.derived_from or document.instructions or document.reasons:
        return True
    return any(one.mark is not None for one in document.portions) or bool(find_stamps(document.text.content))


def _is_electronic(line: Line) -> bool:
    """Whether a header line could stand in no memorandum: an address, or a time beside the day."""
    if line.name == "DATE":
        return re.search(r"\d:\d\d", line.words) is not None
    return line.name in ("FROM", "TO", "CC") and "@" in line.words


def _headers(padded: str) -> Iterator[tuple[Line, ...]]:
    """The headers of a chain in order of place, each as its lines; `padded` is the content behind one line feed."""
    gathered: list[Line] = []
    for match in _label_pattern().finditer(padded):
        name = _NAMES.get(match["label"].upper(), match["label"].upper())
        line = _line(padded, match, name)
        if gathered and not _belongs(padded, gathered, line):
            if _is_header(gathered):
                yield tuple(gathered)
            gathered = []
        gathered.append(line)
    if _is_header(gathered):
        yield tuple(gathered)


def _line(padded: str, match: re.Match[str], name: str) -> Line:
    start, end = match.start("value"), match.end("value")
    while end > start and padded[end - 1] in " \t*_":
        end -= 1
    if name == "SUBJECT":
        end = _subject_end(padded, match.start("label"), start, end)
    words = " ".join(padded[start:end].split())
    return Line(name, Span(match.start("label") - 1, max(end, match.end("label")) - 1), Span(start - 1, end - 1), words)


def _subject_end(padded: str, label: int, start: int, end: int) -> int:
    """The end of a subject that goes on, set in, on the next line."""
    column = start - padded.rfind("\n", 0, start)
    while end > start:
        after = padded.find("\n", end + 1)
        following = padded[end + 1 : len(padded) if after < 0 else after]
        indent = len(following) - len(following.lstrip())
        if not following.strip() or indent < max(4, column - 3) or padded[end] != "\n":
            break
        end = end + 1 + len(following.rstrip())
    return end


def _belongs(padded: str, gathered: list[Line], line: Line) -> bool:
    """Whether a label goes on with the header that is being gathered."""
    names = {one.name for one in gathered}
    between = padded[gathered[-1].span.end + 1 : line.span.start + 1]
    if line.name in names or between.count("\n") > 12 or len(between) > 1500:
        return False
    if "SUBJECT" in names:
        return between.count("\n") <= 2 or (not between.strip() and "FROM" not in names)
    return "\n\n\n\n" not in between or not between.strip()


def _is_header(lines: list[Line]) -> bool:
    names = {one.name for one in lines}
    return "FROM" in names and bool(names & {"SENT", "DATE"}) and bool(names & {"TO", "SUBJECT", "CC"})


def _messages(content: str) -> list[_Message]:
    headers = list(_headers("\n" + content))
    messages = []
    for index, lines in enumerate(headers):
        start = content.rfind("\n", 0, lines[0].span.start) + 1
        end = len(content)
        if index + 1 < len(headers):
            end = content.rfind("\n", 0, headers[index + 1][0].span.start) + 1
            divider = _divider_pattern().search("\n" + content[lines[-1].span.end : end])
            end = lines[-1].span.end + divider.start() if divider is not None else end
        messages.append(_Message(start, lines, lines[-1].span.end, end))
    return messages


def read(text: Text, law: Law, register: Register, dialect: str) -> Document:
    """Read an e-mail or a chain of them, without its date.  Total, and linear in the text."""
    content = as_written(text.content)
    messages = _messages(content)
    if not messages:
        return Document(text=text, kind="email")
    first = messages[0]
    block = authority_block.read_block(content[: first.end], law)
    banners = _banners(text, content, messages, register, dialect)
    skip = not_text(banners, block.spans, ())
    bodies = [_body(content, one, skip, register, dialect) for one in messages]
    portions = [portion for body in bodies for portion in body.portions]
    subject = next((one for one in first.lines if one.name == "SUBJECT"), None)
    heading = read_subject(content, _without_prefix(content, subject), register, dialect)
    document = Document(
        text=text,
        kind="email",
        banner=overall.operative(banners),
        banners=banners,
        order=block.order,
        instructions=block.instructions,
        reasons=block.reasons,
        classified_by=block.classified_by,
        derived_from=block.derived_from,
        subject=subject,
        lines=tuple(sorted((*first.lines, *block.lines), key=lambda one: one.span)),
        portions=(*heading, *portions),
        items=tuple(item for body in bodies for item in body.items),
        header=Span(0, first.text_start),
        body=Span(first.text_start, len(content)),
        compilation=find_compilation(content[: first.end]),
        entire_text=next((body.entire_text for body in bodies if body.entire_text is not None), None),
    )
    if is_private_confidential(document):
        document = evolve(document, banner=None, banners=())
    return _as_due(document, messages, bodies, heading)


def _as_due(
    document: Document, messages: list[_Message], bodies: list[Portioned], heading: tuple[Portion, ...]
) -> Document:
    """Leave unmarked paragraphs out of messages that mark nothing, unless the e-mail is classified and they its own."""
    is_classified = document.level is not None and document.level.is_classified
    portions = list(heading)
    for index, body in enumerate(bodies):
        marks = any(one.mark is not None for one in body.portions)
        if marks or (is_classified and index == 0) or body.entire_text is not None:
            portions += body.portions
    extract = find_extract(document.text.content[: messages[0].end])
    return evolve(
        document,
        portions=tuple(portions),
        extract=extract[0] if extract is not None and extract[1] == "stated" else None,
        extract_kind="stated" if extract is not None and extract[1] == "stated" else None,
    )


def _without_prefix(content: str, subject: Line | None) -> Line | None:
    """The subject after "Re:" and "Fw:", where its mark stands."""
    if subject is None:
        return None
    pattern = compiled.pattern(r"(?:(?:RE|Re|FW|Fw|FWD|Fwd)[ \t]*:[ \t]*)+")
    prefix = pattern.match(content, subject.value.start, subject.value.end)
    if prefix is None:
        return subject
    return evolve(subject, value=Span(prefix.end(), subject.value.end))


def _body(content: str, message: _Message, skip: list[Span], register: Register, dialect: str) -> Portioned:
    start, end = message.text_start, message.end
    inside = [one for one in skip if one.end > start and one.start < end]
    inside = sorted([*inside, *_headings(content, start, end)])
    paragraphs = split_paragraphs(content, start, end, inside, register, dialect)
    body = read_portions(content, paragraphs, end)
    if any(_is_no_mark(content, one) for one in body.portions):
        return evolve(body, portions=tuple(one for one in body.portions if not _is_no_mark(content, one)))
    return body


@cache
def _heading_pattern() -> re.Pattern[str]:
    # A line in capitals right above a line that begins with a mark: reports set their headings so.
    return compiled.pattern(
        r"\n[ \t>]*[A-Z][A-Z0-9 ,.:;'’&/()–-]{3,110}(?=\n[ \t>]*\((?:TS|S|C|U|SBU|FOUO)(?:/[A-Z/]{1,12})?\)[ \t])"
    )


def _headings(content: str, start: int, end: int) -> list[Span]:
    """Headings in capitals above marked paragraphs: they are no part of them."""
    return [Span(match.start() + 1, match.end()) for match in _heading_pattern().finditer(content, start, end)]


# Words with which a sentence goes on whose subject is the bracket: "(C) is the right answer".
_GOING_ON = frozenset(
    ("is", "are", "was", "were", "has", "would", "will", "can", "and", "or", "of", "in", "for", "to", "above", "below")
)


def _is_no_mark(content: str, portion: Portion) -> bool:
    """A letter before a year, a telephone number or a mere name stands for a copyright, a telephone or a size."""
    mark = portion.mark
    printed = content[mark.span.start : mark.span.end] if mark is not None else ""
    if mark is None or len(printed) != 3:
        return False
    after = content[mark.span.end : min(portion.text_end or portion.span.end, mark.span.end + 200)].strip(" \t:\n")
    is_name = len(after) < 40 and after[-1:] not in (".", "?", "!", ":")
    goes_on = after[:1].islower() and after.split(" ", 1)[0] in _GOING_ON
    return (
        printed.islower()
        or is_name
        or goes_on
        or after[:1].isdigit()
        or after.lower().startswith(("copyright", "+", "©"))
    )


# -- overall markings ------------------------------------------------------------------------------------------------


@cache
def _statement_pattern() -> re.Pattern[str]:
    # "This email is UNCLASSIFIED based on the definitions in E.O. 13526"; a lawyer's "is confidential" is no marking.
    return compiled.pattern(
        r"\n[ \t>*_]*(?:This (?:e-?mail|message|document|transmission) is"
        r"|(?P<label>(?:Overall )?Classification|CLASSIFICATION)[ \t]*:)[ \t*_]*"
        r"(?P<words>(?:UNCLASSIFIED|[Uu]nclassified|SENSITIVE BUT UNCLASSIFIED|SBU|TOP SECRET|SECRET|CONFIDENTIAL)\b"
        r"(?://[A-Z][A-Z/ ,-]{1,60}[A-Z])?)(?P<rest>[^\n]*)"
    )


@cache
def _sbu_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t>*_]*(?P<words>SBU(?:/{1,2}NOFORN)?)[ \t*_]*(?=\n|\Z)")


@cache
def _lone_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_]*(?P<mark>\((?:SBU|U|C|S|TS|FOUO|U//FOUO|SBU/{1,2}N(?:F|OFORN)?)\))[ \t*_]*(?=\n|\Z)"
    )


def _banners(
    text: Text, content: str, messages: list[_Message], register: Register, dialect: str
) -> tuple[Banner, ...]:
    """The overall markings of the chain: the first message's own is operative, else the highest of those below it."""
    found = [
        one for one in overall.find_overall_markings(text, content, register, dialect) if one.role != "transmittal"
    ]
    found += _statements(content, register, dialect)
    for match in _sbu_pattern().finditer("\n" + content):
        parsed = read_banner(f"UNCLASSIFIED//{match['words']}", register, dialect)
        span = Span(match.start("words") - 1, match.end("words") - 1)
        if parsed is not None:
            found.append(Banner(span, evolve(parsed, deviations=()), line=span))
    lone = _lone_label(content, messages[0], register, dialect)
    if lone is not None:
        found.append(lone)
    found = [one for one in found if one.level is not None]
    if not found:
        return ()
    found.sort(key=lambda one: one.span)
    own = [one for one in found if one.span.start < messages[0].end]
    chosen = own[0] if own else max(found, key=lambda one: one.level or Level.U)
    roled = []
    for one in found:
        is_own = one.span.start < messages[0].end
        role = "overall" if one is chosen else "repeat" if is_own and one.level == chosen.level else "page"
        roled.append(evolve(one, role=role))
    return tuple(roled)


def _statements(content: str, register: Register, dialect: str) -> list[Banner]:
    found = []
    for match in _statement_pattern().finditer("\n" + content):
        words = match["words"]
        is_labelled = match["label"] is not None and not match["rest"].strip()
        if (
            words.startswith("CONFIDENTIAL")
            and not is_labelled
            and not re.search(r"E\.?O\.?|Executive Order|//", words + match["rest"])
        ):
            continue
        parsed = read_banner(words.upper(), register, dialect)
        if parsed is not None:
            span = Span(match.start("words") - 1, match.end("words") - 1)
            found.append(Banner(span, parsed, line=Span(match.start(), match.end() - 1)))
    return found


def _lone_label(content: str, message: _Message, register: Register, dialect: str) -> Banner | None:
    """A mark that stands alone on the last line of the message, or with only its signature below it."""
    found = list(_lone_pattern().finditer("\n" + content[message.text_start : message.end]))
    if not found:
        return None
    last = found[-1]
    shift = message.text_start - 1
    below = content[last.end() + shift : message.end].split()
    parsed = read_portion(last["mark"], register, dialect)
    if parsed is None or parsed.marking is None or len(below) > 30:
        return None
    span = Span(last.start("mark") + shift, last.end("mark") + shift)
    return Banner(span, evolve(parsed, deviations=()), line=span)


def _stands_at_foot(document: Document) -> bool:
    """Whether a marking ends the e-mail; those who head their notes CONFIDENTIAL write it above each."""
    last = document.banners[-1]
    below = document.text.content[(last.line or last.span).end :]
    return len(below.split()) <= _FEW_WORDS


def is_private_confidential(document: Document) -> bool:
    """Whether CONFIDENTIAL is all that speaks for a classification: a writer's word, not a marking under an order.

    A marking of the Government comes with controls, marks its portions, names its authority or stands at both ends.
    """
    banner = document.banner
    if banner is None or banner.marking is None or banner.level is not Level.C:
        return False
    if len(document.banners) > 1 and (document.kind != "email" or _stands_at_foot(document)):
        return False
    marking = banner.marking
    if marking.dissemination or marking.sci or marking.non_ic or marking.rel_to:
        return False
    if "E.O" in document.text.words(banner.line or banner.span):
        return False
    has_authority = document.order or document.classified_by or document.derived_from or document.instructions
    return not has_authority and all(one.mark is None for one in document.portions)
