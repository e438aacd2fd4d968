"""Judging an open document: its text and plan in; diagnostics, pages of rules and mends out, in the client's terms."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types

from redactlint import rulepack
from redactlint.errors import ReadError, RedactlintError, fault_of
from redactlint.findings import Edit, Finding
from redactlint.known import sidecars
from redactlint.known.sidecars import Sidecar
from redactlint.lsp.planning import Planned
from redactlint.lsp.positions import Lines
from redactlint.rulepack import Pack
from redactlint.runs import deadline
from redactlint.runs.discovery import SIDECAR, sidecar_of
from redactlint.text import Span, Text

if TYPE_CHECKING:
    from redactlint.fixes import Mending

__all__ = ["SAFE", "SOURCE", "UNSAFE", "Judged", "judge", "page_of", "unjudged"]

SOURCE = "redactlint"

# How long an editor waits for one document, in seconds, though a run may wait for longer.
_PATIENCE = 20.0

# What the client calls the kinds of code action; an editor asks for "quickfix" and for what begins with it.
SAFE, UNSAFE, ALL = "quickfix", "quickfix.unsafe", "source.fixAll.redactlint"

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}

# Says that a file is no document: worth knowing of a run, and of every note that is opened in an editor a nuisance.
_NOT_RECOGNISED = "DOC002"

# What the rules on suppressions find may stand in the file beside the document.
_OF_SUPPRESSIONS = ("DOC005", "DOC006")


@attrs.frozen(eq=False)
class Judged:
    """What was found in one state of a document.

    `text` is None where the file is a container or could not be read: then nothing is mended.  `shift` is how many
    characters of the document stand before the text (a byte order mark).  `sidecar` holds the suppressions beside it.
    """

    lines: Lines
    findings: tuple[Finding, ...]
    planned: Planned
    text: Text | None = None
    shift: int = 0
    sidecar: Sidecar | None = None

    def range(self, finding: Finding) -> types.Range:
        """Where a finding stands; of one inside a container, the line that it speaks of."""
        if self.text is not None:
            return self.lines.range(Span(finding.span.start + self.shift, finding.span.end + self.shift))
        return self.lines.line(finding.place.line if finding.place.where is None and _is_inside(finding) else 1)

    def at(self, offset: int) -> list[Finding]:
        """The findings that stand at an offset, the shortest first."""
        if self.text is None:
            return []
        place = offset - self.shift
        here = [one for one in self.findings if one.span.start <= place <= one.span.end]
        return sorted(here, key=lambda one: (len(one.span), one.span.start, one.rule))

    def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """The findings in the client's terms."""
        return [
            types.Diagnostic(
                range=self.range(one),
                message=_message(one),
                severity=_SEVERITIES[one.severity],
                code=one.rule,
                source=SOURCE,
                related_information=[
                    types.DiagnosticRelatedInformation(types.Location(uri, self._line(place)), words)
                    for place, words in one.related
                ]
                or None,
                data={"fingerprint": one.fingerprint},
            )
            for one in self.findings
        ]

    def _line(self, place: Any) -> types.Range:
        return self.lines.line(place.line if place.where is None else 1)

    # -- mends --------------------------------------------------------------------------------------------------

    def mends(self) -> Iterator[tuple[Finding, str, str, list[types.TextEdit]]]:
        """Each mend that can be made by itself: its finding, its kind (SAFE or UNSAFE), its title and its edits.

        A mend after which the document would say something else is none, as for `redactlint fix`.
        """
        if self.text is None or not self.planned.engine.profile.allows_fix:
            return
        if all(one.fix is None for one in self.findings):
            return
        for is_unsafe in (False, True):
            mending = self._mending(self.text, unsafe=is_unsafe)
            for one in () if mending is None else mending.mends:
                fix = one.finding.fix
                if one.round == 1 and fix is not None and fix.safe is not is_unsafe:
                    words = f"{one.finding.rule}: {fix.description}"
                    title = f"{words} (unsafe: only you can know that this was meant)" if is_unsafe else words
                    yield one.finding, UNSAFE if is_unsafe else SAFE, title, self._edits(one.edits)

    def all_safe(self) -> list[types.TextEdit]:
        """The edits that make every safe mend, as `redactlint fix` does; lines that stay as they are have none."""
        if self.text is None or not self.planned.engine.profile.allows_fix:
            return []
        mending = self._mending(self.text, unsafe=False)
        if mending is None:
            return []
        starts = accumulate((len(one) for one in mending.before), initial=0)
        return self._edits(
            Edit(Span(start, start + len(before)), after)
            for start, before, after in zip(starts, mending.before, mending.after, strict=False)
            if before != after
        )

    def _mending(self, text: Text, *, unsafe: bool) -> Mending | None:
        """What would be mended in the text; None where that takes longer than an editor waits."""
        from redactlint.fixes import mend

        planned = self.planned
        try:
            return deadline.within(_PATIENCE, lambda _: mend(
                text, planned.engine, unsafe=unsafe, cover=planned.cover, sidecar=self.sidecar
            ))  # fmt: skip
        except deadline.LateError:
            return None

    def _edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        moved = ((Span(one.span.start + self.shift, one.span.end + self.shift), one.replacement) for one in edits)
        return [types.TextEdit(self.lines.range(span), replacement) for span, replacement in moved]


