"""Writes a whole telegram from its plan, with wrapper, routing, header, body and trailer; and tells its truth."""

from __future__ import annotations

import re

from generator.plan import Anchors, Authority, Block, PortionTruth, Telegram, Truth, Written
from generator.vocabulary import POSTS, prose
from generator.writing import SPACED, body, first_words, flow, numbers, page_banner, raw_number, zulu

__all__ = ["authority_words", "write"]

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def message_number(plan: Telegram) -> str:
    """The message reference number as the era prints it."""
    return f"{plan.post} {plan.number}" if plan.routing else f"{plan.post} {plan.number:06}"


def file_name(plan: Telegram) -> str:
    """The name of the file; the archives' names date a document, the others do not."""
    if plan.dated_by != "file-name":
        return "telegram.txt"
    post = plan.post.replace(" ", "")
    if plan.routing:
        return f"{plan.date.year}{post}{plan.number:05}.txt"
    return f"{plan.date.year % 100:02}{post}{plan.number}.txt"


def authority_words(authority: Authority, anchors: Anchors) -> str:
    """The sentence with its label; "classified-by" is the whole, "reason" the citation, "letter:x" each letter."""
    reason = ""
    if authority.letters:
        section = anchors.around("reason-section", authority.section_printed) if authority.section_printed else ""
        letters = [anchors.around(f"letter:{one.lower()}", one) for one in _as_printed(authority)]
        reason = authority.lead + anchors.around("reason", section + authority.letters_printed.format(*letters))
    sentence = f"{authority.who}{authority.joint if reason else ''}{reason}{authority.end}"
    return anchors.around("classified-by", anchors.around("classified-by-label", authority.label) + sentence)


def _as_printed(authority: Authority) -> list[str]:
    return list(authority.letters)


def _banner(plan: Telegram, anchors: Anchors, name: str = "banner") -> str:
    words = plan.banner or (page_banner(plan.level) if plan.routing and plan.level == "U" else SPACED[plan.level])
    section = (
        f"{anchors.around('section-number:1', f'SECTION 01 OF {plan.sections:02}')} "
        if plan.sections > 1 and not plan.routing
        else ""
    )
    return f"{anchors.around(name, words)} {section}{message_number(plan)}"


def _captions(plan: Telegram, anchors: Anchors) -> list[str]:
    words = [anchors.around(f"caption:{one}", one) for one in plan.captions]
    return [", ".join(words)] if plan.captions_joined and words else words


def _order_line(plan: Telegram, anchors: Anchors) -> str:
    if plan.order is None:
        return ""
    number = anchors.around("order", plan.order)
    line = plan.order_printed.format(number)
    if plan.instruction is not None:
        value = anchors.around("instruction", plan.instruction.printed)
        line = f"{line}{plan.instruction.lead}{value}{plan.instruction.tail}"
    else:
        line = line.rstrip()
    return anchors.around("order-line", line)


def _tags(plan: Telegram) -> str:
    forms = {
        "plain": "TAGS: " + ", ".join(plan.tags),
        "blanks": "TAGS: " + " ".join(plan.tags),
        "links": "TAGS: " + " ".join(f"[{tag}](#)" for tag in plan.tags),
        "no-colon": "TAGS " + ", ".join(plan.tags),
    }
    return forms[plan.tags_form]


def _header(plan: Telegram, anchors: Anchors, authority: Authority | None) -> list[str]:
    """The lines between the captions and the text, in the order of the form."""
    lines: list[str] = []
    order = _order_line(plan, anchors)
    if plan.address and plan.run_on_order and order:
        lines.append(f"{plan.address} {order}")
    else:
        lines += [plan.address, ""] if plan.address else []
        lines += [order] if order else []
    lines.append(_tags(plan))
    last = ""
    if plan.subject is not None:
        mark = f"{anchors.around('mark:subject', plan.subject_mark.printed)} " if plan.subject_mark else ""
        last = anchors.around("subject-line", plan.subject_label + mark + anchors.around("subject", plan.subject))
    if plan.references:
        lines += [flow(plan, last), ""] if last else []
        last = "REF: " + " ".join(
            f"{chr(65 + at)}. {one}" if len(plan.references) > 1 else one for at, one in enumerate(plan.references)
        )
    if authority is not None:
        words = authority_words(authority, anchors)
        if authority.run_on and last:
            last = f"{last} {words}"
        else:
            lines += [flow(plan, last), ""]
            last = words
        if authority.derived_from is not None:
            lines.append(flow(plan, last))
            last = anchors.around("derived-from", f"Derived From: {authority.derived_from}")
    return [*lines, flow(plan, last)]


