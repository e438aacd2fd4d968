"""The rule pack: rules, law, registers and profiles, loaded from `rules/` (and users' packs) as plain values.

The TOML files are read once and kept compiled, without their examples (`rulecache.py`).  See `docs/rule-format.md` for
the form of the files.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from redactlint import rulecache
from redactlint.errors import RedactlintError, RulePackError, UsageError
from redactlint.law.dates import EVER, DateRange
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["Citation", "Pack", "Profile", "Rule", "Setting", "SeverityRow", "data_folder", "load"]


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


class Rule(NamedTuple):
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
        return cls(
            code=raw["code"],
            name=raw["name"],
            check=raw.get("check", ""),
            summary=raw["summary"],
            rationale=raw.get("rationale", ""),
            message=raw.get("message", raw["summary"]),
            citations=tuple(
                Citation(one["source"], one.get("says", ""), one.get("confidence", "V"))
                for one in raw.get("citation", ())
            ),
            severities=tuple(SeverityRow.of(row) for row in raw.get("severity", ())),
            parameters=raw.get("parameters", {}),
            requires=frozenset(raw.get("requires", ())),
            kinds=frozenset(raw.get("kinds", ())),
            judges=frozenset(raw.get("judges", ())),
            follows_order=raw.get("follows_order", False),
            yields_to=frozenset(raw.get("yields_to", ())),
            yields_to_at_place=frozenset(raw.get("yields_to_at_place", ())),
            fixable=raw.get("fixable", False),
            retired=raw.get("retired"),
            path=path,
            suppressible=raw.get("suppressible", True),
            origin=raw.get("origin", ""),
        )


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
        rows = [_rule_of(raw, path) for path, raw in self.raw["rules"].items()]
        return {rule.code: rule for rule in sorted(rows, key=lambda rule: rule.code)}

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
            codes = {
                rule.code
                for rule in self.rules.values()
                if wanted.upper() in (rule.code, rule.family) or wanted.lower() == rule.name
            }
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


def _rule_of(raw: Mapping[str, Any], path: str) -> Rule:
    try:
        rule = Rule.of(raw, path)
        if "list" in rule.parameters:
            from redactlint.termlists import read_list

            terms = read_list(rule.parameters["list"], path, rule.origin)
            return rule._replace(parameters={**rule.parameters, "terms": terms})
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


def read_toml(path: Path, complaint: type[RedactlintError] = RulePackError) -> dict[str, Any]:
    """One TOML file with its dates as ISO strings; raises `complaint` with file and line."""
    import re
    import tomllib

    source = ""
    try:
        source = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        table: dict[str, Any] = _with_iso_dates(tomllib.loads(source))
        return table
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else source.count("\n") + 1  # "at end of document"
        raise complaint(f"not TOML: {error}", "mend the syntax", path=str(path), line=line) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "check the path and the encoding (UTF-8)"
        raise complaint(f"cannot be read ({reason})", remedy, path=str(path)) from error


def _with_iso_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_iso_dates(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_iso_dates(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


_SECTIONS = {"law": "law", "registers": "registers", "profiles": "profiles", "inspections": "inspections"}


def _compiled(files: Iterable[rulecache.RuleFile], shipped: str) -> dict[str, Any]:
    """The raw pack of those files, without examples: a dict that JSON can hold.  `shipped` is the folder of ours."""
    import hashlib
    from pathlib import Path

    raw: dict[str, Any] = {"rules": {}, "law": {}, "registers": {}, "profiles": {}, "inspections": {}}
    digest = hashlib.sha256()
    for relative, path, *_ in files:
        content = Path(path).read_bytes()
        digest.update(f"{relative}\0{len(content)}\0".encode() + content)
        if not relative.endswith(".toml"):  # a list of terms counts, but is not kept
            continue
        table = read_toml(Path(path))
        section = _SECTIONS.get(relative.partition("/")[0])
        if section is not None:
            raw[section][Path(relative).stem] = table
        else:
            table.pop("example", None)
            origin = path[: -len(relative) - 1]
            if origin == shipped:
                raw["rules"][relative] = table
            else:
                from redactlint.extending import claim

                claim(table, path, raw["rules"])
                raw["rules"][path] = {**table, "origin": origin}
    return {"digest": digest.hexdigest(), **raw}


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
    raw = _compiled(files, shipped)
    if use_cache:
        rulecache.write(files, raw)
    return Pack(raw)


def examples_of(rule: Rule) -> list[dict[str, Any]]:
    """The examples of a rule, which the compiled pack leaves out, from its file."""
    from pathlib import Path

    path = Path(rule.path) if rule.origin else data_folder("rules") / rule.path
    return list(read_toml(path).get("example", ())) if path.is_file() else []
