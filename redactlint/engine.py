"""The engine: judge one text by every rule of a profile -> Outcome(facts, findings).

Reads no file but the rule pack's, neither the clock nor the environment.  Same text, same options: same outcome.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping

from redactlint.documents.model import Document
from redactlint.errors import RulePackError, UndecidedError, UsageError, said_of
from redactlint.facts import Facts, NotJudged, facts_of
from redactlint.findings import Finding, Hit, Place
from redactlint.grading import Draft, Yielding, grade, lower, rows_for, why_undecided
from redactlint.known.suppressions import IgnoreRow, Suppressor
from redactlint.law.dates import DateRange
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.metadata import dated_by
from redactlint.placing import Quoter, fingerprint, joined, message_of, place_of, stated
from redactlint.rulepack import Pack, Profile, Rule, Setting, SeverityRow
from redactlint.text import Member, Span, Text
from redactlint.values import TYPE_CHECKING, NamedTuple, Value, evolve, frozen

if TYPE_CHECKING:
    from typing import Any

    from redactlint.known.sidecars import Sidecar
    from redactlint.pages import Page
    from redactlint.sets.gathering import Gatherer

__all__ = ["ENGINE_CHECK", "SET_CHECKS", "Engine", "Options", "Outcome"]

Check = Callable[[Document, Rule, Setting], Iterable[Hit]]

# The `check` of rules that speak of the run and not of a document: the engine itself reports them.
ENGINE_CHECK = "engine"
# What the `check` of rules begins with that speak of a set of documents: `redactlint.sets` applies them.
SET_CHECKS = "sets."
_UNREADABLE = "DOC001"

# If this rule fires, the rules that follow the order are judged by the years of the order cited.
_ORDER_NOT_IN_FORCE = "ORD003"


class Options(NamedTuple):
    """Everything beside the text that an outcome depends on; it can be sent to another process.

    `as_of` is the day of the run.  `select` and `ignore` hold codes, names or families.  `document_date` "today" dates
    every document to `as_of`.  `metadata` gives the date of a document by its path or id.  `root` is the folder that
    the paths of `ignore_rows` are relative to.  `rule_parameters` take the place of a rule's own, by its code; findings
    of the codes in `protected` cannot be suppressed.  `inventory` asks for what only an audit wants to know, `pages`
    for the page of each document, where there are excerpts, `sets` for what the rules on a set of documents read.
    `set_key` keys the digests of passages.
    """

    as_of: datetime.date
    profile: str = "state"
    strict: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, str] = {}
    parameters: Mapping[str, Any] = {}
    document_date: str | None = None
    metadata: Mapping[str, DateRange] = {}
    excerpts: bool = False
    ignore_rows: tuple[IgnoreRow, ...] = ()
    root: str = ""
    rule_parameters: Mapping[str, Mapping[str, Any]] = {}
    protected: frozenset[str] = frozenset()
    inventory: bool = False
    pages: bool = False
    sets: bool = False
    set_key: bytes = b""


@frozen
class Outcome(Value):
    """What came of one document.

    `quoted` is the marking of the highest text that the findings quote (None: nothing but marks, dates and header
    tokens).  `rows` are the `[[ignore]]` rows that speak of its path, each with whether it suppressed anything.
    `crash` names what went wrong inside the tool, if anything did.  `page` is the whole text, where it was asked for.
    `notes` are what a reader has to say of the file, with the first document of it.
    """

    facts: Facts
    findings: tuple[Finding, ...] = ()
    quoted: Marking | None = None
    rows: tuple[tuple[int, bool], ...] = ()
    crash: str | None = None
    page: Page | None = None
    notes: tuple[str, ...] = ()


class Engine:
    """The rules of one profile, ready to judge texts."""

    def __init__(self, pack: Pack, options: Options) -> None:
        """Raise UsageError for a profile, rule or family that does not exist."""
        self.pack, self.options = pack, options
        self.profile = profile_of(pack, options.profile)
        parameters = {**self.profile.parameters, **options.parameters}
        systems = parameters.get("control_systems")
        register = pack.register.opened(systems) if systems else pack.register
        self.setting = Setting(self.profile, pack.law, register, options.as_of, options.strict, parameters)
        chosen = pack.codes(self.profile.select, all_known=False) or frozenset(pack.rules)
        chosen -= pack.codes(self.profile.ignore, all_known=False)
        of_sets = frozenset(rule.code for rule in pack.rules.values() if rule.check.startswith(SET_CHECKS))
        chosen -= frozenset() if options.sets else of_sets
        self.rules = tuple(
            sorted(
                (self._changed(rule) for rule in pack.rules.values() if rule.code in chosen and rule.retired is None),
                key=lambda rule: (rule.code != _ORDER_NOT_IN_FORCE, rule.code),
            )
        )
        selected = pack.codes(options.select) or chosen
        self.reported = frozenset(rule.code for rule in self.rules) & selected - pack.codes(options.ignore)
        if options.select and not self.reported:
            raise UsageError(
                f"no rule of profile {self.profile.name} is left by --select {','.join(options.select)}",
                "choose another profile or select other rules (those of family SET need --set)",
            )
        self.severities = {**self.profile.severities, **options.severities}
        self.reported -= {code for code, level in self.severities.items() if level == "none"}
        self._checks: dict[str, Check] = {}
        self._runnable: dict[tuple[frozenset[str], str], list[tuple[Rule, Check, tuple[SeverityRow, ...]]]] = {}
        self._yielding = Yielding(pack)
        self._needed = self._reported_or_asked()
        self._gatherer: Gatherer | None = None
        self._suppressor = Suppressor(
            options.ignore_rows,
            root=options.root,
            as_of=options.as_of,
            is_honoured=self.profile.honours_suppressions,
            resolve=self._resolve,
            state=self._of_engine,
            protected=options.protected,
            later=of_sets if options.sets else frozenset(),
        )

    def _changed(self, rule: Rule) -> Rule:
        """The rule with the parameters that the options give it."""
        given = self.options.rule_parameters.get(rule.code)
        return evolve(rule, parameters={**rule.parameters, **given}) if given else rule

    def _reported_or_asked(self) -> frozenset[str]:
        """The rules that are reported, and those that decide whether one of them is."""
        needed = set(self.reported) | {_ORDER_NOT_IN_FORCE}
        for rule in self.rules:
            if rule.code in self.reported:
                needed |= self._yielding.codes(rule)
        return frozenset(needed - {code for code, level in self.severities.items() if level == "none"})

    # -- one text -----------------------------------------------------------------------------------------------

    def check(self, text: Text, *, sha256: str | None = None, sidecar: Sidecar | None = None) -> Outcome:
        """Judge one text by the rules of the profile; the suppressions of a `sidecar` hold for it."""
        text, directives = self._suppressor.take_out(text)
        document = self.read(text)
        drafts: list[Draft] = []
        undecided: dict[str, str] = {}
        given_up: dict[str, str] = {}
        for part in (document, *document.others):
            drafts += self._yielding.left(self._judge(part, undecided, given_up))
        drafts = [one for one in drafts if one.rule.code in self.reported]
        findings, quoted = self._findings(document, drafts)
        for code in sorted(given_up.keys() & self.reported, reverse=True):
            reason = Hit(Span(0, 0), {"reason": f"was not judged by {code}, since {given_up[code]}"})
            findings.insert(0, self._of_engine(_UNREADABLE, reason, text))
        undecided.update(given_up)
        findings, rows = self._suppressor.apply(document, findings, directives, self.reported, sidecar)
        not_judged = tuple(NotJudged(code, why) for code, why in sorted(undecided.items()) if code in self.reported)
        facts = facts_of(document, sha256=sha256, not_judged=not_judged)
        if self.options.inventory:
            from redactlint.auditing.inventory import inventory_of

            taken = inventory_of(document, self.setting.register, excerpts=self.options.excerpts)
            facts = evolve(facts, inventory=taken)
        if self.options.sets:
            from redactlint.sets.gathering import Gatherer, carried

            if self._gatherer is None:
                self._gatherer = Gatherer(self.rules, self.options.set_key)
            kept = carried(self._suppressor, document, directives, sidecar) if directives or sidecar else ()
            facts = evolve(facts, set_facts=self._gatherer.take(document, kept))
        page = None
        if self.options.pages and self.options.excerpts:
            page, marking = self._page_of(document)
            quoted = marking if quoted is None else joined([quoted, marking], self.setting.register)
        return Outcome(facts, tuple(findings), quoted, rows, page=page)

    def _page_of(self, document: Document) -> tuple[Page, Marking]:
        """The page of a document, and the marking that whatever shows it must carry."""
        from redactlint.markings.render import render
        from redactlint.pages import marking_of, page_of

        register = self.setting.register
        marking = marking_of(document, register) or Marking(Level.U)
        return page_of(document, render(marking, "banner", "ic", register)), marking

    def read(self, text: Text) -> Document:
        """Parse one text, dated by the metadata that the options give for its path or its id, or by its container."""
        from redactlint.documents import reading

        options, law, register = self.options, self.setting.law, self.setting.register
        today = options.as_of if options.document_date == "today" else None
        member = text.member
        known = dated_by(options.metadata, text.path, member) if options.metadata else None
        dated = known if known is not None or member is None else member.dated
        document = reading.read(text, law, register, self.profile.dialect, dated, today)
        if member is not None and member.id is not None and document.id is None:
            document = evolve(document, id=member.id)
        if options.metadata and known is None and document.id is not None:
            known = dated_by(options.metadata, document.id)
            if known is not None:
                document = reading.read(text, law, register, self.profile.dialect, known, today)
        return document

    def parse(self, text: Text) -> Document:
        """Parse one text as `check` sees it, with its suppressions taken out."""
        return self.read(self._suppressor.take_out(text)[0])

    def unreadable(
        self,
        path: str,
        reason: str,
        *,
        sha256: str | None = None,
        crash: str | None = None,
        member: Member | None = None,
        also: Iterable[str] = (),
    ) -> Outcome:
        """The outcome of a file or a `member` of one that could not be read: DOC001, which no selection leaves out.

        `also` gives further reasons, each a finding of its own.
        """
        text = Text("", "", path, member=member)
        hits = [Hit(Span(0, 0), {"reason": said_of(one)}) for one in (reason, *also)]
        seen: dict[str, int] = {}
        findings = tuple(self._of_engine(_UNREADABLE, hit, text, seen) for hit in hits)
        container, where = (None, None) if member is None else (member.container, member.where)
        facts = Facts(path, None, sha256=sha256, container=container, where=where)
        return Outcome(facts, findings, crash=crash)

    # -- judging ------------------------------------------------------------------------------------------------

    def _judge(self, document: Document, undecided: dict[str, str], given_up: dict[str, str]) -> list[Draft]:
        """The hits of every rule, graded; `undecided` takes rules that turn on the date, `given_up` those too slow."""
        setting, strict = self.setting, self.options.strict
        drafts: list[Draft] = []
        periods: dict[frozenset[str], DateRange] = {}
        order_years: DateRange | None = None
        for rule, check, rows in self._rules_for(document):
            hits = check(document, rule, setting)
            for hit in _up_to_giving_up(hits, rule, given_up) if rule.origin else hits:
                days = periods.get(rule.judges)
                if days is None:
                    days = periods[rule.judges] = document.dates.range(without=rule.judges)
                verdict = grade(hit, rows, days, strict=strict)
                if order_years is not None and rule.follows_order:
                    # The order is wrong for the date: what is right under either is not said a second time.  An order
                    # that amends another is cited in years that are its own too: then the date still counts.
                    cited = order_years.intersect(days) or order_years
                    verdict = lower(verdict, grade(hit, rows, cited, strict=strict))
                if verdict.is_partial and rule.code not in undecided and rule.code in self.reported:
                    undecided[rule.code] = why_undecided(days)
                if verdict.severity is None:
                    continue
                severity = self.severities.get(rule.code, verdict.severity)
                if severity == "none":
                    continue
                drafts.append(Draft(rule, hit, severity, document, verdict.is_partial))
                if (
                    rule.code == _ORDER_NOT_IN_FORCE
                    and verdict.severity != "info"
                    and document.order is not None
                    and document.order.number is not None
                ):
                    order_years = setting.law.order_years(document.order.number)
        return drafts

    def _rules_for(self, document: Document) -> list[tuple[Rule, Check, tuple[SeverityRow, ...]]]:
        """The rules that can speak of a document with those features, each with its check and severity rows."""
        key = (document.features, document.kind)
        found = self._runnable.get(key)
        if found is None:
            found = []
            for rule in self.rules:
                if not rule.requires <= document.features or (rule.kinds and document.kind not in rule.kinds):
                    continue
                if rule.code not in self._needed or rule.check == ENGINE_CHECK or rule.check.startswith(SET_CHECKS):
                    continue
                rows = rows_for(
                    rule.severities,
                    profile=self.profile.name,
                    kind=document.kind,
                    is_extract="extract" in document.features,
                )
                if any((row.strict if self.options.strict else row.level) != "none" for row in rows):
                    found.append((rule, self._check_of(rule), rows))
            self._runnable[key] = found
        return found

    def _check_of(self, rule: Rule) -> Check:
        check = self._checks.get(rule.check)
        if check is None:
            check = self._checks[rule.check] = check_of(rule)
        return check

    # -- findings -----------------------------------------------------------------------------------------------

    def _findings(self, document: Document, drafts: list[Draft]) -> tuple[list[Finding], Marking | None]:
        if not drafts:
            return [], None
        drafts.sort(key=lambda one: (one.hit.span.start, one.hit.span.end, one.rule.code))
        seen: dict[str, int] = {}
        quoters: dict[int, Quoter] = {}
        findings = []
        for draft in drafts:
            part = draft.document
            quoter = quoters.setdefault(id(part), Quoter(part, self.setting.register, excerpts=self.options.excerpts))
            findings.append(stated(draft.rule, draft.hit, draft.severity, document.text, quoter, seen))
        return findings, joined(
            [one.marking for one in quoters.values() if one.marking is not None], self.setting.register
        )

    def _of_engine(self, code: str, hit: Hit, text: Text, seen: dict[str, int] | None = None) -> Finding:
        """A finding of one of the rules that speak of the run."""
        rule = self.pack.rules[code]
        rows = rows_for(rule.severities, profile=self.profile.name, kind="", is_extract=False)
        day = DateRange(self.options.as_of, self.options.as_of)
        level = grade(hit, rows, day, strict=self.options.strict).severity or "error"
        level = self.severities.get(code, level) if code != _UNREADABLE else level
        message, place = message_of(rule, hit.arguments), place_of(text, hit.span)
        seen = {} if seen is None else seen
        mark = fingerprint(text, hit.span, code if text.source else code + text.path, seen)
        return Finding(code, rule.name, level, message, place, hit.span, rule.cites, mark)

    def _resolve(self, name: str) -> frozenset[str]:
        codes = self.pack.codes((name,))
        living = frozenset(code for code in codes if self.pack.rules[code].retired is None)
        if not living:
            raise UsageError(f"{name} is retired", f"see `redactlint explain {name}`")
        return living

    def rows_unused(self, rows: Mapping[int, bool], path: str) -> list[Finding]:
        """DOC005 for the `[[ignore]]` rows of the configuration `path` that spoke of a document to no purpose.

        `rows` are those that did, by index, with whether they suppressed anything in the whole run.
        """
        return self._suppressor.unused(rows, path, self.reported)

    def note_of_row(self, index: int) -> dict[str, str | None] | None:
        """The note on what an `[[ignore]]` row suppresses; None where it may suppress nothing."""
        return self._suppressor.note_of(self.options.ignore_rows[index], "config")

    def of_run(self, code: str, hit: Hit, path: str, line: int, about: str) -> Finding | None:
        """A finding on a line of a file of the run, that speaks `about` a document; None if it is not reported."""
        finding = self._of_engine(code, hit, Text("", "", f"{path}\0{about}"))
        if code not in self.reported or finding.severity == "none":
            return None
        return evolve(finding, place=Place(path, line, 1, line, 1))


def _up_to_giving_up(hits: Iterable[Hit], rule: Rule, given_up: dict[str, str]) -> Iterator[Hit]:
    """What the check of a rule that others wrote found, up to where it gave up."""
    try:
        yield from hits
    except UndecidedError as error:
        given_up[rule.code] = str(error)


def check_of(rule: Rule) -> Check:
    """The function of redactlint.checks that a rule names; raises RulePackError where there is none."""
    import importlib

    module, _, name = rule.check.rpartition(".")
    try:
        where = "redactlint.sets.checks" if rule.check.startswith(SET_CHECKS) else f"redactlint.checks.{module}"
        check: Check = getattr(importlib.import_module(where), name)
    except (ImportError, AttributeError, ValueError) as error:
        from redactlint.rulebook.rulechecks import nearest_check

        wrong = f"{rule.code} names the check {rule.check!r}, which does not exist"
        raise RulePackError(wrong, nearest_check(rule.check), path=rule.path) from error
    return check


def profile_of(pack: Pack, name: str) -> Profile:
    """The profile of that name; raises UsageError with those that there are."""
    try:
        return pack.profiles[name]
    except KeyError:
        raise UsageError(
            f"no profile is called {name!r}", f"choose one of {', '.join(sorted(pack.profiles))}"
        ) from None