def _routing(plan: Telegram, anchors: Anchors) -> list[str]:
    """What precedes the message of a telegram of the 1970s, or the routing of a modern one."""
    when = f"R {plan.date.day:02}1200Z {MONTHS[plan.date.month - 1]} {plan.date.year % 100:02}"
    stated = [when, f"FM AMEMBASSY {plan.post}", "TO SECSTATE WASHDC 8568"]
    if not plan.routing:
        return [
            "VZCZCXRO4417",
            "OO RUEHDBU",
            f"DE RUEHLS #{plan.number:04}/01 1681431",
            "ZNY CCCCC ZZH",
            *stated,
            "INFO RUEHZZ/HARBOR COLLECTIVE PRIORITY 0117",
            "",
        ]
    if plan.era == "10501":
        return [*stated, " "]
    return [
        *([plan.stamp.rstrip("\n")] if plan.stamp else []),
        "Message Text",
        " ",
        anchors.around("top-banner", page_banner(plan.level)),
        " ",
        f"PAGE 01        {plan.post} {plan.number:05}  {zulu(plan)}",
        "ACTION AF-10",
        " ",
        "INFO  OCT-01  ISO-00  CIAE-00  PM-05  INR-10  L-03",
        "      NSAE-00  SP-02  SS-15  /080 W",
        "                    ------------------125643  171748Z /43",
        *stated,
        " ",
    ]


def _wrapper(plan: Telegram) -> list[str]:
    day = plan.date
    written = f"{day.month}/{day.day}/{day.year} 13:31"
    forms: dict[str, list[str]] = {
        "": [],
        "date-line": [f"{day:%A}, {day.day:02} {day:%B} {day.year}, 13:34"],
        "record": [
            "id: 7841",
            f"date: {written}",
            f"refid: {day.year % 100:02}{plan.post}{plan.number}",
            f"origin: Embassy {plan.post.title()}",
            f"classification: {page_banner(plan.level)}",
            "destination:",
            "header:",
            "",
        ],
        "dated": [f"Cable dated:{day.isoformat()}T14:26:00"],
        "doubled-quotes": [],
    }
    return forms[plan.wrapper]


def _trailer(plan: Telegram, anchors: Anchors) -> list[str]:
    if plan.routing and plan.era != "10501":
        lines = [" ", anchors.around("foot-banner", page_banner(plan.level)), " ", " ", "NNN"]
        if plan.trailer == "attributes":
            executive = plan.instruction.printed if plan.instruction else "n/a"
            lines += [
                " ",
                *([plan.stamp.rstrip("\n")] if plan.stamp else []),
                "Message Attributes",
                "Automatic Decaptioning: X",
                "Capture Date: 01 JAN 1994",
                "Current Classification: UNCLASSIFIED",
                "Concepts: HARBORS, TALKS",
                f"Draft Date: {plan.date.day:02} {MONTHS[plan.date.month - 1]} {plan.date.year}",
                f"Document Number: {plan.date.year}{plan.post.replace(' ', '')}{plan.number:05}",
                f"Executive Order: {executive}",
                f"From: {plan.post}",
                f"Original Classification: {page_banner(plan.level)}",
                "Page Count: 2",
                f"Previous Classification: {page_banner(plan.level)}",
                f"Subject: {plan.subject or 'n/a'}",
                f"TAGS: {', '.join(plan.tags)}",
                "To: STATE",
                "Type: TE",
            ]
        return lines
    forms = {
        "": [],
        "cable-ends": ["", "=======================CABLE ENDS============================"],
        "nnnn": ["", "NNNN"],
        "end-text": ["", "End Cable Text"],
    }
    return forms.get(plan.trailer, [])


def _quoted(plan: Telegram, anchors: Anchors) -> list[str]:
    """A whole short telegram repeated inside this one, with a banner of its own."""
    level = plan.quoted_level
    if level is None:
        return []
    post = POSTS[1][0] if plan.post != POSTS[1][0] else POSTS[0][0]
    mark = f"({level}) "
    words = prose(plan.number, 2)
    return [
        "QUOTE:",
        f"{anchors.around('quoted-banner', SPACED[level])} {post} 000044",
        f"E.O. {plan.order}: "
        + (f"DECL: {plan.date.month:02}/{plan.date.day:02}/{plan.date.year + 5}" if level != "U" else "N/A"),
        f"TAGS: PREL, {plan.tags[-1]}\nSUBJECT: A NOTE FROM THE COAST",
        flow(plan, f"1. {mark}{words}"),
        "UNQUOTE",
    ]


