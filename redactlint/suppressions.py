"""Suppressions: a finding is passed over only with a reason, and a suppression that does nothing is itself a finding.

In a document, on a line of its own or in a comment:

    redactlint: ignore[BNR003] reason=compiled from open sources until=2027-01-31

It holds for the portion that it stands in, for the one that it stands directly above (a blank line before it, none
after it), and for the whole document above the first portion.  In the configuration, by path and rule: `[[ignore]]`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from functools import cache

import attrs

from redactlint.documents.model import Portion
from redactlint.text import Span

__all__ = ["Directive", "IgnoreRow", "blank", "find_directives", "scope_of"]

# What a text must hold for the search to be worth while.
SIGN = "redactlint:"


@attrs.frozen
class IgnoreRow:
    """An `[[ignore]]` row of the configuration: paths by pattern (as in .gitignore), codes, the reason, the last day."""

    paths: tuple[str, ...]
    rules: frozenset[str]
    reason: str
    until: datetime.date | None = None
    line: int = 1

    def has_expired(self, as_of: datetime.date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < as_of


@attrs.frozen
class Directive:
    """A suppression written in a document.  `wrong` says what makes it invalid (then it suppresses nothing)."""

    span: Span
    rules: frozenset[str] = frozenset()
    reason: str = ""
    until: datetime.date | None = None
    wrong: str | None = None
    stands_alone: bool = False

    def has_expired(self, as_of: datetime.date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < as_of


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(r"redactlint:[ \t]*ignore\b"),
        re.compile(r"[ \t>]*(?:<!--|/\*|//+|#+|;+|--|%+|\*|\.\.)?[ \t]*\Z"),
        re.compile(r"[ \t]*\[([^\]\n]*)\]"),
        re.compile(r"(?:^|[ \t])(reason|until)=(\"[^\"\n]*\"|(?:(?![ \t](?:reason|until)=).)*)"),
    )


def find_directives(content: str, resolve: Callable[[str], Iterable[str]]) -> tuple[Directive, ...]:
    """Every directive of `content`, in order of place.

    `resolve` gives the codes that a code, name or family stands for, and raises ValueError with a message if none.
    """
    if SIGN not in content:
        return ()
    sign, opener, _, _ = _patterns()
    found = []
    for match in sign.finditer(content):
        start = content.rfind("\n", 0, match.start()) + 1
        end = content.find("\n", match.end())
        end = len(content) if end < 0 else end
        before = content[start : match.start()]
        comment = before.rfind("<!--")
        if opener.match(before):
            begin = start
        elif comment >= 0 and "-->" not in before[comment:]:
            begin = start + comment
        else:
            span = Span(match.start(), end)
            found.append(Directive(span, wrong="stands inside a line of text; give it a line of its own or a comment"))
            continue
        for closer in ("-->", "*/"):
            closes = content.find(closer, match.end(), end)
            if closes >= 0:
                end = closes
                break
        else:
            closer = ""
        body = content[match.end() : end].rstrip()
        span = Span(begin, end + len(closer))
        found.append(
            _read(
                body, span, resolve, stands_alone=begin == start and not content[span.end :].split("\n", 1)[0].strip()
            )
        )
    return tuple(found)


def _read(body: str, span: Span, resolve: Callable[[str], Iterable[str]], *, stands_alone: bool) -> Directive:
    _, _, brackets, options = _patterns()
    names = brackets.match(body)
    wanted = [one.strip() for one in names[1].split(",") if one.strip()] if names else []
    if names is None or not wanted:
        return Directive(span, wrong="names no rule; write ignore[BNR003] reason=…", stands_alone=stands_alone)
    given = {key: value.strip().strip('"').strip() for key, value in options.findall(body[names.end() :])}
    codes: set[str] = set()
    try:
        for one in wanted:
            codes.update(resolve(one))
        until = datetime.date.fromisoformat(given["until"]) if "until" in given else None
    except ValueError as error:
        wrong = f"until={given['until']} is no date (YYYY-MM-DD)" if "isoformat" in str(error) else str(error)
        return Directive(span, wrong=wrong, stands_alone=stands_alone)
    if not given.get("reason"):
        return Directive(span, wrong="gives no reason; add reason=…", stands_alone=stands_alone)
    return Directive(span, frozenset(codes), given["reason"], until, stands_alone=stands_alone)


def blank(content: str, directives: Iterable[Directive]) -> str:
    """`content` with every valid directive blanked, so that it is read as no part of the document."""
    for one in directives:
        if one.wrong is None or one.stands_alone:
            content = content[: one.span.start] + " " * len(one.span) + content[one.span.end :]
    return content


def scope_of(directive: Directive, portions: Iterable[Portion], content: str) -> Span | None:
    """What the directive holds for, or None for the whole document.  `content` is the text with directives blanked."""
    paragraphs = sorted((one for one in portions if one.kind != "subject"), key=lambda one: one.span)
    starts_after = [one for one in paragraphs if one.span.start >= directive.span.end]
    if starts_after and directive.stands_alone:
        following = starts_after[0]
        gap = content[directive.span.end : following.span.start]
        line = content.rfind("\n", 0, directive.span.start)
        previous = content[content.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)]
        if gap.count("\n") <= 1 and not gap.strip() and not previous.strip() and len(starts_after) < len(paragraphs):
            return following.span
    own = [one for one in paragraphs if one.span.start <= directive.span.start < one.span.end]
    return own[-1].span if own else None
