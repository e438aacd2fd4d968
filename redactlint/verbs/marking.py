"""`redactlint marking`: judge, normalise and roll up marking strings."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from redactlint.engine import Engine
from redactlint.errors import UsageError
from redactlint.judging import Judgement, RolledUp, StringFinding, judge, roll_up
from redactlint.reports.safe import safe
from redactlint.verbs import common, parsing

__all__ = ["parser", "run"]

_EXAMPLES = """\
examples:
  redactlint marking "(S/NF)"                       a portion mark, in brackets
  redactlint marking "SECRET//NOFORN" --profile ic  a banner
  redactlint marking --as portion S//NF
  redactlint marking --roll-up "(S//NF)" "(U)"      the banner that they demand
  cut -f1 marks.tsv | redactlint marking - --format json

A string is valid when it draws no error and no warning.

"""

# Whose rule it is to say that a string is no marking at all, by its form.
_UNREADABLE = {"portion": "PRT002", "banner": "CTL001"}


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes(
        "nothing at or above --fail-on (default: warning)", "findings at or above it", unread="no string was given"
    )
    made = parsing.make_parser("marking", "Judge, normalise and roll up marking strings.", _EXAMPLES + codes)
    made.add_argument("strings", nargs="+", metavar="MARKING", help="marking strings, or - for one a line on stdin")
    made.add_argument(
        "--as",
        dest="form",
        type=parsing.one_of("banner", "portion"),
        choices=("banner", "portion"),
        help="read as (default: by its brackets)",
    )
    made.add_argument("--roll-up", action="store_true", help="print the banner that these portions demand")
    made.add_argument("--date", type=parsing.day, metavar="DATE", help="the date of the document (default: none)")
    made.add_argument(
        "--format", type=parsing.one_of("text", "json"), choices=("text", "json"), default="text", help="default: text"
    )
    made.add_argument(
        "--fail-on",
        type=parsing.one_of(*parsing.FAIL_ON),
        choices=parsing.FAIL_ON,
        default="warning",
        help="the least severity that fails the run (default: warning)",
    )
    parsing.add_judging(made)
    return made


def run(arguments: argparse.Namespace) -> int:
    """Judge and print; returns the exit code."""
    from redactlint.reports.report import fails

    config = common.read_config(arguments)
    plan, pack = common.plan_of(arguments, config)
    engine = Engine(pack, plan.options)
    strings = _strings(arguments.strings)
    if not strings:
        sys.stderr.write("redactlint: no marking was given, so nothing was judged\n")
        return 3
    rolled = None
    if arguments.roll_up:
        rolled = roll_up(strings, pack, engine.setting, date=arguments.date)
        judged = rolled.parts
        unread = ", ".join(repr(one.input) for one in judged if one.marking is None)
        if unread:
            raise UsageError(f"{unread} is no marking, so no banner can be said to cover it", "mend it or leave it out")
    else:
        form = arguments.form or "guess"
        judged = tuple(judge(one, pack, engine.setting, form=form, date=arguments.date) for one in strings)
    findings = [_findings(one, engine) for one in judged]
    if arguments.format == "json":
        rows = [_row(one, said) for one, said in zip(judged, findings, strict=True)]
        json.dump({**_rolled_row(rolled), "markings": rows}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for one, said in zip(judged, findings, strict=True):
            sys.stdout.write(_words(one, said))
        sys.stdout.write(_rolled_words(rolled))
    return 1 if any(fails(one.severity, arguments.fail_on) for said in findings for one in said) else 0


def _strings(words: list[str]) -> list[str]:
    strings: list[str] = []
    for word in words:
        if word == "-":
            lines = common.standard_input().decode("utf-8-sig", "replace").splitlines()
            strings += [line.strip() for line in lines if line.strip()]
        else:
            strings.append(word)
    return strings


def _findings(judged: Judgement, engine: Engine) -> list[StringFinding]:
    """What is said of a string by the rules that the run reports; of one that is no marking, that it is none."""
    findings = [one for one in judged.findings if one.rule in engine.reported]
    if judged.marking is None and not findings:
        rule = engine.pack.rules[_UNREADABLE[judged.form]]
        message = f"no {judged.form} marking can be read in it; see `redactlint explain {rule.code}` for what is one"
        findings.append(StringFinding(rule.code, rule.name, "error", message, rule.cites, 0, len(judged.input)))
    return findings


def _row(judged: Judgement, findings: list[StringFinding]) -> dict[str, Any]:
    return {
        "input": judged.input,
        "as": judged.form,
        "valid": judged.valid,
        "canonical": judged.canonical,
        "findings": [
            {
                "rule": one.rule,
                "name": one.name,
                "severity": one.severity,
                "message": one.message,
                "citation": one.citation,
                "column": one.start + 1,
                "end_column": one.end + 1,
                "fixable": one.fix is not None,
            }
            for one in findings
        ],
    }


def _rolled_row(rolled: RolledUp | None) -> dict[str, Any]:
    if rolled is None:
        return {}
    reasons = [
        {"part": one.part, "why": one.why, "portions": [rolled.parts[place].input for place in one.portions]}
        for one in rolled.reasons
    ]
    return {"banner": rolled.banner, "reasons": reasons}


def _words(judged: Judgement, findings: list[StringFinding]) -> str:
    canonical = "" if judged.canonical is None else f" = {judged.canonical}"
    lines = [f"{safe(judged.input)}{safe(canonical)}: {'valid' if judged.valid else 'not valid'}"]
    for one in findings:
        lines += [
            f"    {one.severity} {one.rule} {one.name}",
            f"        {safe(one.message)}",
            f"        {one.citation}",
        ]
    return "\n".join(lines) + "\n"


def _rolled_words(rolled: RolledUp | None) -> str:
    if rolled is None:
        return ""
    lines = [f"banner: {safe(rolled.banner or '')}"]
    for one in rolled.reasons:
        portions = ", ".join(safe(rolled.parts[place].input) for place in one.portions)
        lines.append(f"    {safe(one.part)}: {safe(one.why)} ({portions})")
    return "\n".join(lines) + "\n"