def write(plan: Telegram) -> Written:
    """The finished telegram: text, file name, truth, places."""
    anchors = Anchors()
    gap = "\n" if plan.layout == "tight" else "\n\n"
    parts: list[str] = []
    if plan.extract:
        parts.append(
            "This record is a partial extract of the original cable."
            " The full text of the original cable is not available."
        )
    parts += ["\n".join(lines) for lines in (_wrapper(plan),) if lines]
    if plan.routing or plan.dated_by == "routing":
        parts.append("\n".join(_routing(plan, anchors)).rstrip("\n"))
    if plan.doubled_header and plan.authority is not None:
        first = Anchors()  # anchors of the cut copy are thrown away: the second copy is the one that counts
        words = [_banner(plan, first), *_captions(plan, first), *_header(plan, first, None)]
        cut = f"{plan.authority.label}{plan.authority.who[:14]}..."
        parts.append(Anchors.bare("\n".join(word for word in [*words, cut] if word)))
    top = [] if plan.banner is None else [_banner(plan, anchors)]
    parts += [*top, *_captions(plan, anchors)]
    header = "\n".join(_header(plan, anchors, plan.authority))
    # Without a blank line behind it nobody could tell where the last header line ends.
    parts.append(header if plan.layout != "tight" else header + "\n")
    if plan.group:
        parts.append(plan.group)
    parts += body(plan, anchors)
    parts += _quoted(plan, anchors)
    signature = [plan.signature] if plan.signature else []
    text = gap.join(parts)
    text = "\n".join([text, *signature, *_trailer(plan, anchors)]) + "\n"
    clean, places = anchors.settle(_damaged(plan, text))
    return Written(clean, file_name(plan), _truth(plan, places), places)


def _damaged(plan: Telegram, text: str) -> str:
    if plan.wrapper == "doubled-quotes":
        text = text.replace('"', '""')
    if plan.layout == "double":
        text = re.sub(r"\n+", "\n\n", text)
    if plan.line_end == "backslash":
        text = text.replace("\n", " \\\n")
    elif plan.line_end == "crlf":
        text = text.replace("\n", "\r\n")
    elif plan.line_end == "comma":
        text = text.replace("'s ", ",s ").replace("'s\n", ",s\n")
    return text


def _truth(plan: Telegram, places: dict) -> Truth:  # type: ignore[type-arg]
    authority = plan.authority
    reasons = (
        ((authority.section, tuple(one.lower() for one in authority.letters)),)
        if authority and authority.letters
        else ()
    )
    return Truth(
        kind="telegram",
        id=message_number(plan) if plan.banner is not None else None,
        level="U" if plan.level == "L" else plan.level if plan.banner is not None else None,
        banner_line=places["banner"].line if "banner" in places else None,
        captions=tuple(one for one in plan.captions),
        order=plan.order,
        declassify_on=plan.instruction,
        reasons=reasons,
        classifier=authority.name if authority else None,
        subject=plan.subject,
        portions=tuple(_portions(plan, places)),
    )


def _portions(plan: Telegram, places: dict) -> list[PortionTruth]:  # type: ignore[type-arg]
    """The portions in order: the marked subject, numbered paragraphs, marked items."""
    found: list[PortionTruth] = []
    if plan.subject_mark is not None:
        found.append(
            PortionTruth(
                None, plan.subject_mark.canonical, plan.subject_mark.level, places["subject-line"].line, "subject"
            )
        )
    for place, number in numbers(plan).items():
        block: Block = plan.blocks[place]
        where = places[f"paragraph:{place}"].line
        if block.redaction == "whole":
            found.append(PortionTruth(str(number), None, None, where))
            continue
        mark = block.mark
        found.append(
            PortionTruth(
                None if number is None else str(number),
                mark.canonical if mark else None,
                mark.level if mark else None,
                where,
                compares_mark=mark is None or mark.canonical is not None,
                raw_number=raw_number(plan, number, block.separator),
                words=first_words(plan, place),
            )
        )
        for at, item in enumerate(block.bullets):
            if item.mark is not None:
                line = places[f"item:{place}:{at}"].line
                found.append(PortionTruth(None, item.mark.canonical, item.mark.level, line, "subparagraph"))
    return found
