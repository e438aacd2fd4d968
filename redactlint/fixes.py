"""Fixes: the mends that findings carry, applied to a text until nothing is left to mend, and never beyond its form.

A mend is refused where the document would say anything else afterwards: another level, date, reason, order or
paragraph; a control more or less on a portion; a control less in a banner.  Findings that are suppressed are left
alone, and so is every edit inside what a suppression of its rule holds for.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from redactlint.documents.model import Document
from redactlint.engine import Engine, Outcome
from redactlint.findings import Edit, Finding, Place
from redactlint.known.suppressions import SIGN, Directive, Scopes, blank, find_directives
from redactlint.markings.model import Marking
from redactlint.placing import place_of
from redactlint.text import Span, SpanIndex, Text
from redactlint.values import Value

if TYPE_CHECKING:
    from redactlint.known.sidecars import Sidecar

__all__ = ["Left", "Mend", "Mending", "mend"]

# A text that has not come to rest after so many rounds is left as it was.
_MOST_ROUNDS = 10
# How often one round reads the text to tell harmful mends from others.
_MOST_TRIALS = 60

_IS_UNSAFE = "only a person can know that this was meant; --unsafe mends it all the same"
_CHANGES = "the document would say something else afterwards"
_IS_NO_CURE = "the finding would stand afterwards too"
_UNSETTLES = "a suppression or a baseline would not know what it speaks of any more"
_RESTLESS = "mending it does not come to rest"


@attrs.frozen(eq=False, repr=False)
class Mend(Value):
    """One mend that was applied: the finding, its edits with what stood there before, and the round (from 1).

    Spans and places are those of the text as it stood at the beginning of the round.
    """

    finding: Finding
    edits: tuple[Edit, ...]
    places: tuple[Place, ...]
    before: tuple[str, ...]
    round: int = 1


@attrs.frozen(eq=False, repr=False)
class Left(Value):
    """A finding with a mend that was not applied, and why."""

    finding: Finding
    why: str
    is_unsafe: bool = False


@attrs.frozen(eq=False, repr=False)
class Mending(Value):
    """What came of one text: its lines before, and what each of them became (a line, or several).

    `mends` are in the order in which they were applied, `left` in order of place; both are empty where no finding
    carried a mend.  `document` is the text as it was read before, None where nothing was mended.
    """

    text: Text
    before: tuple[str, ...]
    after: tuple[str, ...]
    mends: tuple[Mend, ...] = ()
    left: tuple[Left, ...] = ()
    document: Document | None = None
    is_recognised: bool = True

    @property
    def source(self) -> str:
        """The whole text afterwards."""
        return "".join(self.after)


def mend(
    text: Text,
    engine: Engine,
    *,
    unsafe: bool = False,
    cover: Callable[[Outcome], Outcome] | None = None,
    sidecar: Sidecar | None = None,
) -> Mending:
    """Apply the mends of all findings that the engine reports on `text`, safe ones only unless `unsafe`.

    Deterministic, and done twice the same as done once.  `cover` marks findings as suppressed that are known (a
    baseline); it is asked for every round.  `sidecar` holds the suppressions beside the document.  Raises what
    `engine.check` raises.
    """
    return _Mender(text, engine, unsafe, cover or (lambda outcome: outcome), sidecar).mending()


@attrs.frozen(eq=False)
class _Reading:
    """One state of the text: its lines, how it is read, and what is found in it."""

    lines: tuple[str, ...]
    text: Text
    findings: tuple[Finding, ...]
    is_recognised: bool


class _Mender:
    """Applies round after round to one text."""

    def __init__(
        self,
        text: Text,
        engine: Engine,
        unsafe: bool,
        cover: Callable[[Outcome], Outcome],
        sidecar: Sidecar | None,
    ) -> None:
        self.engine, self.unsafe, self.cover, self.sidecar = engine, unsafe, cover, sidecar
        self.before = _lines(text.source)
        self.start = self._read(self.before, text)

    def mending(self) -> Mending:
        mends: list[Mend] = []
        now, document = self.start, None
        for number in range(1, _MOST_ROUNDS + 1):
            chosen, left = self._choose(now, number)
            if chosen and document is None:
                document = self.engine.parse(now.text)
            following, chosen, refused = self._step(now, chosen, document)
            if not chosen:
                left = sorted([*left, *refused], key=lambda one: (one.finding.span, one.finding.rule))
                return self._result(now.lines, mends, left, document)
            mends += chosen
            now = following
        return self._result(self.before, [], [Left(one.finding, _RESTLESS) for one in mends], document)

    def _result(
        self, lines: Sequence[str], mends: Iterable[Mend], left: Iterable[Left], document: Document | None
    ) -> Mending:
        start = self.start
        return Mending(start.text, self.before, tuple(lines), tuple(mends), tuple(left), document, start.is_recognised)

    def _read(self, lines: tuple[str, ...], text: Text) -> _Reading:
        outcome = self.cover(self.engine.check(text, sidecar=self.sidecar))
        return _Reading(lines, text, outcome.findings, outcome.facts.kind != "unrecognised")

    def _choose(self, now: _Reading, number: int) -> tuple[list[Mend], list[Left]]:
        """The mends of one round, in order of place, none of which touches another; and those that cannot be made."""
        chosen: list[Mend] = []
        left: list[Left] = []
        offered = [one for one in now.findings if one.fix is not None and one.suppressed is None]
        if not offered:
            return chosen, left
        guard = _Guard(now.text, self.engine, self.sidecar)
        taken = _Taken()
        for finding in sorted(offered, key=lambda one: (one.span, one.rule)):
            fix = finding.fix
            assert fix is not None
            if not fix.safe and not self.unsafe:
                left.append(Left(finding, _IS_UNSAFE, is_unsafe=True))
                continue
            kept, why = guard.kept(finding.rule, fix.edits, together=fix.together)
            if why is not None:
                left.append(Left(finding, why))
            if not kept or any(taken.clashes(one) for one in kept):
                continue  # what clashes is offered again in the next round, if it is still due
            for one in kept:
                taken.add(one)
            source = now.text.source
            places = tuple(place_of(now.text, one.span) for one in kept)
            before = tuple(source[one.span.start : one.span.end] for one in kept)
            chosen.append(Mend(finding, kept, places, before, number))
        return chosen, left

    def _step(
        self, now: _Reading, chosen: list[Mend], document: Document | None
    ) -> tuple[_Reading, list[Mend], list[Left]]:
        """The text after the mends: all of them, or if that does harm, those that do none; and those refused."""
        if not chosen or document is None:
            return now, [], []
        good: list[Mend] = []
        refused: list[Left] = []
        reached = now
        waiting, trials = [chosen], 0
        while waiting:
            group = waiting.pop()
            trials += 1
            after, why = self._tried(now, [*good, *group], document) if trials <= _MOST_TRIALS else (now, _RESTLESS)
            if why is None:
                good += group
                reached = after
            elif len(group) > 1 and trials <= _MOST_TRIALS:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]
            else:
                refused += [Left(one.finding, why) for one in group]
        return reached, good, refused

    def _tried(self, now: _Reading, mends: list[Mend], document: Document) -> tuple[_Reading, str | None]:
        """The text after those mends, and why it must not be, if it must not."""
        lines = _applied(now.lines, [edit for one in mends for edit in one.edits])
        after = self._read(lines, Text.of("".join(lines), now.text.path))
        owed, known = _counts(now.findings)
        found, still_known = _counts(after.findings)
        if known - still_known:
            return after, _UNSETTLES
        cured = Counter(one.finding.rule for one in mends if len(one.edits) == len(_edits_of(one.finding)))
        if any(found[rule] > owed[rule] - number for rule, number in cured.items()):
            return after, _IS_NO_CURE
        says_the_same = _says_the_same(document, self.engine.parse(after.text), controls=not self.unsafe)
        return after, None if says_the_same else _CHANGES


def _counts(findings: Iterable[Finding]) -> tuple[Counter[str], Counter[str]]:
    """How many findings of each rule stand, and how many are suppressed."""
    findings = list(findings)
    return (
        Counter(one.rule for one in findings if one.suppressed is None),
        Counter(one.rule for one in findings if one.suppressed is not None),
    )


def _edits_of(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix is not None else ()


# -- edits ----------------------------------------------------------------------------------------------------------


class _Guard:
    """Says of an edit why it cannot be made in one text: suppressed there, damaged there, or over the end of a line."""

    def __init__(self, text: Text, engine: Engine, sidecar: Sidecar | None) -> None:
        self._text = text
        self._damage = SpanIndex(one.span for one in text.damage)
        self._directives = SpanIndex(())
        self._everywhere: set[str] = set()
        self._scopes: dict[str, SpanIndex] = {}
        if (SIGN not in text.content and sidecar is None) or not engine.profile.honours_suppressions:
            return

        def codes(name: str) -> frozenset[str]:
            return engine.pack.codes((name,))

        directives = find_directives(text.content, codes)
        document = engine.parse(text)
        portions = [portion for part in (document, *document.others) for portion in part.portions]
        scopes = Scopes(portions, blank(text.content, directives))
        held: dict[str, list[Span]] = {}
        self._directives = SpanIndex(one.span for one in directives)
        ruled: list[tuple[Directive, Sequence[Span | None]]] = [(one, (scopes.of(one),)) for one in directives]
        if sidecar is not None:
            from redactlint.known.sidecars import directives_of, scopes_in

            ruled += [(one, scopes_in(one, text, scopes)) for one in directives_of(sidecar, codes)]
        for one, held_for in ruled:
            if one.wrong is not None or one.has_expired(engine.options.as_of):
                continue
            for rule in one.rules - engine.options.protected:
                for scope in held_for:
                    if scope is None:
                        self._everywhere.add(rule)
                    else:
                        held.setdefault(rule, []).append(scope)
        self._scopes = {rule: SpanIndex(spans) for rule, spans in held.items()}

    def kept(self, rule: str, edits: Iterable[Edit], *, together: bool) -> tuple[tuple[Edit, ...], str | None]:
        """The edits that can be made and change something, and why others cannot; all or none if they go `together`."""
        kept: list[Edit] = []
        why: str | None = None
        for edit in edits:
            source = self._text.source[edit.span.start : edit.span.end]
            wrong = self._why_not(rule, edit.span)
            if wrong is not None:
                why = why or wrong
            elif source != edit.replacement:
                kept.append(edit)
        if not kept and why is None:
            why = _IS_NO_CURE
        return ((), why) if together and why is not None else (tuple(kept), why)

    def _why_not(self, rule: str, span: Span) -> str | None:
        if rule in self._everywhere or (rule in self._scopes and self._scopes[rule].touches(span)):
            return "it is suppressed there"
        if len(span) and (self._damage.touches(span) or self._directives.touches(span)):
            return "it stands in damage that only reading undoes"
        covered = self._text.content[span.start : span.end] + self._text.source[span.start : span.end]
        if "\n" in covered or "\r" in covered:
            return "it runs over the end of a line"
        return "it is the part of a word" if len(span) and _cuts(self._text.content, span) else None


def _cuts(content: str, span: Span) -> bool:
    """Whether the span begins or ends inside a word, or inside a marking: what was read is not all that is printed."""
    first, last = content[span.start], content[span.end - 1]
    before, after = content[max(0, span.start - 1) : span.start], content[span.end : span.end + 1]
    goes_on = after.isalnum() or after in ("/", "-", "_")
    return (before.isalnum() and first.isalnum()) or (goes_on and (last.isalnum() or last in "/-"))


class _Taken:
    """The edits of one round, no two of which touch."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._edits: dict[int, Edit] = {}

    def clashes(self, edit: Edit) -> bool:
        """Whether one of them already changes what `edit` would; the very same edit is no clash."""
        place = bisect_right(self._starts, edit.span.start)
        for start in self._starts[max(0, place - 1) : place + 1]:
            other = self._edits[start]
            if edit.span.start <= other.span.end and start <= edit.span.end and (other != edit or not len(edit.span)):
                return True
        return False

    def add(self, edit: Edit) -> None:
        """Take it in, once."""
        if edit.span.start not in self._edits:
            insort(self._starts, edit.span.start)
            self._edits[edit.span.start] = edit