def judge(source: str, path: str, planned: Planned, encoding: str) -> Judged:
    """Judge one state of a document; total: what goes wrong is a finding.  `path` is whole, and dates the document."""
    from redactlint.readers.kinds import kind_of
    from redactlint.readers.opening import plain_text

    engine, lines = planned.engine, Lines(source, encoding)
    try:
        data = source.encode("utf-8", "replace")  # a surrogate that stands alone becomes another single character
        if len(data) > planned.plan.max_bytes:
            raise ReadError(f"is larger than {planned.plan.max_bytes:,} bytes", "raise max_bytes", path=path)
        if kind_of(data, path) is not None:  # its lines are not those of the text in it
            return Judged(lines, (), planned)
        text = plain_text(data, path)
        beside = sidecar_of(path) if engine.profile.honours_suppressions else None
        sidecar = None if beside is None else sidecars.read(beside)
        seconds = min(planned.plan.max_seconds or _PATIENCE, _PATIENCE)
        outcome = deadline.within(seconds, lambda _: planned.cover(engine.check(text, sidecar=sidecar)))
    except RedactlintError as error:
        reason = f"{error.wrong}; {error.remedy}" if error.remedy else error.wrong
        return Judged(lines, engine.unreadable(path, reason).findings, planned)
    except deadline.LateError:
        reason = f"takes longer to judge than {seconds:g} seconds; run `redactlint check`, which waits for it"
        return Judged(lines, engine.unreadable(path, reason).findings, planned)
    except Exception as error:
        reason = f"made redactlint itself fail ({fault_of(error)}); please report it"
        return Judged(lines, engine.unreadable(path, reason).findings, planned)
    findings = tuple(one for one in outcome.findings if one.suppressed is None and one.rule != _NOT_RECOGNISED)
    shift = len(source) - len(text.source)
    return Judged(lines, findings, planned, text if shift in (0, 1) else None, max(shift, 0), sidecar)


def unjudged(error: RedactlintError) -> types.Diagnostic:
    """What stands on a document that no rule could be asked about: it must not look as if nothing were wrong."""
    start = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(start, start),
        message=f"not judged: {error}",
        severity=types.DiagnosticSeverity.Error,
        code="configuration",
        source=SOURCE,
    )


def page_of(finding: Finding, pack: Pack, *, is_markdown: bool) -> str:
    """The finding, what it rests on, and the page of its rule without the examples."""
    rule = pack.rule(finding.rule)
    source = rulepack.source_of(rule)
    examples = len(source.pop("example", ()))
    if not is_markdown:
        from redactlint.reports.rule_page import page as plain_page

        return f"{_message(finding)}\n{finding.citation}\n\n{plain_page(rule, source, pack, 80)}"
    from redactlint.reports.rule_documentation import page

    whole = page(rule, source, pack).rpartition("\n\n---\n\n")[0]
    whole = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\.md[^)\n]*\)", r"\1", whole)
    more = f"`redactlint explain {rule.code}` shows {examples} examples." if examples else ""
    return "\n\n".join(
        one for one in (f"**{_escaped(_message(finding))}**", _escaped(finding.citation), whole, more) if one
    )


def _is_inside(finding: Finding) -> bool:
    """Whether it speaks of the document, and not of a suppression in the file beside it."""
    return not (finding.rule in _OF_SUPPRESSIONS and finding.place.path.endswith(SIDECAR))


def _message(finding: Finding) -> str:
    where = ", ".join(f"{key} {value}" for key, value in (finding.place.where or {}).items())
    if not _is_inside(finding):
        where = f"{os.path.basename(finding.place.path)}, line {finding.place.line}"
    return f"{where}: {finding.message}" if where else finding.message


def _escaped(words: str) -> str:
    """Words that Markdown takes for nothing but words."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", words)
