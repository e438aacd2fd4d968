"""One marking string judged by itself, or many rolled up: what the verb `redactlint marking` asks for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import attrs

from redactlint.documents.model import Banner, Document, Mark, Portion
from redactlint.errors import UsageError
from redactlint.findings import Edit, Fix, Hit
from redactlint.grading import Draft, Yielding, grade, rows_for
from redactlint.law.dates import EVER, DateRange
from redactlint.markings import algebra
from redactlint.markings.banners import read_banner
from redactlint.markings.levels import Level
from redactlint.markings.model import Deviation, Marking, Parsed
from redactlint.markings.portions import read_portion
from redactlint.markings.register import Register
from redactlint.markings.render import render
from redactlint.rulepack import Pack, Rule, Setting
from redactlint.text import Span, Text
from redactlint.values import Value

__all__ = ["Judgement", "RolledUp", "StringFinding", "judge", "roll_up"]

# The rule that tells of characters that only look like those of a marking.
_LOOK_ALIKE = "DOC007"

FORMS = ("portion", "banner", "guess")


@attrs.frozen(eq=False, repr=False)
class StringFinding(Value):
    """What one rule says of a string: code, name, severity, message, citation, and the offsets that it speaks of."""

    rule: str
    name: str
    severity: str
    message: str
    citation: str
    start: int
    end: int
    fix: Fix | None = None


@attrs.frozen(eq=False, repr=False)
class Judgement(Value):
    """One string, judged.

    `form` is "portion" or "banner", as asked for or guessed.  `parsed` is how it reads, with every deviation (None:
    it is no marking at all).  `canonical` is the canonical form, a portion mark in brackets; None where it cannot be
    told.  `valid`: it is a marking and draws no error and no warning.
    """

    input: str
    form: str
    parsed: Parsed | None
    canonical: str | None
    findings: tuple[StringFinding, ...]

    @property
    def valid(self) -> bool:
        """Whether it is a marking that draws no error and no warning."""
        return self.marking is not None and all(one.severity == "info" for one in self.findings)

    @property
    def marking(self) -> Marking | None:
        """The marking, or None where the string is none or cannot be told."""
        return self.parsed.marking if self.parsed is not None else None


@attrs.frozen(eq=False, repr=False)
class RolledUp(Value):
    """Many strings rolled up: each judged, the banner that they demand (None where one cannot be read), and why.

    The numbers in `reasons` are places in `parts`, from 0.
    """

    parts: tuple[Judgement, ...]
    banner: str | None
    marking: Marking | None
    reasons: tuple[algebra.Reason, ...]


def judge(
    text: str, pack: Pack, setting: Setting, *, form: str = "guess", date: DateRange | datetime.date | None = None
) -> Judgement:
    """Judge one marking string by the rules of the setting's profile.

    `text` is a portion mark, with or without its brackets, or a banner; `form` is "portion", "banner" or "guess".
    `date` is the day of the document, or the days on which it can have been written; without it the string is judged
    by the grammar of `setting.as_of`, save that no rule on what is retired speaks.  The parameter `control_systems`
    of the setting lists SCI control systems that the published register does not hold ("*": any three characters).
    Raises UsageError for another `form`.
    """
    if form not in FORMS:
        raise UsageError(f"{form!r} is no form of a marking", f"choose one of {', '.join(FORMS)}")
    if not text.isascii():
        undisguised = _undisguised(text, pack, setting, form, date)
        if undisguised is not None:
            return undisguised
    register, dialect = _register(setting), setting.profile.dialect
    form, parsed = _read(text, form, register, dialect)
    canonical = None if parsed is None else parsed.canonical
    if canonical is not None and form == "portion":
        canonical = f"({canonical})"
    if parsed is None:
        return Judgement(text, form, None, None, ())
    return Judgement(text, form, parsed, canonical, tuple(_findings(text, form, parsed, pack, setting, date)))


def _undisguised(
    text: str, pack: Pack, setting: Setting, form: str, date: DateRange | datetime.date | None
) -> Judgement | None:
    """The judgement on what a reader sees in a string of look-alikes, with what is wrong with it; None for others."""
    from redactlint.placing import message_of

    table = setting.register.lookalikes
    meant = table.meant(text)
    if meant == text or not meant.isascii():
        return None
    judged, rule = judge(meant, pack, setting, form=form, date=date), pack.rules[_LOOK_ALIKE]
    if judged.parsed is None:
        return None
    today = DateRange(setting.as_of, setting.as_of)
    rows = rows_for(rule.severities, profile=setting.profile.name, kind="plain", is_extract=False)
    hit = Hit(Span(0, len(text)), {"meant": meant, "characters": table.named(text)})
    level = setting.profile.severities.get(rule.code, grade(hit, rows, today, strict=setting.strict).severity or "none")
    if level == "none":
        return None
    fix = Fix(f"write {meant} in plain letters", (Edit(hit.span, meant),))
    message = message_of(rule, hit.arguments)
    own = StringFinding(rule.code, rule.name, level, message, rule.cites, 0, len(text), fix)
    length = len(text)
    found = [attrs.evolve(one, start=min(one.start, length), end=min(one.end, length)) for one in judged.findings]
    return attrs.evolve(judged, input=text, findings=(own, *found))


def roll_up(texts: Sequence[str], pack: Pack, setting: Setting, *, date: datetime.date | None = None) -> RolledUp:
    """Judge portion marks and say which banner they demand, in the dialect of the setting's profile.

    `date` is the day on which the portions were created (None: today's rules).  Raises UsageError for no strings.
    """
    if not texts:
        raise UsageError("there is nothing to roll up", "give one portion mark or more")
    parts = tuple(judge(one, pack, setting, form="portion", date=date) for one in texts)
    markings = [one.marking for one in parts if one.marking is not None]
    if len(markings) < len(parts):
        return RolledUp(parts, None, None, ())
    register, dialect = _register(setting), setting.profile.dialect
    whole = algebra.roll_up(markings, dialect, date, register)
    return RolledUp(parts, render(whole.marking, "banner", dialect, register), whole.marking, whole.reasons)


def _register(setting: Setting) -> Register:
    systems = setting.parameters.get("control_systems", ())
    return setting.register.opened(systems) if systems else setting.register


def _read(text: str, form: str, register: Register, dialect: str) -> tuple[str, Parsed | None]:
    stripped = text.strip()
    if form == "banner" or (form == "guess" and not stripped.startswith("(") and not _is_portion_head(stripped)):
        return "banner", read_banner(text, register, dialect)
    parsed = read_portion(text, register, dialect, at_mark_position=True)
    if parsed is None and "(" not in text and ")" not in text:
        parsed = read_portion(f"({text})", register, dialect, at_mark_position=True)
        if parsed is not None:
            parsed = attrs.evolve(parsed, text=text, deviations=tuple(_unbracketed(parsed, len(text))))
    return "portion", parsed


def _is_portion_head(text: str) -> bool:
    head = text.split("/", maxsplit=1)[0].strip(" )")
    return head in Level.__members__ or (text.endswith(")") and "(" not in text)


def _unbracketed(parsed: Parsed, length: int) -> Iterator[Deviation]:
    for one in parsed.deviations:
        yield attrs.evolve(one, start=max(0, one.start - 1), end=min(length, max(0, one.end - 1)))


def _findings(
    text: str, form: str, parsed: Parsed, pack: Pack, setting: Setting, date: DateRange | datetime.date | None
) -> Iterator[StringFinding]:
    from redactlint.engine import check_of
    from redactlint.placing import message_of

    document = _document(text, form, parsed)
    today = DateRange(setting.as_of, setting.as_of)
    known = DateRange(date, date) if isinstance(date, datetime.date) else date
    chosen = pack.codes(setting.profile.select, all_known=False) or frozenset(pack.rules)
    chosen -= pack.codes(setting.profile.ignore, all_known=False)
    drafts = []
    for rule in pack.rules.values():
        if rule.code not in chosen or rule.retired is not None or not _is_of_strings(rule):
            continue
        rows = rows_for(rule.severities, profile=setting.profile.name, kind=document.kind, is_extract=False)
        period = known or (EVER if rule.parameters.get("undated") == "silent" else today)
        # A string by itself has no other marks beside it.
        alone = attrs.evolve(rule, parameters={**rule.parameters, "among_marks": False})
        for hit in check_of(rule)(document, alone, setting):
            level = grade(hit, rows, period, strict=setting.strict).severity
            level = setting.profile.severities.get(rule.code, level) if level is not None else None
            if level is not None and level != "none":
                drafts.append(Draft(rule, hit, level, document))
    for one in sorted(Yielding(pack).left(drafts), key=lambda draft: (draft.hit.span, draft.rule.code)):
        rule, hit = one.rule, one.hit
        message = message_of(rule, hit.arguments)
        yield StringFinding(
            rule.code, rule.name, one.severity, message, rule.cites, hit.span.start, hit.span.end, hit.fix
        )


def _is_of_strings(rule: Rule) -> bool:
    """Whether a rule judges a marking by itself: those on markings do, and others that say so (parameter `strings`)."""
    return rule.check.startswith("marks.") or rule.parameters.get("strings", False) is True


def _document(text: str, form: str, parsed: Parsed) -> Document:
    span = Span(0, len(text))
    if form == "banner":
        banner = Banner(span, parsed)
        return Document(Text(text, text), "plain", banner=banner, banners=(banner,))
    level = parsed.marking.level if parsed.marking is not None else None
    return Document(
        Text(text, text),
        "plain",
        portions=(Portion("paragraph", span, len(text), mark=Mark(span, parsed), level=level),),
    )