def _applied(lines: tuple[str, ...], edits: Iterable[Edit]) -> tuple[str, ...]:
    """The lines with the edits made in them; no edit runs over the end of a line."""
    changed = list(lines)
    starts = [0, *accumulate(len(one) for one in lines)]
    by_line: dict[int, list[Edit]] = {}
    for edit in sorted({one.span.start: one for one in edits}.values(), key=lambda one: one.span.start):
        place = min(bisect_right(starts, edit.span.start) - 1, len(lines) - 1)
        by_line.setdefault(place, []).append(edit)
    for place, here in by_line.items():
        line, start, at = lines[place], starts[place], 0
        pieces = []
        for edit in here:
            pieces += [line[at : edit.span.start - start], edit.replacement]
            at = edit.span.end - start
        changed[place] = "".join([*pieces, line[at:]])
    return tuple(changed)


def _lines(source: str) -> tuple[str, ...]:
    """The lines of a text as a patch counts them: up to a line feed, and with it."""
    *whole, last = source.split("\n")
    return (*(f"{one}\n" for one in whole), *([last] if last else []))


# -- what a document says ---------------------------------------------------------------------------------------------


def _says_the_same(before: Document, after: Document, *, controls: bool) -> bool:
    """Whether two readings agree in everything but form; with `controls`, in those of the marks too."""
    ours, theirs = (before, *before.others), (after, *after.others)
    return len(ours) == len(theirs) and all(
        _substance(one) == _substance(other) and (not controls or _keeps_controls(one, other))
        for one, other in zip(ours, theirs, strict=True)
    )


