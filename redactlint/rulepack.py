"""The rule pack: rules, law, registers and profiles, loaded from `rules/` (and users' packs) as plain values.

The TOML files are read once and kept compiled, without their examples (`rulecache.py`).  See `docs/rule-format.md` for
the form of the files.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from redactlint.errors import RulePackError, UsageError
from redactlint.law.dates import EVER, DateRange
from redactlint.rulebook import rulecache
from redactlint.values import TYPE_CHECKING, NamedTuple, Value, evolve, frozen

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = [
    "Citation", "Pack", "Profile", "Rule", "Setting", "SeverityRow", "data_folder", "load", "source_of",
]  # fmt: skip


_put = object.__setattr__
_NONE: frozenset[str] = frozenset()


class Citation(NamedTuple):
    """What a rule rests on: the source with its section, what it says, and how sure that is (V, V2, O, S, M, D)."""

    source: str
    says: str = ""
    confidence: str = "V"


class SeverityRow(NamedTuple):
    """One row of a rule's severities: the level, the level under --strict, and when the row applies.

    A condition that is None or empty holds always.  `level` "none" is silence.
    """

    level: str
    strict: str
    years: DateRange = EVER
    profile: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    case: frozenset[str] = frozenset()
    extract: bool | None = None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> SeverityRow:
        """Build from a `[[severity]]` table."""
        return cls(
            level=raw["level"],
            strict=raw.get("strict", raw["level"]),
            years=_years(raw),
            profile=frozenset(raw.get("profile", ())),
            kind=frozenset(raw.get("kind", ())),
            case=frozenset(raw.get("case", ())),
            extract=raw.get("extract"),
        )


@frozen
class Rule(Value):
    """One rule: data, and the name of the check that applies it.

    `origin` is the folder of the pack that it comes from, empty for the shipped rules; `path` is the path of its file,
    that of a shipped one within the pack.  A rule that is not `suppressible` cannot be passed over.
    """

    code: str
    name: str
    check: str
    summary: str
    rationale: str
    message: str
    citations: tuple[Citation, ...]
    severities: tuple[SeverityRow, ...]
    parameters: Mapping[str, Any]
    requires: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    judges: frozenset[str] = frozenset()
    follows_order: bool = False
    yields_to: frozenset[str] = frozenset()
    yields_to_at_place: frozenset[str] = frozenset()
    fixable: bool = False
    retired: str | None = None
    path: str = ""
    suppressible: bool = True
    origin: str = ""

    @property
    def family(self) -> str:
        """The letters of its code."""
        return self.code.rstrip("0123456789")

    @property
    def cites(self) -> str:
        """The citations in one line."""
        return "; ".join(one.source for one in self.citations)

    @classmethod
    def of(cls, raw: Mapping[str, Any], path: str = "") -> Rule:
        """Build from the table of a rule file (already valid by its schema)."""
        return cls(**{name: read(raw) for name, read in _PARTS.items()}, path=path)


# Each part of a rule, from the table of its file.
_PARTS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "code": lambda raw: raw["code"],
    "name": lambda raw: raw["name"],
    "check": lambda raw: raw.get("check", ""),
    "summary": lambda raw: raw["summary"],
    "rationale": lambda raw: raw.get("rationale", ""),
    "message": lambda raw: raw.get("message", raw["summary"]),
    "citations": lambda raw: tuple(
        [Citation(one["source"], one.get("says", ""), one.get("confidence", "V")) for one in raw.get("citation", ())]
    ),
    "severities": lambda raw: tuple([SeverityRow.of(row) for row in raw.get("severity", ())]),
    "parameters": lambda raw: raw.get("parameters", {}),
    "requires": lambda raw: frozenset(raw.get("requires", ())),
    "kinds": lambda raw: frozenset(raw.get("kinds", ())),
    "judges": lambda raw: frozenset(raw.get("judges", ())),
    "follows_order": lambda raw: raw.get("follows_order", False),
    "yields_to": lambda raw: frozenset(raw.get("yields_to", ())),
    "yields_to_at_place": lambda raw: frozenset(raw.get("yields_to_at_place", ())),
    "fixable": lambda raw: raw.get("fixable", False),
    "retired": lambda raw: raw.get("retired"),
    "suppressible": lambda raw: raw.get("suppressible", True),
    "origin": lambda raw: raw.get("origin", ""),
}
# What is asked of every rule, be it run or not, and what stands with its words.
_OFTEN_ASKED = ("code", "name", "check", "retired", "suppressible")
_IN_WORDS = frozenset(("summary", "rationale", "message", "citations"))


class _KeptRule(Rule):
    """A rule of a kept pack: each part is built when it is first asked for, its words even read then."""

    __slots__ = ("_line", "_table", "_tables")

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            read = _PARTS.get(name)
            if read is None:
                raise AttributeError(name)
            part = read(self._tables.line(self._line) if name in _IN_WORDS else self._table)
            _put(self, name, part)
            return part

        def __reduce__(self):
            return Rule, tuple([getattr(self, name) for name in Rule.__match_args__])


class Profile(NamedTuple):
    """Which rules, with which severities, in which grammar.

    `select` and `ignore` hold codes, names or families.  `severities` overrides levels by code.  `dialect` is "state"
    or "ic".  `parameters` are defaults of the settings that checks read.
    """

    name: str
    summary: str
    dialect: str = "state"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, str] = {}
    parameters: Mapping[str, Any] = {}
    honours_suppressions: bool = True
    allows_fix: bool = True

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Profile:
        """Build from the table of a profile file."""
        return cls(
            name=raw["name"],
            summary=raw["summary"],
            dialect=raw.get("dialect", "state"),
            select=tuple(raw.get("select", ())),
            ignore=tuple(raw.get("ignore", ())),
            severities=raw.get("severities", {}),
            parameters=raw.get("parameters", {}),
            honours_suppressions=raw.get("honours_suppressions", True),
            allows_fix=raw.get("allows_fix", True),
        )


class Pack:
    """All data of the tool: rules by code, profiles by name, the law and the register (built when asked)."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Keep `raw`, the tables of the files, and build nothing yet."""
        self.raw = raw

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by its code, retired ones included, in order of code."""
        tables = self.raw["rules"]
        if isinstance(tables, rulecache.Tables):
            rows = [_kept_rule_of(tables, path, *place) for path, place in tables.index.items()]
        else:
            rows = [_rule_of(raw, path) for path, raw in tables.items()]
        return {rule.code: rule for rule in sorted(rows, key=lambda rule: rule.code)}

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        """The codes that each code and family (in capitals) and each name (in small letters) stands for."""
        found: dict[str, set[str]] = {}
        for code, rule in self.rules.items():
            for name in (code, rule.family, rule.name):
                found.setdefault(name, set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items()}

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """Every profile by its name."""
        return {raw["name"]: Profile.of(raw) for raw in self.raw["profiles"].values()}

    @cached_property
    def law(self) -> Law:
        """The orders, phases, sections and instructions of `rules/law/`."""
        from redactlint.law.law import Law

        return Law.from_data(self.raw["law"])

    @cached_property
    def register(self) -> Register:
        """The marks, captions, controls and countries of `rules/registers/`."""
        from redactlint.markings.register import Register

        return Register.from_data(self.raw["registers"])

    @property
    def digest(self) -> str:
        """The SHA-256 of every file that the pack was made from."""
        return str(self.raw["digest"])

    def codes(self, names: Iterable[str], *, all_known: bool = True) -> frozenset[str]:
        """The codes that codes, names and families ("BNR") stand for, in any case.

        Raises UsageError with the nearest name for one that is none; with `all_known` false, passes over it.
        """
        found: set[str] = set()
        for name in names:
            wanted = name.strip()
            codes = self._codes.get(wanted.upper(), _NONE) | self._codes.get(wanted.lower(), _NONE)
            if not codes and all_known:
                raise UsageError(f"no rule or family is called {wanted!r}", self._nearest(wanted))
            found |= codes
        return frozenset(found)

    def rule(self, code_or_name: str) -> Rule:
        """The rule of that code or name; raises RulePackError with the nearest name."""
        wanted = code_or_name.strip()
        for rule in self.rules.values():
            if wanted.upper() == rule.code or wanted.lower() == rule.name:
                return rule
        if wanted.upper() in self._codes:
            raise RulePackError(f"{wanted.upper()} is a family", f"`redactlint rules {wanted.upper()}` lists its rules")
        raise RulePackError(f"no rule is called {wanted!r}", self._nearest(wanted))

    def _nearest(self, wanted: str) -> str:
        import difflib

        known = {rule.code for rule in self.rules.values()} | {rule.family for rule in self.rules.values()}
        near = difflib.get_close_matches(wanted.upper(), sorted(known), 1, 0.5) or difflib.get_close_matches(
            wanted.lower(), [rule.name for rule in self.rules.values()], 1, 0.5
        )
        return f"did you mean {near[0]}?" if near else "`redactlint rules` lists them all"


class Setting(NamedTuple):
    """What a check may know beside the document and the rule: profile, strictness, the day, the law, the register.

    `parameters` are the profile's, overlaid by the configuration's ("require_portion_marks", "control_systems", …).
    """

    profile: Profile
    law: Law
    register: Register
    as_of: datetime.date
    strict: bool = False
    parameters: Mapping[str, Any] = {}


def _kept_rule_of(tables: rulecache.Tables, path: str, table: Mapping[str, Any], line: int) -> Rule:
    if "list" in table.get("parameters", ()):
        return _rule_of(tables[path], path)  # the list is a file of its own
    rule = _KeptRule.__new__(_KeptRule)
    for name, one in (("_table", table), ("_tables", tables), ("_line", line), ("path", path)):
        _put(rule, name, one)
    for name in _OFTEN_ASKED:
        _put(rule, name, _PARTS[name](table))
    return rule


def _rule_of(raw: Mapping[str, Any], path: str) -> Rule:
    try:
        rule = Rule.of(raw, path)
        if "list" in rule.parameters:
            from redactlint.rulebook.termlists import read_list

            terms = read_list(rule.parameters["list"], path, rule.origin)
            return evolve(rule, parameters={**rule.parameters, "terms": terms})
        return rule
    except KeyError as error:
        raise RulePackError(f"{error.args[0]} is missing", "see schemas/rule.schema.json", path=path) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise RulePackError(f"no rule: {error}", "see schemas/rule.schema.json", path=path) from error


def _years(raw: Mapping[str, Any]) -> DateRange:
    earliest = datetime.date.fromisoformat(raw["from"]) if "from" in raw else datetime.date.min
    latest = datetime.date.fromisoformat(raw["to"]) if "to" in raw else datetime.date.max
    return DateRange(earliest, latest)


def data_folder(name: str) -> Path:
    """The folder `rules` or `schemas`: inside the package (a wheel), else beside it (a checkout)."""
    from pathlib import Path

    return Path(_data_folder(name))


def _data_folder(name: str) -> str:
    package = os.path.dirname(os.path.realpath(__file__))
    for candidate in (os.path.join(package, name), os.path.join(os.path.dirname(package), name)):
        if os.path.isdir(candidate):
            return candidate
    raise RulePackError(f"the folder {name}/ is missing from the installation", "reinstall redactlint")


def load(
    extra: Iterable[str | Path] = (), *, use_cache: bool = True, validate: Callable[[], None] | None = None
) -> Pack:
    """Load the shipped rules and the packs in `extra`, whose codes and names must be new; raises RulePackError.

    Of profiles, registers and files of law with the same file name the later one wins.

    `validate` is called before files that are not in the cache are read, and raises for one that is wrong.
    """
    shipped = _data_folder("rules")
    own = {os.path.realpath(one): os.path.normpath(one) for one in extra}
    ours = os.path.join(shipped, "")
    files = rulecache.files_of([shipped, *(own[one] for one in own if not os.path.join(one, "").startswith(ours))])
    if use_cache:
        rulecache.take_patterns()
    cached = rulecache.read(files) if use_cache else None
    if cached is not None:
        return Pack(cached)
    if validate is not None:
        validate()
    from redactlint.rulebook.rulefiles import tables_of

    raw = tables_of(files, shipped)
    if use_cache:
        rulecache.write(files, raw)
    return Pack(raw)


def source_of(rule: Rule) -> dict[str, Any]:
    """The whole table of a rule's file, with the examples and the words of cases that the compiled pack leaves out."""
    from pathlib import Path

    from redactlint.rulebook.rulefiles import read_toml

    path = Path(rule.path) if rule.origin else data_folder("rules") / rule.path
    return read_toml(path) if path.is_file() else {}
