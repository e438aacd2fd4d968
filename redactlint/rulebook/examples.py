"""The examples of rules, run as tests: each bad document draws its rule, each innocent twin draws nothing.

A bad example must draw its rule at the characters that `at` names, and no other rule may give an error or a warning
unless `also` lists it.  A good one draws no error, no warning, and nothing at all of the rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from redactlint.engine import ENGINE_CHECK, Engine, Options, Outcome, check_of
from redactlint.errors import ReadError, RulePackError, fault_of
from redactlint.findings import Finding
from redactlint.law.dates import DateRange
from redactlint.layers import Concealed, Layers
from redactlint.readers.opening import plain_text
from redactlint.rulebook.rulefiles import read_toml
from redactlint.rulepack import Pack, Rule, data_folder

__all__ = ["Failure", "Tally", "run"]

# The day on which examples are judged unless they name another.
AS_OF = "2026-01-01"
# How many examples a shipped rule has at least, and a rule of somebody else.
_LEAST, _LEAST_OF_OTHERS = 3, 1
_FILE_NAME = "example.txt"

# Engines by what an example asks of them; the file name joins it where the example is dated.
_Engines = dict[tuple[str, ...], Engine]


@attrs.frozen
class Failure:
    """An example that did not do what it must."""

    rule: str
    path: str
    title: str
    which: str
    expected: str
    found: str


@attrs.define
class Tally:
    """What was run."""

    rules: int = 0
    examples: int = 0


def run(
    pack: Pack,
    folders: tuple[Path, ...] = (),
    *,
    only: frozenset[str] = frozenset(),
    tally: Tally | None = None,
) -> Iterator[Failure]:
    """Run the examples of every rule file in `folders` (default: the shipped rules) by `pack`; yield what fails.

    `only` limits it to those codes.  Raises RulePackError for a file that is no rule file.
    """
    tally = tally if tally is not None else Tally()
    engines: _Engines = {}
    broken = {rule.code: rule for rule in pack.rules.values() if not _has_check(rule)}
    if broken:
        yield from (
            Failure(one.code, one.path, "", "rule", "a check that exists", one.check) for one in broken.values()
        )
        rules = {path: raw for path, raw in pack.raw["rules"].items() if raw["code"] not in broken}
        pack = Pack({**pack.raw, "rules": rules})
    for folder in folders or (data_folder("rules"),):
        for path in _rule_files(folder):
            raw = read_toml(path)
            if "code" not in raw or raw["code"] in broken or (only and raw["code"] not in only):
                continue
            tally.rules += 1
            yield from _run_rule(raw, str(path), pack, engines, tally)


def _has_check(rule: Rule) -> bool:
    if rule.retired is None and rule.check != ENGINE_CHECK:
        try:
            check_of(rule)
        except RulePackError:
            return False
    return True


def _rule_files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    aside = {"law", "registers", "profiles", "inspections"}
    return [one for one in sorted(folder.rglob("*.toml")) if one.relative_to(folder).parts[0] not in aside]


def _run_rule(raw: Mapping[str, Any], path: str, pack: Pack, engines: _Engines, tally: Tally) -> Iterator[Failure]:
    code, examples = raw["code"], raw.get("example", [])
    if raw.get("retired"):
        return
    least = _LEAST_OF_OTHERS if code in pack.rules and pack.rules[code].origin else _LEAST
    if len(examples) < least:
        yield Failure(code, path, "", "rule", f"at least {least} bad examples with their twins", str(len(examples)))
    for example in examples:
        tally.examples += 1
        engine = _engine_for(example, pack, engines)
        for which, judge in (("bad", _judge_bad), ("good", _judge_good)):
            contents, outcomes = _outcomes_of(engine, example, which)
            found = [one for outcome in outcomes for one in outcome.findings if one.suppressed is None]
            expected = judge(code, example, contents, found)
            if expected is not None:
                listed = [_shown(contents, one) for one in found] or ["nothing"]
                not_judged = [one for outcome in outcomes for one in outcome.facts.not_judged if one.rule == code]
                listed += [f"{one.rule} not judged: {one.why}" for one in not_judged]
                yield Failure(code, path, example.get("title", ""), which, expected, "; ".join(listed))


def _engine_for(example: Mapping[str, Any], pack: Pack, engines: _Engines) -> Engine:
    day, as_of = example.get("date"), example.get("as_of", AS_OF)
    profile, strict = example.get("profile", "state"), example.get("strict", False)
    parameters = example.get("parameters", {})
    name = example.get("file_name", _FILE_NAME)
    of_set = not isinstance(example["bad"], str)
    key = (f"{day} {name}" if day else "", as_of, profile, str(strict), repr(parameters), str(of_set))
    if key not in engines:
        on = datetime.date.fromisoformat(day) if day else None
        engines[key] = Engine(pack, Options(
            as_of=datetime.date.fromisoformat(as_of),
            profile=profile,
            strict=strict,
            metadata={name: DateRange(on, on)} if on else {},
            parameters=parameters,
            sets=of_set,
        ))  # fmt: skip
    return engines[key]


def _outcomes_of(engine: Engine, example: Mapping[str, Any], which: str) -> tuple[dict[str, str], list[Outcome]]:
    """The documents of an example by their file names, and what came of each; several are judged as a set."""
    given = example[which]
    if isinstance(given, str):
        name = example.get("file_name", _FILE_NAME)
        return {name: given}, [outcome_of(engine, given, name, example.get(f"{which}_conceals", ()))]
    from redactlint.sets.together import completed

    contents = {one["file_name"]: one["text"] for one in given}
    return contents, list(completed((outcome_of(engine, text, name) for name, text in contents.items()), engine))


def outcome_of(engine: Engine, content: str, name: str, conceals: Sequence[Mapping[str, Any]] = ()) -> Outcome:
    """Judge the words of an example as a file of that name, by way of its bytes as any other file.

    `conceals` is what the file holds beside its text, as the reader of a container would say it.
    """
    try:
        text = plain_text(content.encode("utf-8"), name)
    except ReadError as error:
        return engine.unreadable(name, error.wrong)
    if conceals:
        text.layers = Layers(concealed=tuple(Concealed(**one) for one in conceals))
    try:
        return engine.check(text)
    except RulePackError:
        raise
    except Exception as error:
        return engine.unreadable(name, f"made redactlint itself fail ({fault_of(error)})")


def _judge_bad(code: str, example: Mapping[str, Any], contents: Mapping[str, str], found: list[Finding]) -> str | None:
    mine = [one for one in found if one.rule == code]
    if not mine:
        return f"a finding of {code}"
    at = example.get("at")
    if at is not None and not any(_words(contents, one) == at.strip() for one in mine):
        return f"{code} at {at!r}"
    allowed = {code, *example.get("also", ())}
    others = sorted({one.rule for one in found if one.severity != "info"} - allowed)
    return f"no error or warning of another rule, but {', '.join(others)} speaks" if others else None


def _judge_good(code: str, example: Mapping[str, Any], contents: Mapping[str, str], found: list[Finding]) -> str | None:
    speaking = sorted({one.rule for one in found if one.rule == code or one.severity != "info"})
    return f"silence, but {', '.join(speaking)} speaks" if speaking else None


def _shown(contents: Mapping[str, str], finding: Finding) -> str:
    words = _words(contents, finding)
    return f"{finding.rule} {finding.severity} " + (f"at {words!r}" if words else f"({finding.message})")


def _words(contents: Mapping[str, str], finding: Finding) -> str:
    content = contents.get(finding.place.path, "")
    return " ".join(content[finding.span.start : finding.span.end].split())