def _substance(document: Document) -> tuple[object, ...]:
    return (
        document.kind,
        document.id,
        document.level,
        [(one.role, one.level, one.section, one.message_id) for one in document.banners],
        [(one.kind, one.number, one.level, one.inherited, one.place) for one in document.portions],
        [(one.kind, one.date, one.code, one.downgrade, one.source_marked) for one in document.instructions],
        [(one.section, one.letters) for one in document.reasons],
        document.order is not None and document.order.number,
        [(line is not None) for line in (document.classified_by, document.derived_from, document.subject)],
        [(one.kind, one.codes) for one in document.redactions],
        [(len(one.span) > 0, one.banner.level) for one in document.quoted],
        document.release is not None and (document.release.decision, document.release.codes),
    )


def _keeps_controls(before: Document, after: Document) -> bool:
    """Whether every portion has the controls that it had, and every banner and the captions have all they had."""
    ours = [_controls(one.mark.marking) for one in before.portions if one.mark is not None]
    theirs = [_controls(one.mark.marking) for one in after.portions if one.mark is not None]
    return (
        ours == theirs
        and all(
            _controls(one.marking) <= _controls(other.marking)
            for one, other in zip(before.banners, after.banners, strict=True)
        )
        and not Counter(one.word for one in before.captions) - Counter(one.word for one in after.captions)
    )


def _controls(marking: Marking | None) -> frozenset[str]:
    """The controls of a marking by their words; of a list of countries, that there is one."""
    if marking is None:
        return frozenset()
    lists = {
        "REL TO": marking.rel_to, "DISPLAY ONLY": marking.display_to, "FGI": marking.fgi, "CUI": marking.cui,
        f"owner {marking.owner}": marking.owner,
    }  # fmt: skip
    words = (marking.sci, marking.sap, marking.aea, marking.nato, marking.dissemination, marking.non_ic)
    return frozenset().union(*words, (word for word, value in lists.items() if value is not None), marking.cui or ())
