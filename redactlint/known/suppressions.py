"""Suppressions: a finding is passed over only with a reason, and a suppression that does nothing is itself a finding.

In a document, on a line of its own or in a comment:

    redactlint: ignore[BNR003] reason=compiled from open sources until=2027-01-31

It holds for the portion that it stands in, for the one that it stands directly above (a blank line before it, none
after it), and for the whole document above the first portion.  In the configuration, by path and rule: `[[ignore]]`.
Beside a document that is not edited, in a file of its own: `redactlint.known.sidecars`.
"""

from __future__ import annotations

import datetime
import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from redactlint import compiled
from redactlint.documents.model import Document, Portion
from redactlint.findings import Finding, Hit
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, NamedTuple, evolve

if TYPE_CHECKING:
    from redactlint.known.sidecars import Sidecar

__all__ = ["Directive", "IgnoreRow", "Scopes", "Suppressor", "blank", "find_directives"]

# What a text must hold for the search to be worth while.
SIGN = "redactlint:"

# A directive stands directly above a paragraph only if no more characters than this part them.
_LONGEST_GAP = 200

# The rules on suppressions themselves.
_UNUSED, _INVALID = "DOC005", "DOC006"


class IgnoreRow(NamedTuple):
    """An `[[ignore]]` row of the configuration: path patterns as in .gitignore, codes, the reason, the last day."""

    paths: tuple[str, ...]
    rules: frozenset[str]
    reason: str
    until: datetime.date | None = None
    line: int = 1

    def has_expired(self, as_of: datetime.date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < as_of


class Directive(NamedTuple):
    """A suppression written in a document or beside it.  `wrong` says what makes it invalid: it suppresses nothing.

    One beside a document may hold only for findings on the characters `at`, and in the `paragraph` of that number.
    """

    span: Span
    rules: frozenset[str] = frozenset()
    reason: str = ""
    until: datetime.date | None = None
    wrong: str | None = None
    stands_alone: bool = False
    at: str | None = None
    paragraph: str | None = None

    def has_expired(self, as_of: datetime.date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < as_of


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        compiled.pattern(r"redactlint:[ \t]*ignore\b"),
        compiled.pattern(r"[ \t>]*(?:<!--|/\*|//+|#+|;+|--|%+|\*|\.\.)?[ \t]*\Z"),
        compiled.pattern(r"[ \t]*\[([^\]\n]*)\]"),
        compiled.pattern(r"(?:^|[ \t])(reason|until)=(\"[^\"\n]*\"|(?:(?![ \t](?:reason|until)=).)*)"),
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
        span = Span(begin, end + len(closer))
        line_end = content.find("\n", span.end)
        rest = content[span.end : line_end if line_end >= 0 else len(content)]
        stands_alone = begin == start and not rest.strip()
        found.append(_read(content[match.end() : end].rstrip(), span, resolve, stands_alone=stands_alone))
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
    except ValueError as error:
        return Directive(span, wrong=f"cannot be applied: {error}", stands_alone=stands_alone)
    try:
        until = datetime.date.fromisoformat(given["until"]) if "until" in given else None
    except ValueError:
        wrong = f"gives until={given['until']}, which is no date; write until=2027-01-31"
        return Directive(span, wrong=wrong, stands_alone=stands_alone)
    if not given.get("reason"):
        return Directive(span, wrong="gives no reason; add reason=…", stands_alone=stands_alone)
    return Directive(span, frozenset(codes), given["reason"], until, stands_alone=stands_alone)


def blank(content: str, directives: Iterable[Directive]) -> str:
    """`content` with every valid directive blanked, so that it is read as no part of the document."""
    pieces, at = [], 0
    for one in directives:
        if (one.wrong is None or one.stands_alone) and one.span.start >= at:
            pieces += [content[at : one.span.start], " " * len(one.span)]
            at = one.span.end
    return "".join([*pieces, content[at:]])


class Scopes:
    """What directives hold for, in a document with those portions.  `content` is its text with directives blanked."""

    def __init__(self, portions: Iterable[Portion], content: str) -> None:
        """Order the paragraphs; the subject line is no portion that a directive could stand in."""
        portions = list(portions)
        self._numbered = [(one.number.casefold(), one.span) for one in portions if one.number is not None]
        self._paragraphs = sorted((one.span for one in portions if one.kind != "subject"), key=lambda one: one.start)
        self._starts = [one.start for one in self._paragraphs]
        self._content = content

    def of(self, directive: Directive) -> Span | None:
        """The portion that it holds for, or None for the whole document."""
        place = bisect_right(self._starts, directive.span.start)
        if place == 0:
            return None
        if place < len(self._paragraphs) and directive.stands_alone and self._is_directly_above(directive, place):
            return self._paragraphs[place]
        own = self._paragraphs[place - 1]
        return own if directive.span.start < own.end else None

    def numbered(self, directive: Directive) -> list[Span | None]:
        """What one beside the document holds for: the paragraphs of its number, or the whole document (None)."""
        if directive.paragraph is None:
            return [None]
        return [span for number, span in self._numbered if number == directive.paragraph]

    def _is_directly_above(self, directive: Directive, place: int) -> bool:
        """Whether nothing but the end of its line parts it from that paragraph, and a blank line stands before it."""
        content, begin = self._content, self._starts[place]
        if not directive.span.end <= begin <= directive.span.end + _LONGEST_GAP:
            return False
        gap = content[directive.span.end : begin]
        line = content.rfind("\n", 0, directive.span.start)
        previous = content[content.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)]
        return gap.count("\n") <= 1 and not gap.strip() and not previous.strip()


class _Standing:
    """The findings on one document, and which of them, by rule and in order of place, nothing suppresses yet."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = sorted(findings, key=lambda one: one.span.start)
        self._by_rule: dict[str, list[int]] = {}
        for place, one in enumerate(self.findings):
            self._by_rule.setdefault(one.rule, []).append(place)
        self._longest = max((len(one.span) for one in findings), default=0) + 1

    def suppress(
        self, rules: Iterable[str], scope: Span | None, note: Mapping[str, str | None], text: Text, at: str | None
    ) -> bool:
        """Suppress the findings of those rules in the scope, if `at` is given those on such characters of the text.

        Returns whether there was one.
        """
        is_used = False
        for rule in rules:
            places = self._by_rule.get(rule, [])
            first, last = (0, len(places)) if scope is None else self._within(places, scope)
            covered = [one for one in places[first:last] if scope is None or scope.overlaps(self.findings[one].span)]
            if at is not None:
                covered = [one for one in covered if text.words(self.findings[one].span) == at]
            if covered:
                gone = set(covered)
                places[first:last] = [one for one in places[first:last] if one not in gone]
            for one in covered:
                self.findings[one] = evolve(self.findings[one], suppressed=note)
            is_used = is_used or bool(covered)
        return is_used

    def _within(self, places: list[int], scope: Span) -> tuple[int, int]:
        """The part of `places` in which every finding that overlaps `scope` is."""

        def start(place: int) -> int:
            return self.findings[place].span.start

        return bisect_left(places, scope.start - self._longest, key=start), bisect_right(places, scope.end, key=start)


class Suppressor:
    """Applies directives and `[[ignore]]` rows, and reports those that are invalid, unused or expired.

    `root` is the folder that the rows' paths are relative to.  `resolve` gives the codes of a name and raises
    ValueError for one that is none.  `state` makes a finding of one of the rules on suppressions.
    """

    def __init__(
        self,
        rows: tuple[IgnoreRow, ...],
        *,
        root: str,
        as_of: datetime.date,
        is_honoured: bool,
        resolve: Callable[[str], frozenset[str]],
        state: Callable[[str, Hit, Text], Finding],
        protected: frozenset[str] = frozenset(),
        later: frozenset[str] = frozenset(),
    ) -> None:
        """`is_honoured` says whether directives in documents count; if not, they are text like any other.

        A suppression that speaks of one of the `protected` codes is invalid; of one that speaks of a code that is
        judged `later`, with the whole set, nobody knows yet whether it is used.
        """
        self._protected, self.later = protected, later
        self._rows, self._root, self._as_of = rows, root, as_of
        self._is_honoured, self._resolve, self._state = is_honoured, resolve, state
        self._matchers: list[Callable[[str], bool]] | None = None

    def take_out(self, text: Text) -> tuple[Text, tuple[Directive, ...]]:
        """The text with its directives blanked, and those directives."""
        if SIGN not in text.content or not self._is_honoured:
            return text, ()
        directives = find_directives(text.content, self._resolve)
        return evolve(text, content=blank(text.content, directives)), directives

    def apply(
        self,
        document: Document,
        findings: list[Finding],
        directives: tuple[Directive, ...],
        reported: frozenset[str],
        sidecar: Sidecar | None = None,
    ) -> tuple[list[Finding], tuple[tuple[int, bool], ...]]:
        """The findings with those suppressed marked so, and findings on the directives; and the rows that matched.

        `reported` are the codes that the run reports: a suppression of others is not called unused.  What is wrong with
        the `sidecar` of the document stands behind its findings; their span is the beginning of the document.
        """
        if not directives and not self._rows and sidecar is None:
            return findings, ()
        text = document.text
        portions = [portion for part in (document, *document.others) for portion in part.portions]
        notices = []
        scopes, standing = Scopes(portions, text.content), _Standing(findings)
        for one in directives:
            is_used = one.wrong is None and self._suppressed(standing, one, "inline", scopes.of(one), text)
            notices += self._notices(one, text, reported, is_used=is_used)
        beside = []
        for one in self.directives_beside(sidecar):
            is_used = False
            for scope in scopes.numbered(one):
                is_used = self._suppressed(standing, one, "sidecar", scope, text) or is_used
            for notice in self._notices(one, sidecar.text, reported, is_used=is_used):  # type: ignore[union-attr]
                beside.append(evolve(notice, span=Span(0, 0)))
        matched = []
        for index in self._rows_for(text):
            matched.append((index, self._suppressed(standing, self._rows[index], "config", None, text)))
        findings = sorted([*standing.findings, *notices], key=lambda one: (one.span.start, one.span.end, one.rule))
        return findings + beside, tuple(matched)

    def _notices(self, one: Directive, text: Text, reported: frozenset[str], *, is_used: bool) -> list[Finding]:
        """What is to be said of a directive that stands in that text."""
        wrong = one.wrong or self._why_protected(one)
        if wrong is not None:
            code, arguments = _INVALID, {"wrong": wrong}
        elif is_used or not one.rules <= reported or (one.rules & self.later and not one.has_expired(self._as_of)):
            return []
        else:
            code, arguments = _UNUSED, self._why_unused(one)
        return [self._state(code, Hit(one.span, arguments), text)] if code in reported else []

    def directives_beside(self, sidecar: Sidecar | None) -> tuple[Directive, ...]:
        """What the sidecar of a document says, if it counts."""
        if sidecar is None or not self._is_honoured:
            return ()
        from redactlint.known.sidecars import directives_of

        return tuple(directives_of(sidecar, self._resolve))

    def note_of(self, by: Directive | IgnoreRow, kind: str) -> dict[str, str | None] | None:
        """The note on what it suppresses; None where it suppresses nothing, being wrong, expired or not allowed to."""
        if by.has_expired(self._as_of) or self._why_protected(by) is not None:
            return None
        if isinstance(by, Directive) and by.wrong is not None:
            return None
        return {"kind": kind, "reason": by.reason, "expires": None if by.until is None else by.until.isoformat()}

    def unused_one(self, one: Directive, text: Text) -> Finding:
        """The finding on a directive in that text that suppresses nothing."""
        return self._state(_UNUSED, Hit(one.span, self._why_unused(one)), text)

    def unused(self, rows: Mapping[int, bool], path: str, reported: frozenset[str]) -> list[Finding]:
        """Findings on the rows of the configuration `path` that matched documents but suppressed nothing in them."""
        findings = []
        for index, is_used in sorted(rows.items()):
            row = self._rows[index]
            wrong = self._why_protected(row)
            code, is_due = (_UNUSED, row.rules <= reported) if wrong is None else (_INVALID, True)
            if not is_used and is_due and code in reported:
                hit = Hit(Span(0, 0), self._why_unused(row) if wrong is None else {"wrong": wrong})
                finding = self._state(code, hit, Text("", "", path))
                place = evolve(finding.place, line=row.line, end_line=row.line)
                findings.append(evolve(finding, place=place))
        return findings

    def _suppressed(
        self, standing: _Standing, by: Directive | IgnoreRow, kind: str, scope: Span | None, text: Text
    ) -> bool:
        note = self.note_of(by, kind)
        if note is None:
            return False
        at = by.at if isinstance(by, Directive) else None
        return standing.suppress(by.rules, scope, note, text, at)

    def _why_protected(self, one: Directive | IgnoreRow) -> str | None:
        """Why it may not suppress what it speaks of, if it may not."""
        covered = sorted(one.rules & self._protected)
        if not covered:
            return None
        return f"speaks of {', '.join(covered)}, which may not be suppressed here; mend what it found"

    def _why_unused(self, one: Directive | IgnoreRow) -> dict[str, str]:
        wrong = f"expired on {one.until}" if one.has_expired(self._as_of) else "suppresses nothing"
        if isinstance(one, Directive) and not one.has_expired(self._as_of):
            wrong += " on the characters that it gives" if one.at is not None else ""
            wrong += f" in paragraph {one.paragraph}" if one.paragraph is not None else ""
        return {"rules": ", ".join(sorted(one.rules)), "wrong": wrong}

    def _rows_for(self, text: Text) -> list[int]:
        """The rows whose path patterns match a document, or the file that holds it."""
        if not self._rows:
            return []
        from redactlint.paths import matcher, relative

        if self._matchers is None:
            self._matchers = [matcher(row.paths) for row in self._rows]
        paths = [text.path] if text.member is None else [text.path, text.member.container]
        names = [
            relative(one, self._root) if self._root and "://" not in one else one.replace(os.sep, "/") for one in paths
        ]
        return [index for index, matches in enumerate(self._matchers) if any(map(matches, names))]
